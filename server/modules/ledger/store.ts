import type { RawBuilder } from 'kysely'
import { json, sql, type Tx } from '#kernel/db.ts'
import { chart, type LedgerCode, ledgerCodes } from './chart.ts'
import type { Entry, Posting } from './entry.ts'

/** Adds what the tenant's chart lacks. */
export async function insertChart(tx: Tx): Promise<void> {
  const lines = ledgerCodes.map((code) => chart[code])
  await sql`
    insert into ledger_account (code, number, name, kind)
    select * from unnest(${ledgerCodes}::text[], ${lines.map((line) => line.number)}::text[], ${lines.map((line) => line.name)}::text[],
      ${lines.map((line) => line.kind)}::text[])
    on conflict do nothing`.execute(tx)
}

export async function readChartIds(tx: Tx): Promise<Map<LedgerCode, string>> {
  const { rows } = await sql<{ code: LedgerCode; id: string }>`select code, id from ledger_account where code is not null`.execute(tx)
  return new Map(rows.map((row) => [row.code, row.id]))
}

/** One statement for any number of entries. @returns their ids, in the order given */
export async function insertEntries(tx: Tx, entries: readonly Entry[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; source: string }>`
    insert into entry (booked_on, description, source_kind, source_id)
    select * from unnest(${entries.map((entry) => entry.bookedOn)}::date[], ${entries.map((entry) => entry.description)}::text[],
      ${entries.map((entry) => entry.sourceKind)}::text[], ${entries.map((entry) => entry.sourceId)}::uuid[])
    returning id, source_kind || ' ' || source_id as source`.execute(tx)
  const idBySource = new Map(rows.map((row) => [row.source, row.id]))
  return entries.map((entry) => idBySource.get(`${entry.sourceKind} ${entry.sourceId}`)!)
}

export interface PostingRow extends Posting {
  readonly entryId: string
  readonly line: number
  readonly ledgerAccountId: string
}

/** All postings of an entry have to be in one call: the database checks that each statement leaves whole, balanced entries. */
export async function insertPostings(tx: Tx, postings: readonly PostingRow[]): Promise<void> {
  await sql`
    insert into posting (entry_id, line, ledger_account_id, account_id, amount_minor, currency, earned_from, earned_to)
    select * from unnest(${postings.map((posting) => posting.entryId)}::uuid[], ${postings.map((posting) => posting.line)}::int[],
      ${postings.map((posting) => posting.ledgerAccountId)}::uuid[], ${postings.map((posting) => posting.accountId)}::uuid[],
      ${postings.map((posting) => posting.minor)}::bigint[], ${postings.map((posting) => posting.currency)}::text[],
      ${postings.map((posting) => posting.earnedOver?.from ?? null)}::date[], ${postings.map((posting) => posting.earnedOver?.to ?? null)}::date[])`.execute(
    tx,
  )
}

/** What many entries of one kind of fact have in common. */
export interface AlikeEntries {
  readonly sourceKind: string
  readonly description: string
  readonly bookedOn: Temporal.PlainDate
}

export interface PostingTemplate extends Posting {
  readonly kind: number
  readonly line: number
  readonly ledgerAccountId: string
}

/** Entries for selected facts (kind, source_id, account_id), each with the id of its source and the postings of its kind; kinds without any are left out. */
export async function insertSelected(
  tx: Tx,
  facts: RawBuilder<unknown>,
  entries: AlikeEntries,
  templates: readonly PostingTemplate[],
): Promise<void> {
  const rows = templates.map(({ kind, line, ledgerAccountId, accountId, minor, currency, earnedOver }) => ({
    kind,
    line,
    ledger_account_id: ledgerAccountId,
    is_of_account: accountId !== null,
    minor,
    currency,
    earned_from: earnedOver?.from,
    earned_to: earnedOver?.to,
  }))
  const template = sql`jsonb_to_recordset(${json(rows)}) as p (kind int, line int, ledger_account_id uuid, is_of_account boolean, minor bigint, currency text, earned_from date, earned_to date)`
  await sql`
    insert into entry (tenant_id, id, booked_on, description, source_kind, source_id, actor, at)
    select t.id, f.source_id, ${entries.bookedOn}::date, ${entries.description}, ${entries.sourceKind}, f.source_id, t.actor, t.at
    from (select current_tenant() as id, app_actor() as actor, app_now() as at offset 0) t cross join (${facts}) f
    where f.kind in (select unnest(${[...new Set(templates.map(({ kind }) => kind))]}::int[]))`.execute(tx)
  await sql`
    insert into posting (tenant_id, entry_id, line, ledger_account_id, account_id, amount_minor, currency, earned_from, earned_to)
    select t.id, f.source_id, p.line, p.ledger_account_id, case when p.is_of_account then f.account_id end, p.minor, p.currency, p.earned_from, p.earned_to
    from (select current_tenant() as id offset 0) t cross join ${template} join (${facts}) f on f.kind = p.kind`.execute(tx)
}

/** Books the opposite of an entry. @returns its id, or undefined where the entry does not exist */
export async function insertReversal(tx: Tx, entryId: string, bookedOn: Temporal.PlainDate): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into entry (booked_on, description, source_kind, source_id, reverses_id)
    select ${bookedOn}::date, 'Reversal: ' || description, 'reversal', id, id from entry where id = ${entryId}
    returning id`.execute(tx)
  const reversal = rows[0]
  if (!reversal) return undefined
  await sql`
    insert into posting (entry_id, line, ledger_account_id, account_id, amount_minor, currency, earned_from, earned_to)
    select ${reversal.id}, line, ledger_account_id, account_id, -amount_minor, currency, earned_from, earned_to from posting where entry_id = ${entryId}`.execute(
    tx,
  )
  return reversal.id
}

export async function findEntry(tx: Tx, sourceKind: string, sourceId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from entry where source_kind = ${sourceKind} and source_id = ${sourceId}`.execute(tx)
  return rows[0]?.id
}

export interface BalanceRow {
  readonly account_id: string
  readonly balance_minor: bigint
  readonly currency: string
}

export async function readReceivables(tx: Tx, accountIds: readonly string[]): Promise<BalanceRow[]> {
  const { rows } = await sql<BalanceRow>`
    select a.id as account_id, coalesce(b.balance_minor, 0) as balance_minor, a.currency
    from account a
    left join ledger_account l on l.tenant_id = a.tenant_id and l.code = 'receivables'
    left join account_balance b on b.tenant_id = a.tenant_id and b.account_id = a.id and b.ledger_account_id = l.id
    where a.id = any (${accountIds}::uuid[])`.execute(tx)
  return rows
}

export interface TrialBalanceRow {
  readonly id: string
  readonly code: LedgerCode | null
  readonly number: string
  readonly name: string
  readonly renamed: boolean
  readonly kind: string
  readonly currency: string
  readonly balance_minor: bigint
}

/** Balances of all ledger accounts that were used, up to and including a day. */
export async function readTrialBalance(tx: Tx, on: Temporal.PlainDate): Promise<TrialBalanceRow[]> {
  const { rows } = await sql<TrialBalanceRow>`
    select l.id, l.code, l.number, l.name, l.renamed, l.kind, p.currency, sum(p.amount_minor)::bigint as balance_minor
    from posting p
    join entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id and e.booked_on <= ${on}
    join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id
    group by l.id, l.code, l.number, l.name, l.renamed, l.kind, p.currency order by l.number, p.currency`.execute(tx)
  return rows
}
