import { z } from 'zod'
import { transact } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { log } from '#kernel/telemetry.ts'
import { toldDays } from './eap-certificate.ts'
import { readEnding } from './eap-certificate-store.ts'
import { issueForServer } from './keep-eap-certificates.ts'

/** Before the end. Devices trust the authority, so nobody notices. */
const renewedHours = 60 * 24

/**
 *   issued here    ──────────────── renewed ─────────────────────────────────┤ end
 *   uploaded       ─────────────────────────── told 30 ── 14 ── 7 ─ 3 ─ 1 ─ 0 ┤ end
 */
export const renewEapCertificates: AnyJob = job({
  name: 'access.renew-eap-certificates',
  input: z.object({}),
  schedule: '29 2 * * *',
  async run({ platform, scope, transact: inAll }) {
    const now = platform.clock.now()
    for (const { id, tenantId, role, subject, issued, validTo } of await inAll((tx) => readEnding(tx, now.add({ hours: renewedHours })))) {
      const hoursLeft = now.until(validTo, { largestUnit: 'hours' }).hours
      const work = transact(platform.db, { ...scope, tenants: [tenantId] }, async (tx) => {
        if (role === 'server' && issued) await issueForServer(tx, subject, now)
        else if (toldDays.includes(Math.floor(hoursLeft / 24)))
          await emit(tx, 'eap_certificate.ending.v1', { certificateId: id, role, subject, loginId: null, validTo: validTo.toString() }, id)
      })
      // A tenant whose authority cannot be opened any more is told so, and keeps no other from its renewal.
      await work.catch((error: unknown) => log.error({ tenant: tenantId, err: error }, 'certificate of WPA-Enterprise was not renewed'))
    }
  },
})
