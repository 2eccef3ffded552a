import type { RawBuilder } from 'kysely'
import { json, sql, type Tx } from '#kernel/db.ts'
import { zAlternative } from './alternative.ts'
import { type AffectedAccount, zOutcome } from './outcome.ts'
import type { Played, Simulation } from './simulation.ts'

type SimulationRow = Omit<Simulation, 'from' | 'to' | 'alternative' | 'outcome'> & {
  readonly from: string
  readonly to: string
  readonly alternative: unknown
  readonly outcome: unknown
}

const columns = sql`id, name, from_day as "from", to_day as "to", alternative, state, days_done as "daysDone", days_total as "daysTotal", outcome,
  affected_count as "affectedCount", error, actor, created_at as "createdAt", finished_at as "finishedAt"`

const simulationOf = ({ from, to, alternative, outcome, ...row }: SimulationRow): Simulation => ({
  ...row,
  alternative: zAlternative.nullable().parse(alternative),
  outcome: zOutcome.nullable().parse(outcome),
  from: Temporal.PlainDate.from(from),
  to: Temporal.PlainDate.from(to),
})

export async function findSimulation(tx: Tx, id: string): Promise<Simulation | undefined> {
  const { rows } = await sql<SimulationRow>`select ${columns} from simulation where id = ${id}`.execute(tx)
  return rows[0] && simulationOf(rows[0])
}

export async function lockSimulation(tx: Tx, id: string): Promise<Simulation | undefined> {
  const { rows } = await sql<SimulationRow>`select ${columns} from simulation where id = ${id} for update`.execute(tx)
  return rows[0] && simulationOf(rows[0])
}

/** Counted under a lock, so that two who ask at once are both counted. */
export async function countUnfinished(tx: Tx): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('simulation' || current_tenant(), 0))`.execute(tx)
  const { rows } = await sql<{ count: bigint }>`select count(*) from simulation where state in ('waiting', 'running')`.execute(tx)
  return Number(rows[0]!.count)
}

export async function insertSimulation(
  tx: Tx,
  ask: Pick<Simulation, 'name' | 'from' | 'to' | 'daysTotal'> & { readonly alternative: RawBuilder<unknown> | null },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into simulation (name, from_day, to_day, alternative, days_total)
    values (${ask.name}, ${ask.from}, ${ask.to}, ${ask.alternative}, ${ask.daysTotal}) returning id`.execute(tx)
  return rows[0]!.id
}

/** Deletes finished ones, the oldest first, until so many are left. */
export async function forgetBeyond(tx: Tx, kept: number): Promise<void> {
  await sql`
    delete from simulation where finished_at is not null and id in (
      select id from simulation where tenant_id = current_tenant() order by created_at desc, id desc offset ${kept})`.execute(tx)
}

export async function deleteSimulation(tx: Tx, id: string): Promise<void> {
  await sql`delete from simulation where id = ${id}`.execute(tx)
}

export async function markRunning(tx: Tx, id: string): Promise<void> {
  await sql`update simulation set state = 'running', days_done = 0 where id = ${id} and state in ('waiting', 'running')`.execute(tx)
}

/** @returns whether it is still wanted */
export async function recordDays(tx: Tx, id: string, daysDone: number): Promise<boolean> {
  const { numAffectedRows } = await sql`update simulation set days_done = ${daysDone} where id = ${id} and state = 'running'`.execute(tx)
  return numAffectedRows === 1n
}

export async function markCancelled(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  await sql`update simulation set state = 'cancelled', finished_at = ${now} where id = ${id}`.execute(tx)
}

/** @returns whether it was running */
export async function markFailed(tx: Tx, id: string, error: string, now: Temporal.Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update simulation set state = 'failed', error = ${error}, finished_at = ${now} where id = ${id} and state = 'running'`.execute(tx)
  return numAffectedRows === 1n
}

/** @returns whether it was running */
export async function markDone(tx: Tx, id: string, { outcome, affectedCount }: Played, now: Temporal.Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update simulation set state = 'done', days_done = days_total, outcome = ${json(outcome)}, affected_count = ${affectedCount}, finished_at = ${now}
    where id = ${id} and state = 'running'`.execute(tx)
  return numAffectedRows === 1n
}

export async function addAffected(tx: Tx, simulationId: string, accounts: readonly AffectedAccount[]): Promise<void> {
  await sql`
    insert into simulation_account (simulation_id, account_id, customer_id, customer, account, currency, billed_before_minor, billed_after_minor,
      arrears_before_minor, arrears_after_minor, suspensions_before, suspensions_after)
    select ${simulationId}, a."accountId", a."customerId", a.customer, a.account, a.currency, a."billedBeforeMinor", a."billedAfterMinor",
      a."arrearsBeforeMinor", a."arrearsAfterMinor", a."suspensionsBefore", a."suspensionsAfter"
    from jsonb_to_recordset(${json(accounts)}) as a ("accountId" uuid, "customerId" uuid, customer text, account text, currency text,
      "billedBeforeMinor" bigint, "billedAfterMinor" bigint, "arrearsBeforeMinor" bigint, "arrearsAfterMinor" bigint,
      "suspensionsBefore" int, "suspensionsAfter" int)`.execute(tx)
}
