import { isDuplicate, type Tx } from '#kernel/db.ts'
import { emit, emitAll } from '#kernel/events.ts'
import { sealSecret, sealSecrets } from '#kernel/vault.ts'
import { loginPurpose } from './directory.ts'
import { loginNotFound, subscriptionUnknown, usernameTaken } from './errors.ts'
import { canonicalUsername, type Login, type LoginKind, readablePassword, readableUsername } from './login.ts'
import { deleteLogin, insertLogins, lockLogin, subscriptionExists, tenantOfScope, updatePassword } from './store.ts'

export interface LoginDraft {
  readonly subscriptionId: string
  readonly kind?: LoginKind | undefined
  /** Made up when absent. */
  readonly username?: string | undefined
  /** Made up when absent; for a MAC login the MAC address itself, as routers send it. */
  readonly password?: string | undefined
  readonly framedAddress?: string | null | undefined
}

/** Shown once, when it was made; afterwards nobody can read the password. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

/**
 * Gives a subscription something to log in with.
 * @throws access.subscription_not_found, access.username_taken
 */
export async function createLogin(tx: Tx, draft: LoginDraft): Promise<Login & Credentials> {
  if (!(await subscriptionExists(tx, draft.subscriptionId))) throw subscriptionUnknown()
  const [login] = await createLogins(tx, [draft])
  return login!
}

/** Any number of logins of one tenant by one statement, for imports. The subscriptions must exist. @throws access.username_taken */
export async function createLogins(tx: Tx, drafts: readonly LoginDraft[]): Promise<(Login & Credentials)[]> {
  const credentials = drafts.map(credentialsOf)
  const sealed = await sealSecrets(
    tx,
    credentials.map((one) => one.password),
    loginPurpose,
  )
  const logins = await insertLogins(
    tx,
    drafts.map((draft, index) => ({
      subscriptionId: draft.subscriptionId,
      username: credentials[index]!.username,
      passwordSealed: sealed[index]!,
      kind: draft.kind ?? 'pppoe',
      framedAddress: draft.framedAddress ?? null,
    })),
  ).catch((error: unknown) => {
    throw isDuplicate(error, 'login_tenant_id_username_key') ? usernameTaken(credentials.map((one) => one.username).join(', ')) : error
  })
  const passwordOf = new Map(credentials.map((one) => [one.username, one.password]))
  const tenantId = await tenantOfScope(tx)
  await emitAll(
    tx,
    logins.map((login) => ({
      tenantId,
      type: 'login.created.v1',
      subject: login.id,
      payload: { loginId: login.id, subscriptionId: login.subscriptionId, username: login.username },
    })),
  )
  return logins.map((login) => ({ ...login, password: passwordOf.get(login.username)! }))
}

function credentialsOf({ kind, username, password }: LoginDraft): Credentials {
  const name = canonicalUsername(username ?? readableUsername())
  return { username: name, password: password ?? (kind === 'mac' ? name : readablePassword()) }
}

/** Makes a new password; open sessions go on. @throws access.login_not_found */
export async function resetPassword(tx: Tx, id: string, password = readablePassword()): Promise<Login & Credentials> {
  const login = await lockLogin(tx, id)
  if (!login) throw loginNotFound()
  await updatePassword(tx, id, await sealSecret(tx, password, loginPurpose))
  await emit(tx, 'login.password_changed.v1', { loginId: id, subscriptionId: login.subscriptionId, username: login.username }, id)
  return { ...login, password }
}

/** @throws access.login_not_found */
export async function removeLogin(tx: Tx, id: string): Promise<void> {
  const login = await lockLogin(tx, id)
  if (!login) throw loginNotFound()
  await deleteLogin(tx, id)
  await emit(tx, 'login.removed.v1', { loginId: id, subscriptionId: login.subscriptionId, username: login.username }, id)
}
