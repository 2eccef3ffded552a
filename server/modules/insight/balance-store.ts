import { sql, type Tx } from '#kernel/db.ts'

/**
 * Makes what lists show of customers equal to what the books say of their accounts.
 *
 * Both are read in one snapshot and the difference is added, so what a transaction at the same time adds is kept. One count after
 * the other: two that ran together would both add the same difference.
 * @returns the first account that was not looked at
 */
export async function recountBalances(
  tx: Tx,
  { from, upTo, limit }: { readonly from: string; readonly upTo: string; readonly limit: number },
): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended('customer_balance' || current_tenant(), 0))`.execute(tx)
  const inRange = sql`account where tenant_id = (select current_tenant()) and id >= ${from}::uuid and id <= ${upTo}::uuid`
  const { rows } = await sql<{ next: string }>`select id as next from ${inRange} order by id offset ${limit} limit 1`.execute(tx)
  const next = rows[0]?.next
  // Looked up one within the other: joined, they would be paired the wrong way round while the planner believes a table to be empty.
  const owed = sql`
    select coalesce(sum((
      select b.balance_minor from account_balance b
      where b.tenant_id = a.tenant_id and b.account_id = a.id and b.ledger_account_id = (select id from receivables))), 0)
    from account a where a.tenant_id = k.tenant_id and a.customer_id = k.customer_id`
  await sql`
    with receivables as (select id from ledger_account where tenant_id = current_tenant() and code = 'receivables'),
      counted as materialized (
        select k.customer_id, (${owed}) - k.balance_minor as missing from customer_balance k
        where k.tenant_id = (select current_tenant())
          and k.customer_id = any (array(select customer_id from ${inRange} ${next === undefined ? sql`` : sql`and id < ${next}::uuid`})))
    update customer_balance t set balance_minor = t.balance_minor + c.missing
    from counted c where t.tenant_id = (select current_tenant()) and t.customer_id = c.customer_id and c.missing <> 0`.execute(tx)
  return next
}
