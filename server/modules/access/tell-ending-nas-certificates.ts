import { z } from 'zod'
import { transact } from '#kernel/db.ts'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { toldDays } from './eap-certificate.ts'
import { tell } from './keep-nas-certificates.ts'
import { readEndingNasCertificates } from './nas-certificate-store.ts'

/** Nobody but the owner of a NAS can put another certificate into it, so it is told long before, and again. */
export const tellEndingNasCertificates: AnyJob = job({
  name: 'access.tell-ending-nas-certificates',
  input: z.object({}),
  schedule: '31 2 * * *',
  async run({ platform, scope, transact: inAll }) {
    const now = platform.clock.now()
    const ending = await inAll((tx) => readEndingNasCertificates(tx, now, now.add({ hours: 24 * (toldDays[0]! + 1) })))
    for (const { tenantId, ...certificate } of ending) {
      const daysLeft = Math.floor(now.until(certificate.validTo, { largestUnit: 'hours' }).hours / 24)
      if (toldDays.includes(daysLeft))
        await transact(platform.db, { ...scope, tenants: [tenantId] }, (tx) => tell(tx, 'nas_certificate.ending.v1', certificate))
    }
  },
})
