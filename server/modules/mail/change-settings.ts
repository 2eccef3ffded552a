import { hostFault, messagingReach } from '#kernel/address.ts'
import type { Config } from '#kernel/config.ts'
import type { Tx } from '#kernel/db.ts'
import { sealSecret } from '#kernel/vault.ts'
import { addressRefused, passwordMissing } from './errors.ts'
import { isSameLogin, type MailSettings, passwordPurpose, type TenantServer } from './mail-settings.ts'
import { readSettings, writeSettings } from './store.ts'

/** A server as staff describe it: its password only when it changes. */
export interface ServerDraft extends Omit<TenantServer, 'passwordSealed'> {
  readonly password?: string | undefined
}

export interface SettingsChange {
  readonly senderName?: string | null | undefined
  readonly replyTo?: string | null | undefined
  readonly server?: ServerDraft | null | undefined
}

/**
 * Changes what is named and keeps the rest. A password stays while its host and user do: else whoever may change the host would be sent it.
 * @throws mail.address_refused, mail.password_missing
 */
export async function changeSettings(
  tx: Tx,
  config: Pick<Config, 'MESSAGING_PRIVATE_ADDRESSES'>,
  { senderName, replyTo, server }: SettingsChange,
): Promise<MailSettings> {
  const fault = server ? hostFault(server.host, messagingReach(config)) : undefined
  if (fault !== undefined) throw addressRefused(fault)
  const before = await readSettings(tx)
  const settings = {
    senderName: senderName === undefined ? before.senderName : senderName,
    replyTo: replyTo === undefined ? before.replyTo : replyTo,
    server: server ? await sealed(tx, server, before.server) : server === null ? null : before.server,
  }
  await writeSettings(tx, settings)
  return settings
}

async function sealed(tx: Tx, { password, ...server }: ServerDraft, kept: TenantServer | null): Promise<TenantServer> {
  if (server.username === null) return { ...server, passwordSealed: null }
  if (password !== undefined) return { ...server, passwordSealed: await sealSecret(tx, password, passwordPurpose) }
  if (isSameLogin(kept, server)) return { ...server, passwordSealed: kept.passwordSealed }
  throw passwordMissing()
}
