/** SQL of pools, of what is in use of them, and of what contradicts itself. */
import { sql, type Tx } from '#kernel/db.ts'
import type { Pool, PoolDraft } from './pool.ts'

const poolColumns = sql`id, name, kind, prefix::text as prefix, unit_length as "unitLength", location_id as "locationId", nas_id as "nasId", note, version`

export async function insertPool(tx: Tx, { name, kind, prefix, unitLength, locationId, nasId, note }: PoolDraft): Promise<Pool> {
  const { rows } = await sql<Pool>`
    insert into address_pool (name, kind, prefix, unit_length, location_id, nas_id, note)
    values (${name}, ${kind}, ${prefix}, ${unitLength}, ${locationId}, ${nasId}, ${note}) returning ${poolColumns}`.execute(tx)
  return rows[0]!
}

export async function updatePool(
  tx: Tx,
  id: string,
  { name, kind, prefix, unitLength, locationId, nasId, note }: PoolDraft,
): Promise<Pool> {
  const { rows } = await sql<Pool>`
    update address_pool set name = ${name}, kind = ${kind}, prefix = ${prefix}, unit_length = ${unitLength}, location_id = ${locationId},
      nas_id = ${nasId}, note = ${note}, version = version + 1
    where id = ${id} returning ${poolColumns}`.execute(tx)
  return rows[0]!
}

