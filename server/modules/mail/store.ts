import { sql, type Tx } from '#kernel/db.ts'
import type { MailServer } from '#kernel/mail.ts'
import { type MailSettings, usualSettings } from './mail-settings.ts'

interface SettingRow {
  sender_name: string | null
  reply_to: string | null
  host: string | null
  port: number
  security: MailServer['security']
  sender_address: string
  username: string | null
  password_sealed: string | null
}

export async function readSettings(tx: Tx): Promise<MailSettings> {
  const { rows } = await sql<SettingRow>`select * from mail_setting where tenant_id = current_tenant()`.execute(tx)
  const row = rows[0]
  if (!row) return usualSettings
  return {
    senderName: row.sender_name,
    replyTo: row.reply_to,
    server: row.host === null ? null : serverOf(row, row.host),
  }
}

const serverOf = ({ port, security, sender_address, username, password_sealed }: SettingRow, host: string) => ({
  host,
  port,
  security,
  senderAddress: sender_address,
  username,
  passwordSealed: password_sealed,
})

export async function writeSettings(tx: Tx, { senderName, replyTo, server }: MailSettings): Promise<void> {
  await sql`
    insert into mail_setting (sender_name, reply_to, host, port, security, sender_address, username, password_sealed)
    values (${senderName}, ${replyTo}, ${server?.host ?? null}, ${server?.port ?? null}, ${server?.security ?? null},
      ${server?.senderAddress ?? null}, ${server?.username ?? null}, ${server?.passwordSealed ?? null})
    on conflict (tenant_id) do update set sender_name = excluded.sender_name, reply_to = excluded.reply_to, host = excluded.host, port = excluded.port,
      security = excluded.security, sender_address = excluded.sender_address, username = excluded.username,
      password_sealed = excluded.password_sealed, version = mail_setting.version + 1`.execute(tx)
}
