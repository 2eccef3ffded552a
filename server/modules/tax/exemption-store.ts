import { sql, type Tx } from '#kernel/db.ts'
import type { Exemption, ExemptionDraft } from './exemption.ts'

type ExemptionRow = Omit<Exemption, 'validFrom' | 'validUntil'> & { readonly validFrom: string; readonly validUntil: string }

const columns = sql`id, customer_id as "customerId", jurisdiction, number, reason, valid_from as "validFrom", valid_until as "validUntil",
  file_id as "fileId", revoked_at as "revokedAt"`

const exemptionOf = ({ validFrom, validUntil, ...row }: ExemptionRow): Exemption => ({
  ...row,
  validFrom: Temporal.PlainDate.from(validFrom),
  validUntil: Temporal.PlainDate.from(validUntil),
})

/** Those in force or to come first. */
export async function readExemptionsOf(tx: Tx, customerId: string): Promise<Exemption[]> {
  const { rows } = await sql<ExemptionRow>`
    select ${columns} from tax_exemption where tenant_id = current_tenant() and customer_id = ${customerId}
    order by revoked_at is not null, valid_until desc, id desc`.execute(tx)
  return rows.map(exemptionOf)
}

export async function lockExemption(tx: Tx, id: string): Promise<Exemption | undefined> {
  const { rows } = await sql<ExemptionRow>`select ${columns} from tax_exemption where id = ${id} for update`.execute(tx)
  return rows[0] && exemptionOf(rows[0])
}

export async function insertExemption(tx: Tx, customerId: string, draft: ExemptionDraft): Promise<Exemption> {
  const { rows } = await sql<ExemptionRow>`
    insert into tax_exemption (customer_id, jurisdiction, number, reason, valid_from, valid_until)
    values (${customerId}, ${draft.jurisdiction}, ${draft.number}, ${draft.reason}, ${draft.validFrom}, ${draft.validUntil}) returning ${columns}`.execute(
    tx,
  )
  return exemptionOf(rows[0]!)
}

export async function setExemptionFile(tx: Tx, id: string, fileId: string): Promise<void> {
  await sql`update tax_exemption set file_id = ${fileId} where id = ${id}`.execute(tx)
}

export async function markRevoked(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  await sql`update tax_exemption set revoked_at = ${now} where id = ${id}`.execute(tx)
}
