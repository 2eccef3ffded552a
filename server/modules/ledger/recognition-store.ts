import { sql, type Tx } from '#kernel/db.ts'

/** Tenants with deferred revenue that no recognition has reached. */
export async function tenantsToRecognise(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from deferral where recognised_minor <> amount_minor order by tenant_id`.execute(tx)
  return rows.map((row) => row.tenant_id)
}

/** The first day to recognise: the one after the last that was, or the first that earns anything. */
export async function firstUnrecognised(tx: Tx): Promise<Temporal.PlainDate | undefined> {
  const { rows } = await sql<{ day: string }>`
    select greatest(min(earned_from), (select max(last_day) + 1 from revenue_recognition)) as day
    from deferral where recognised_minor <> amount_minor having count(*) > 0`.execute(tx)
  const day = rows[0]?.day
  return day ? Temporal.PlainDate.from(day) : undefined
}

/** Moves deferrals on to what is earned at the end of a day. @returns what that adds to revenue in each currency; 0 where additions and what was taken back cancel out */
export async function recogniseDeferrals(tx: Tx, lastDay: Temporal.PlainDate): Promise<{ currency: string; minor: bigint }[]> {
  const { rows } = await sql<{ currency: string; minor: bigint }>`
    with due as (
      select tenant_id, id, recognised_minor from deferral
      where tenant_id = current_tenant() and recognised_minor <> amount_minor and earned_from <= ${lastDay}::date
        and abs(recognised_minor) < abs(earned_minor(amount_minor, earned_from, earned_to, ${lastDay}::date + 1))
      order by id for update),
    moved as (
      update deferral d set recognised_minor = earned_minor(d.amount_minor, d.earned_from, d.earned_to, ${lastDay}::date + 1)
      from due where d.tenant_id = due.tenant_id and d.id = due.id
      returning d.currency, d.recognised_minor - due.recognised_minor as minor)
    select currency, sum(minor)::bigint as minor from moved group by currency order by currency`.execute(tx)
  return rows
}

/** @returns the id by which its entry names it */
export async function insertRecognition(tx: Tx, lastDay: Temporal.PlainDate): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into revenue_recognition (last_day) values (${lastDay}::date) returning id`.execute(tx)
  return rows[0]!.id
}
