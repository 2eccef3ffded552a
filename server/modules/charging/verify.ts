import { sql, type Tx } from '#kernel/db.ts'
import type { Finding } from '#modules/ledger'

/** Proves balances of the tenants in scope: what lots say is reserved is what sessions hold, and their money is the ledger's liability. */
export async function verifyBalances(tx: Tx): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select 'charging.wrong_sum' as check, 'lot ' || id as subject, granted || ' was granted, its parts sum to ' || available + reserved + debited + expired as detail
    from balance_lot where granted <> available + reserved + debited + expired
    union all
    select 'charging.wrong_reserved', 'lot ' || id, sum(reserved) || ' is reserved, sessions hold ' || sum(held)
    from (
      select tenant_id, id, reserved, 0 as held from balance_lot
      union all
      select r.tenant_id, (h ->> 'lotId')::uuid, 0, (h ->> 'steps')::numeric * (h ->> 'amount')::numeric
      from charging_reservation r, jsonb_array_elements(r.holds) h where r.state = 'open') part
    group by tenant_id, id having sum(reserved) <> sum(held)
    union all
    select 'charging.not_in_the_books', 'account ' || account_id, 'its prepaid lots hold ' || sum(kept) || ', the books ' || sum(booked)
    from (
      select tenant_id, account_id, available + reserved as kept, 0 as booked from balance_lot where unit = 'money'
      union all
      select p.tenant_id, p.account_id, 0, -p.amount_minor from posting p
      where p.ledger_account_id = any (array(select id from ledger_account where code = 'prepaid-balances'))) part
    group by tenant_id, account_id having sum(kept) <> sum(booked)`.execute(tx)
  return rows
}
