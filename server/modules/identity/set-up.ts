import { newToken, sha256 } from '#kernel/crypto.ts'
import { scopeOfAllTenants, transact } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { foundTenant, type TenantDraft } from '#modules/tenants'
import { beginSession } from './begin-session.ts'
import { linkOver, setUpDone } from './errors.ts'
import { createStaff } from './keep-staff.ts'
import { checkPassword } from './password.ts'
import type { Device, StartedSession } from './session.ts'
import { noTenant } from './store.ts'
import { endTokens, insertToken, takeToken } from './token-store.ts'

const linkHours = 24
const scope = { tenants: [noTenant], actor: 'set-up', requestId: '' }

/** A link that makes the first tenant and its administrator; it ends the links printed before. Null once there is a tenant. */
export async function setUpLink(platform: Platform): Promise<string | null> {
  if (await hasTenants(platform)) return null
  const token = newToken()
  const now = platform.clock.now()
  await transact(platform.db, scope, async (tx) => {
    await endTokens(tx, ['set-up'], null, now)
    await insertToken(tx, { purpose: 'set-up', hash: sha256(token), staffId: null, now, expiresAt: now.add({ hours: linkHours }) })
  })
  return `${platform.publicUrl}/setup?token=${token}`
}

export interface SetUp {
  readonly token: string
  readonly tenant: TenantDraft
  readonly administrator: { readonly name: string; readonly email: string; readonly password: string }
  readonly device: Device
}

/** Makes the first tenant and signs its administrator in: all of it or nothing. @throws identity.set_up_done, identity.link_over, identity.weak_password */
export async function setUp(platform: Platform, { token, tenant, administrator, device }: SetUp): Promise<StartedSession> {
  checkPassword(administrator.password, administrator)
  if (await hasTenants(platform)) throw setUpDone()
  const now = platform.clock.now()
  return transact(platform.db, scope, async (tx) => {
    if (!(await takeToken(tx, sha256(token), ['set-up'], now))) throw linkOver()
    const tenantId = await foundTenant(tx, tenant)
    const staffId = await createStaff(tx, { ...administrator, roles: ['admin'] })
    return beginSession(tx, { tenantId, staffId, outcome: 'signed-in', device, now })
  })
}

const hasTenants = async (platform: Platform) => (await scopeOfAllTenants(platform.db, 'set-up')).tenants.length > 0