/** Locks the row until the end of the transaction, so that of two who change it the slower is told. */
export async function lockPool(tx: Tx, id: string): Promise<Pool | undefined> {
  const { rows } = await sql<Pool>`select ${poolColumns} from address_pool where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function findPool(tx: Tx, id: string): Promise<Pool | undefined> {
  const { rows } = await sql<Pool>`select ${poolColumns} from address_pool where id = ${id}`.execute(tx)
  return rows[0]
}

export async function deletePool(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from address_pool where id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

export interface PoolUse extends Pool {
  readonly locationName: string | null
  readonly nasName: string | null
  readonly capacity: bigint
  /** Addresses or prefixes of it that open sessions have. */
  readonly used: bigint
  /** Addresses of it that logins have for themselves. */
  readonly assigned: bigint
}

/** What open sessions have: an address, the prefix of their line, and one behind their router. */
const inUse = sql`
  select s.nas_id, given.address, given.kinds from session s
  cross join lateral (values (s.address, '{dynamic,static}'::text[]), (s.address6, '{dynamic,static}'), (s.prefix6::inet, '{prefix6}'), (s.delegated6::inet, '{delegated6}')) given (address, kinds)
  where s.tenant_id = current_tenant() and s.ended_at is null and given.address is not null`

/**
 * Joins addresses with the pools that hold them. Containment can use no index, so addresses are cut to the lengths that prefixes of pools
 * have, which are few, and joined by equality: one pass over the sessions, whatever the number of pools.
 */
const lengths = sql`select distinct family(prefix) as family, masklen(prefix) as length from address_pool where tenant_id = current_tenant()`
const holds = sql`p.tenant_id = current_tenant() and p.prefix = network(set_masklen(u.address, l.length)) and p.kind = any (u.kinds) and (p.nas_id is null or p.nas_id = u.nas_id)`

/** Every pool with its use, by name. */
export async function readPoolUse(tx: Tx): Promise<PoolUse[]> {
  const { rows } = await sql<PoolUse>`
    with in_use as materialized (${inUse}), lengths as materialized (${lengths}),
      used as (
        select p.id, count(distinct u.address) as count from in_use u
        join lengths l on l.family = family(u.address) and l.length <= masklen(u.address) join address_pool p on ${holds} group by p.id),
      assigned as (
        select p.id, count(distinct g.framed_address) as count from login g
        join lengths l on l.family = family(g.framed_address)
        join address_pool p on p.tenant_id = current_tenant() and p.prefix = network(set_masklen(g.framed_address, l.length)) and p.kind in ('dynamic', 'static')
        where g.tenant_id = current_tenant() and g.framed_address is not null group by p.id)
    select p.id, p.name, p.kind, p.prefix::text as prefix, p.unit_length as "unitLength", p.location_id as "locationId", p.nas_id as "nasId", p.note,
      p.version, p.capacity, o.name as "locationName", n.name as "nasName",
      coalesce(used.count, 0) as used, coalesce(assigned.count, 0) as assigned
    from address_pool p left join used using (id) left join assigned using (id)
    left join location o on o.tenant_id = p.tenant_id and o.id = p.location_id left join nas n on n.tenant_id = p.tenant_id and n.id = p.nas_id
    where p.tenant_id = current_tenant() order by p.name, p.prefix`.execute(tx)
  return rows
}

/** Addresses and prefixes that open sessions have out of no pool. */
export async function countOutside(tx: Tx): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`
    with in_use as materialized (${inUse}), lengths as materialized (${lengths})
    select count(*) as count from in_use u where not exists (
      select from lengths l join address_pool p on ${holds} where l.family = family(u.address) and l.length <= masklen(u.address))`.execute(
    tx,
  )
  return rows[0]!.count
}

export const conflictKinds = ['two-sessions', 'two-logins', 'static-in-dynamic', 'pools-overlap'] as const

export interface Conflict {
  readonly kind: (typeof conflictKinds)[number]
  /** The address or prefix that two want. */
  readonly address: string
  /** Who wants it: user names, or pools. */
  readonly parties: readonly string[]
}

/**
 * What contradicts itself. One address behind two routers is none where each of them has a pool of its own with it.
 * @param max of each kind
 */
export async function readConflicts(tx: Tx, max: number): Promise<Conflict[]> {
  const { rows } = await sql<Conflict>`
    with in_use as materialized (
        select s.nas_id, s.username, given.address from session s
        cross join lateral (values (s.address), (s.address6), (s.prefix6::inet), (s.delegated6::inet)) given (address)
        where s.tenant_id = current_tenant() and s.ended_at is null and given.address is not null),
      doubtful as (
        select u.*, exists (select from address_pool p where p.tenant_id = current_tenant() and p.nas_id = u.nas_id and u.address <<= p.prefix) as is_apart
        from in_use u where u.address in (select address from in_use group by address having count(*) > 1)),
      two_sessions as (
        select address, array_agg(username order by username) as parties from doubtful
        group by address, case when is_apart then nas_id end having count(*) > 1 order by address limit ${max}),
      two_logins as (
        select framed_address, array_agg(username order by username) as parties from login
        where tenant_id = current_tenant() and framed_address is not null group by framed_address having count(*) > 1 order by framed_address limit ${max}),
      static_in_dynamic as (
        select g.framed_address, array[g.username, p.name] as parties from login g
        join address_pool p on p.tenant_id = g.tenant_id and p.kind = 'dynamic' and g.framed_address <<= p.prefix
        where g.tenant_id = current_tenant() order by g.framed_address limit ${max}),
      pools_overlap as (
        select greatest(a.prefix, b.prefix) as prefix, array[a.name, b.name] as parties from address_pool a
        join address_pool b on b.tenant_id = a.tenant_id and b.id > a.id and a.prefix && b.prefix
          and (a.nas_id is null or b.nas_id is null or a.nas_id = b.nas_id)
        where a.tenant_id = current_tenant() order by 1 limit ${max})
    select 'two-sessions' as kind, abbrev(address) as address, parties from two_sessions
    union all select 'two-logins', abbrev(framed_address), parties from two_logins
    union all select 'static-in-dynamic', abbrev(framed_address), parties from static_in_dynamic
    union all select 'pools-overlap', prefix::text, parties from pools_overlap`.execute(tx)
  return rows
}

const looked = 65_536 // addresses from the beginning of a pool: a /16

/** Addresses of an IPv4 pool that no login and no open session has, the lowest first; without those of network and broadcast. */
export async function readFreeAddresses(tx: Tx, poolId: string, max: number): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    with candidate as (
      select host(p.prefix)::inet + place as address from address_pool p,
        lateral generate_series(case when p.capacity > 2 then 1 else 0 end, least(${looked}, p.capacity - case when p.capacity > 2 then 2 else 1 end)) place
      where p.id = ${poolId})
    select host(address) as address from candidate c
    where not exists (select from login g where g.tenant_id = current_tenant() and g.framed_address = c.address)
      and not exists (select from session s where s.tenant_id = current_tenant() and s.ended_at is null and s.address = c.address)
    order by c.address limit ${max}`.execute(tx)
  return rows.map(({ address }) => address)
}
