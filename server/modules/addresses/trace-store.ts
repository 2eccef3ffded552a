/** SQL of searches for who had an address, and of what is found in the sessions. */
import { json, sql, type Tx } from '#kernel/db.ts'
import type { Question, SessionEvidence, Trace } from './trace.ts'

const evidence = sql`
  s.id as "sessionId", s.username, s.acct_session_id as "acctSessionId", s.calling_station as "callingStation", n.name as "nasName",
  host(s.address) as address, host(s.address6) as "address6", s.prefix6::text as "prefix6", s.delegated6::text as "delegated6",
  s.started_at as "startedAt", s.ended_at as "endedAt", s.updated_at as "updatedAt", s.closed_by as "closedBy",
  s.subscription_id as "subscriptionId", b.number as "subscriptionNumber", c.id as "customerId", c.number as "customerNumber", c.name as "customerName"`
const witnesses = sql`
  session s left join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
  left join subscription b on b.tenant_id = s.tenant_id and b.id = s.subscription_id
  left join customer c on c.tenant_id = b.tenant_id and c.id = b.customer_id`
const lastedAt = (at: Temporal.Instant) =>
  sql`s.tenant_id = current_tenant() and s.started_at <= ${at}::timestamptz and (s.ended_at is null or s.ended_at > ${at}::timestamptz)`

/** Sessions that had one of these addresses at an instant. */
export async function readHolders(tx: Tx, addresses: readonly string[], at: Temporal.Instant): Promise<SessionEvidence[]> {
  const { rows } = await holdersOf(addresses, at).execute(tx)
  return rows
}

/** The statement, for the test of its plan. */
export const holdersOf = (addresses: readonly string[], at: Temporal.Instant) => sql<SessionEvidence>`
  select ${evidence} from ${witnesses} where s.address = any (${addresses}::inet[]) and ${lastedAt(at)} order by s.started_at desc`

/** Sessions that had an IPv6 address, or the prefix it is in. Every prefix it can be in is looked up, because equality finds an index and containment does not. */
export async function readHolders6(tx: Tx, address: string, at: Temporal.Instant): Promise<SessionEvidence[]> {
  const { rows } = await sql<SessionEvidence>`
    with around as (select array_agg(network(set_masklen(${address}::inet, length))) as prefixes from generate_series(32, 128) length)
    select ${evidence} from ${witnesses}
    where (s.address6 = ${address}::inet or s.prefix6 = any ((select prefixes from around)::cidr[]) or s.delegated6 = any ((select prefixes from around)::cidr[]))
      and ${lastedAt(at)}
    order by s.started_at desc`.execute(tx)
  return rows
}

export async function insertTrace(
  tx: Tx,
  { address, port, at, reference, reason }: Question,
  { verdict, findings }: Pick<Trace, 'verdict' | 'findings'>,
) {
  const { rows } = await sql<Pick<Trace, 'id' | 'actor' | 'askedAt'>>`
    insert into address_trace (address, port, at, reference, reason, verdict, findings)
    values (${address}, ${port}, ${at}, ${reference}, ${reason}, ${verdict}, ${json(findings)}) returning id, actor, asked_at as "askedAt"`.execute(
    tx,
  )
  return rows[0]!
}

/** As it was answered; its findings as they stand on the wire. */
export type KeptTrace = Omit<Trace, 'findings'> & { readonly findings: unknown }

export async function findTrace(tx: Tx, id: string): Promise<KeptTrace | undefined> {
  const { rows } = await sql<KeptTrace>`
    select id, host(address) as address, port, at, reference, reason, verdict, findings, actor, asked_at as "askedAt"
    from address_trace where id = ${id}`.execute(tx)
  return rows[0]
}
