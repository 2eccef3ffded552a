/** What logins by EAP are answered with, in memory: the certificate of each tenant's RADIUS, and which device certificates open which login. */
import type { SecureContext } from 'node:tls'
import { type Db, scopeOfAllTenants, transact } from '#kernel/db.ts'
import { log } from '#kernel/telemetry.ts'
import { readDeviceCertificates, readEapIdentities, type SealedIdentity } from './eap-certificate-store.ts'
import { eapTlsContext } from './eap-tls-engine.ts'
import { openOrNote } from './open-or-note.ts'

export const eapKeyPurpose = 'eap_certificate.key'

interface KnownIdentity {
  readonly certificateId: string
  readonly context: SecureContext
}

interface Device {
  readonly tenantId: string
  readonly loginId: string
  readonly validFromMs: number
  readonly validToMs: number
}

export class EapBook {
  readonly #db: Db
  #identities = new Map<string, KnownIdentity>() // by tenant
  #devices = new Map<string, Device>() // by fingerprint

  constructor(db: Db) {
    this.#db = db
  }

  /** @returns undefined for a tenant without a certificate: it does not offer EAP */
  contextOf(tenantId: string): SecureContext | undefined {
    return this.#identities.get(tenantId)?.context
  }

  /** The login that a certificate opens; none if it was revoked, is not valid now, or is another tenant's. */
  loginOf(tenantId: string, fingerprint: string, nowMs: number): string | undefined {
    const device = this.#devices.get(fingerprint)
    const opens = device?.tenantId === tenantId && device.validFromMs <= nowMs && nowMs < device.validToMs
    return opens ? device.loginId : undefined
  }

  /** Reads everything anew: it is little, and changes seldom. */
  async refresh(): Promise<void> {
    const scope = await scopeOfAllTenants(this.#db, 'radius')
    const { identities, keys, devices } = await transact(this.#db, scope, async (tx) => {
      const identities = await readEapIdentities(tx)
      const changed = identities.filter((one) => this.#identities.get(one.tenant_id)?.certificateId !== one.id)
      const keys = await openOrNote(
        tx,
        'eap-certificate',
        changed.map((one) => ({ id: one.id, tenantId: one.tenant_id, sealed: one.key_sealed, isNoted: one.is_unreadable })),
        eapKeyPurpose,
      )
      return { identities, keys: new Map(changed.map((one, index) => [one.id, keys[index]])), devices: await readDeviceCertificates(tx) }
    })
    this.#devices = new Map(
      devices.map((row) => [
        row.fingerprint,
        { tenantId: row.tenant_id, loginId: row.login_id, validFromMs: row.valid_from_ms, validToMs: row.valid_to_ms },
      ]),
    )
    this.#identities = new Map(
      identities.flatMap((row) => {
        const known = this.#identities.get(row.tenant_id)
        const identity = known?.certificateId === row.id ? known : identityOf(row, keys.get(row.id))
        return identity ? [[row.tenant_id, identity]] : []
      }),
    )
  }
}

function identityOf(row: SealedIdentity, key: string | undefined): KnownIdentity | undefined {
  if (key === undefined) return undefined
  try {
    return { certificateId: row.id, context: eapTlsContext(row.certificate, key, row.authorities) }
  } catch (error) {
    log.error({ tenant: row.tenant_id, err: error }, 'certificate of WPA-Enterprise cannot be used')
    return undefined
  }
}
