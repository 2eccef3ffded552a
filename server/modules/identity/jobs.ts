import { z } from 'zod'
import { transact, useTenants } from '#kernel/db.ts'
import { type AnyJob, enqueue, job } from '#kernel/jobs.ts'
import { type Mail, sendMail } from '#kernel/mail.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { zInstant } from '#kernel/wire.ts'
import { languageOf } from '#modules/tenants'
import { issueLink } from './links.ts'
import { linkMail, linkPurposes, newDeviceMail, recoveryCodeMail } from './mails.ts'
import { deleteOld, findByEmail, noTenant, readAddressee } from './store.ts'
import { countLiveTokens } from './token-store.ts'

const liveLinksMax = 3 // nobody's mailbox is flooded by pressing "forgot" again and again

async function deliver(platform: Platform, mail: Mail): Promise<void> {
  const delivery = await sendMail(platform.config, mail)
  if (delivery.state !== 'sent') log.warn({ to: mail.to, reason: delivery.reason }, 'a mail to staff was not sent')
}

/** Sends a link to choose a password. A repeated run sends another link; all work until one is used. */
const mailLink: AnyJob = job({
  name: 'identity.mail-link',
  input: z.object({ staffId: z.uuid(), purpose: z.enum(linkPurposes) }),
  async run({ platform, transact }, { staffId, purpose }) {
    const mail = await transact(async (tx) => {
      const person = await readAddressee(tx, staffId)
      if (!person || (await countLiveTokens(tx, purpose, staffId, platform.clock.now())) >= liveLinksMax) return undefined
      const link = await issueLink(tx, platform, staffId, purpose)
      return { to: person.email, ...linkMail(purpose, languageOf(person.locale), { name: person.name, tenant: person.tenantName, link }) }
    })
    if (mail) await deliver(platform, mail)
  },
})

const mailNewDevice: AnyJob = job({
  name: 'identity.mail-new-device',
  input: z.object({ staffId: z.uuid(), address: z.string(), userAgent: z.string(), at: zInstant }),
  async run({ platform, transact }, { staffId, address, userAgent, at }) {
    const person = await transact((tx) => readAddressee(tx, staffId))
    if (!person) return
    const when = at.toLocaleString(person.locale, { dateStyle: 'long', timeStyle: 'short', timeZone: person.timeZone })
    const values = { name: person.name, tenant: person.tenantName, at: when, address, browser: userAgent }
    await deliver(platform, { to: person.email, ...newDeviceMail(languageOf(person.locale), values) })
  },
})

const mailRecoveryCode: AnyJob = job({
  name: 'identity.mail-recovery-code',
  input: z.object({ staffId: z.uuid(), left: z.int() }),
  async run({ platform, transact }, { staffId, left }) {
    const person = await transact((tx) => readAddressee(tx, staffId))
    if (!person) return
    const values = { name: person.name, tenant: person.tenantName, left: left.toLocaleString(person.locale) }
    await deliver(platform, { to: person.email, ...recoveryCodeMail(languageOf(person.locale), values) })
  },
})

/** Finds who has an address, in all tenants, and lets each have a link. */
const askPasswordReset: AnyJob = job({
  name: 'identity.ask-password-reset',
  input: z.object({ email: z.string() }),
  async run({ transact }, { email }) {
    await transact(async (tx) => {
      for (const { tenantId, staffId } of await findByEmail(tx, email)) {
        await useTenants(tx, [tenantId])
        await enqueue(tx, 'identity.mail-link', { staffId, purpose: 'password-reset' })
      }
    })
  },
})

const forget: AnyJob = job({
  name: 'identity.forget',
  input: z.object({}),
  schedule: '41 2 * * *',
  async run({ platform, scope }) {
    const withGuards = { ...scope, tenants: [...scope.tenants, noTenant] }
    await transact(platform.db, withGuards, (tx) => deleteOld(tx, platform.clock.now()))
  },
})

export const jobs: readonly AnyJob[] = [mailLink, mailNewDevice, mailRecoveryCode, askPasswordReset, forget]
