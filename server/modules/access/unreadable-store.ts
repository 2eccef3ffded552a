/** SQL of what staff is told about secrets that cannot be read. */
import { sql, type Tx } from '#kernel/db.ts'

const tables = {
  nas: sql`nas`,
  'home-server': sql`home_server`,
  'eap-certificate': sql`eap_certificate`,
  login: sql`login`,
} as const
export type SecretKind = keyof typeof tables

export async function noteUnreadable(tx: Tx, kind: SecretKind, ids: readonly string[]): Promise<void> {
  await sql`update ${tables[kind]} set unreadable_since = now() where id = any (${ids}::uuid[])`.execute(tx)
}

export async function noteReadable(tx: Tx, kind: SecretKind, ids: readonly string[]): Promise<void> {
  await sql`update ${tables[kind]} set unreadable_since = null where id = any (${ids}::uuid[])`.execute(tx)
}
