import { z } from 'zod'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { sendMail } from '#kernel/mail.ts'
import { log } from '#kernel/telemetry.ts'
import { readAdministrators } from '#modules/identity'
import { languageOf } from '#modules/tenants'
import { disabledMail } from './mails.ts'
import { deleteDeliveriesBefore, findEndpoint } from './store.ts'

/** Deliveries and their attempts are kept so long, and can be sent again so long. */
export const keptDays = 30
const deletedMax = 5_000 // in one transaction

/** A repeated run mails again those who were mailed before the failure. */
const tellAdministrators: AnyJob = job({
  name: 'webhooks.tell-administrators',
  input: z.object({ endpointId: z.uuid() }),
  attemptsMax: 8, // about half an hour
  async run({ platform, transact }, { endpointId }) {
    const { endpoint, administrators } = await transact(async (tx) => ({
      endpoint: await findEndpoint(tx, endpointId),
      administrators: await readAdministrators(tx),
    }))
    const reason = endpoint?.disabledBecause
    if (!endpoint || !reason || reason === 'person') return // mended meanwhile
    for (const { email, name, locale, tenantName } of administrators) {
      const values = { name, tenant: tenantName, url: endpoint.url, link: `${platform.publicUrl}/settings/webhooks`, reason }
      const mail = await sendMail(platform.config, { to: email, ...disabledMail(languageOf(locale), values) })
      if (mail.state !== 'sent') log.warn({ to: email, reason: mail.reason }, 'a mail to staff was not sent')
    }
  },
})

const forgetDeliveries: AnyJob = job({
  name: 'webhooks.forget-deliveries',
  input: z.object({}),
  schedule: '17 3 * * *',
  async run({ platform, transact }) {
    const before = platform.clock.now().subtract({ hours: keptDays * 24 })
    let deleted: number
    do deleted = await transact((tx) => deleteDeliveriesBefore(tx, before, deletedMax))
    while (deleted === deletedMax)
  },
})

export const jobs: readonly AnyJob[] = [tellAdministrators, forgetDeliveries]
