/** SQL of what carrier-grade NATs tell: port blocks, and the rules of those that compute them. */
import { sql, type Tx } from '#kernel/db.ts'
import type { NatRule } from './nat.ts'

/** A block of ports that a private address had; `[from, until)`. */
export interface Mapping {
  readonly publicAddress: string
  readonly portFrom: number
  /** Inclusive. */
  readonly portTo: number
  readonly privateAddress: string
  readonly from: Temporal.Instant
  /** Null: not told yet. */
  readonly until: Temporal.Instant | null
  /** Which NAT told us. */
  readonly device: string
}

/**
 * Writes blocks down, any number by one statement. A block that is known gets the end that is told now; told twice, nothing changes.
 * @returns how many were new, and how many got their end
 */
export async function upsertMappings(tx: Tx, mappings: readonly Mapping[]): Promise<{ added: number; ended: number }> {
  const { rows } = await sql<{ added: number; ended: number }>`
    with told as (
        select distinct on (public_address, port_from, from_at, private_address) * from unnest(
          ${mappings.map((one) => one.publicAddress)}::inet[], ${mappings.map((one) => one.portFrom)}::int[], ${mappings.map((one) => one.portTo)}::int[],
          ${mappings.map((one) => one.privateAddress)}::inet[], ${mappings.map((one) => one.from)}::timestamptz[],
          ${mappings.map((one) => one.until)}::timestamptz[], ${mappings.map((one) => one.device)}::text[])
          as m (public_address, port_from, port_to, private_address, from_at, until_at, device)
        order by public_address, port_from, from_at, private_address, until_at nulls last),
      written as (
        insert into nat_mapping (public_address, port_from, port_to, private_address, from_at, until_at, device)
        select public_address, port_from, port_to, private_address, from_at, until_at, device from told
        on conflict (tenant_id, public_address, port_from, from_at, private_address) do update set until_at = excluded.until_at
          where nat_mapping.until_at is null and excluded.until_at is not null
        returning old.from_at is null as is_new)
    select count(*) filter (where is_new)::int as added, count(*) filter (where not is_new)::int as ended from written`.execute(tx)
  return rows[0]!
}

/**
 * Whose block a port of an address was in at an instant. An open block counts until the same one was given out again. A block can begin
 * no further below the port than the largest one of its address is wide, which makes the search a short range of the key. The largest is the
 * last entry of an index; it is ordered by all its columns, because row-level security asks for a set of tenants, behind which `max` reads them all.
 */
export async function readMappings(tx: Tx, address: string, port: number, at: Temporal.Instant): Promise<Mapping[]> {
  const { rows } = await mappingsOf(address, port, at).execute(tx)
  return rows
}

/** The statement, for the test of its plan. */
export const mappingsOf = (address: string, port: number, at: Temporal.Instant) => sql<Mapping>`
  select host(public_address) as "publicAddress", port_from as "portFrom", port_to as "portTo", host(private_address) as "privateAddress",
    from_at as "from", until_at as "until", device
  from nat_mapping m
  where tenant_id = current_tenant() and public_address = ${address}::inet
    and port_from <= ${port}::int and port_from > ${port}::int - (
      select port_count from nat_mapping where tenant_id = current_tenant() and public_address = ${address}::inet
      order by tenant_id desc, public_address desc, port_count desc limit 1)
    and port_to >= ${port}::int and from_at <= ${at}::timestamptz and (until_at is null or until_at > ${at}::timestamptz)
    and not (until_at is null and exists (
      select from nat_mapping later where later.tenant_id = current_tenant() and later.public_address = m.public_address
        and later.port_from = m.port_from and later.from_at > m.from_at and later.from_at <= ${at}::timestamptz))
  order by from_at desc`

/** Blocks that ended before `before`, or were given out anew or never heard of again since; at most `max`. @returns how many */
export async function deleteMappingsBefore(tx: Tx, before: Temporal.Instant, max: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from nat_mapping where (tenant_id, public_address, port_from, from_at, private_address) in (
      select tenant_id, public_address, port_from, from_at, private_address from nat_mapping m
      where tenant_id = current_tenant() and coalesce(until_at, from_at) < ${before}::timestamptz
        and (until_at is not null or exists (
          select from nat_mapping later where later.tenant_id = m.tenant_id and later.public_address = m.public_address
            and later.port_from = m.port_from and later.from_at > m.from_at and later.from_at < ${before}::timestamptz))
      limit ${max})`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

export interface DatedRule extends NatRule {
  readonly id: string
  readonly name: string
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant | null
}

const ruleColumns = sql`id, name, private_prefix::text as "privatePrefix", public_prefix::text as "publicPrefix", first_port as "firstPort",
  ports_each as "portsEach", from_at as "from", until_at as "until"`

export async function insertRule(tx: Tx, rule: Omit<DatedRule, 'id'>): Promise<DatedRule> {
  const { rows } = await sql<DatedRule>`
    insert into nat_rule (name, private_prefix, public_prefix, first_port, ports_each, from_at, until_at)
    values (${rule.name}, ${rule.privatePrefix}, ${rule.publicPrefix}, ${rule.firstPort}, ${rule.portsEach}, ${rule.from}, ${rule.until})
    returning ${ruleColumns}`.execute(tx)
  return rows[0]!
}

export async function readRules(tx: Tx): Promise<DatedRule[]> {
  const { rows } =
    await sql<DatedRule>`select ${ruleColumns} from nat_rule where tenant_id = current_tenant() order by from_at, id`.execute(tx)
  return rows
}

/** Locks the row, so that a rule has one successor. */
export async function lockRule(tx: Tx, id: string): Promise<DatedRule | undefined> {
  const { rows } = await sql<DatedRule>`select ${ruleColumns} from nat_rule where id = ${id} for update`.execute(tx)
  return rows[0]
}

/** Ends a rule; what it computed before stays traceable. */
export async function endRule(tx: Tx, id: string, at: Temporal.Instant): Promise<DatedRule | undefined> {
  const { rows } = await sql<DatedRule>`
    update nat_rule set until_at = greatest(${at}::timestamptz, from_at + interval '1 microsecond')
    where id = ${id} and (until_at is null or until_at > ${at}::timestamptz) returning ${ruleColumns}`.execute(tx)
  return rows[0]
}

/** Unless the tenant said otherwise. Laws ask for half a year to two; a year is the most common. */
export const usualRetentionDays = 365

export async function readRetentionDays(tx: Tx): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    select mapping_retention_days as days from address_setting where tenant_id = current_tenant()`.execute(tx)
  return rows[0]?.days ?? usualRetentionDays
}

export async function saveRetentionDays(tx: Tx, days: number): Promise<void> {
  await sql`
    insert into address_setting (mapping_retention_days) values (${days})
    on conflict (tenant_id) do update set mapping_retention_days = excluded.mapping_retention_days`.execute(tx)
}
