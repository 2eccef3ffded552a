import { setTimeout as sleep } from 'node:timers/promises'
import type { RawBuilder } from 'kysely'
import pg from 'pg'
import { type Db, json, scopeOfAllTenants, sql, transact, type Tx, useTenants } from './db.ts'
import { log } from './telemetry.ts'
import type { Platform } from './platform.ts'

/** A fact, as it stands in the log. */
export interface Event<P = Record<string, unknown>> {
  readonly id: bigint
  readonly tenantId: string
  readonly type: string // `invoice.posted.v1`
  readonly subject: string | null
  readonly payload: P
  readonly actor: string
  readonly requestId: string
  readonly at: Temporal.Instant
}

export interface Subscriber {
  /** Its durable cursor goes by this name: renaming it makes it start anew at the end of the log. */
  readonly name: string
  readonly types: readonly string[] | 'every'
  /** At once for a tenant's whole part of a batch; `tx` sees that tenant only. Database effects happen exactly once. */
  handle(tx: Tx, events: readonly Event[], platform: Platform): Promise<void>
}

export const subscriber = <S extends Subscriber>(declaration: S): S => declaration

/** Records that something happened, in the transaction that makes it true. */
export async function emit(tx: Tx, type: string, payload: object, subject?: string): Promise<void> {
  await sql`insert into event (type, subject, payload) values (${type}, ${subject ?? null}, ${json(payload)})`.execute(tx)
}

/** What others are told of an event: integrators read it before they write the receiver. */
export interface EventType {
  readonly summary: string
  /** A payload as it may be. */
  readonly example: object
}

export interface EventDraft {
  readonly tenantId: string
  readonly type: string
  readonly subject: string
  readonly payload: object
}

/** Records many facts, of any tenants in scope, in one statement. */
export async function emitAll(tx: Tx, drafts: readonly EventDraft[]): Promise<void> {
  if (drafts.length === 0) return
  await sql`insert into event (tenant_id, type, subject, payload)
    select * from jsonb_to_recordset(${json(drafts.map((d) => ({ tenant_id: d.tenantId, type: d.type, subject: d.subject, payload: d.payload })))})
      as draft (tenant_id uuid, type text, subject text, payload jsonb)`.execute(tx)
}

/**
 * Records a fact for each row that a query selects (subject, payload). Statements that the query builds on, such as the one that
 * makes the facts true, stand in `given` as the body of a `with`.
 */
export async function emitSelected(tx: Tx, type: string, given: RawBuilder<unknown>, facts: RawBuilder<unknown>): Promise<void> {
  await sql`
    with ${given}
    insert into event (tenant_id, type, subject, payload, actor, request_id, at)
    select t.id, ${type}, f.subject, f.payload, t.actor, t.request_id, t.at
    from (select current_tenant() as id, app_actor() as actor, coalesce(current_setting('app.request', true), '') as request_id, app_now() as at offset 0) t
    cross join (${facts}) f`.execute(tx)
}

interface EventRow {
  tenant_id: string
  id: bigint
  xid: string
  type: string
  subject: string | null
  payload: Record<string, unknown>
  actor: string
  request_id: string
  at: Temporal.Instant
}

/**
 * The log is read in order of (transaction, id) and only up to the oldest transaction still running: numbers are given before
 * commit, so reading by number alone could step over an event that becomes visible later.
 */
export interface Position {
  readonly xid: string
  readonly id: bigint
}

const batchMax = 500

async function readAfter(tx: Tx, position: Position, types?: readonly string[]): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select tenant_id, id, xid::text, type, subject, payload, actor, request_id, at from event
    where (xid, id) > (${position.xid}::xid8, ${position.id}::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      ${types ? sql`and type = any (${types})` : sql``}
    order by xid, id limit ${batchMax}`.execute(tx)
  return rows
}

const toEvent = (row: EventRow): Event => ({
  id: row.id,
  tenantId: row.tenant_id,
  type: row.type,
  subject: row.subject,
  payload: row.payload,
  actor: row.actor,
  requestId: row.request_id,
  at: row.at,
})

/** Position behind the last event that every reader may see. */
async function endOfLog(tx: Tx): Promise<Position> {
  const { rows } = await sql<Position>`
    select xid::text, id from event where xid < pg_snapshot_xmin(pg_current_snapshot()) order by event.xid desc, event.id desc limit 1`.execute(
    tx,
  )
  return rows[0] ?? { xid: '0', id: 0n }
}

/**
 * Lets one subscriber take its next batch. Its cursor row is locked meanwhile, so of many processes one works.
 * @returns whether there may be more to take now
 */
export async function deliver(platform: Platform, subscriber: Subscriber): Promise<boolean> {
  const scope = await scopeOfAllTenants(platform.db, `subscriber:${subscriber.name}`)
  try {
    return await transact(platform.db, scope, (tx) => takeBatch(tx, platform, subscriber, batchMax, scope.tenants))
  } catch (error) {
    log.warn({ subscriber: subscriber.name, err: error }, 'subscriber failed on a batch; taking its events one by one')
    return transact(platform.db, scope, (tx) => takeBatch(tx, platform, subscriber, 1, scope.tenants))
  }
}

async function takeBatch(tx: Tx, platform: Platform, subscriber: Subscriber, max: number, tenants: readonly string[]): Promise<boolean> {
  const cursor = await sql<Position>`
    select xid::text, id from subscriber_cursor where name = ${subscriber.name} for update skip locked`.execute(tx)
  const position = cursor.rows[0]
  if (!position) return false // another process is at it

  const rows = (await readAfter(tx, position, subscriber.types === 'every' ? undefined : subscriber.types)).slice(0, max)
  const last = rows.at(-1)
  if (!last) return false
  for (const [tenantId, part] of Map.groupBy(rows, (row) => row.tenant_id)) {
    await useTenants(tx, [tenantId])
    if (max > 1) await subscriber.handle(tx, part.map(toEvent), platform)
    else await handleOrPark(tx, platform, subscriber, part.map(toEvent))
  }
  await useTenants(tx, tenants)
  await sql`update subscriber_cursor set xid = ${last.xid}::xid8, id = ${last.id}, moved_at = now() where name = ${subscriber.name}`.execute(
    tx,
  )
  return true
}

/** A poison event must not stop the line: it is set aside with its error, for a person to replay. */
async function handleOrPark(tx: Tx, platform: Platform, subscriber: Subscriber, events: readonly Event[]): Promise<void> {
  await sql`savepoint one`.execute(tx)
  try {
    await subscriber.handle(tx, events, platform)
  } catch (error) {
    await sql`rollback to savepoint one`.execute(tx)
    log.error({ subscriber: subscriber.name, events: events.map((event) => event.id.toString()), err: error }, 'event parked')
    for (const event of events)
      await sql`insert into event_failure (subscriber, event_id, event_type, error) values (${subscriber.name}, ${event.id}, ${event.type}, ${String(error)})
        on conflict (tenant_id, subscriber, event_id) do update
        set attempts = event_failure.attempts + 1, error = excluded.error, failed_at = now(), replayed_at = null`.execute(tx)
  }
}

/** Hands a parked event to its subscriber once more. @returns whether it was taken now */
export async function replay(tx: Tx, platform: Platform, subscribers: readonly Subscriber[], failureId: string): Promise<boolean> {
  const { rows } = await sql<EventRow & { subscriber: string }>`
    select f.subscriber, e.tenant_id, e.id, e.xid::text, e.type, e.subject, e.payload, e.actor, e.request_id, e.at
    from event_failure f join event e on e.tenant_id = f.tenant_id and e.id = f.event_id
    where f.id = ${failureId} and f.replayed_at is null for update of f`.execute(tx)
  const row = rows[0]
  const taker = subscribers.find((candidate) => candidate.name === row?.subscriber)
  if (!row || !taker) return false
  await taker.handle(tx, [toEvent(row)], platform)
  await sql`update event_failure set replayed_at = now() where id = ${failureId}`.execute(tx)
  return true
}

const reconnectMs = 500

/** Wakes `onNotice` whenever something was committed to the log; survives the database going away. */
export async function listen(db: Db, channel: string, onNotice: (payload: string) => void): Promise<{ stop(): Promise<void> }> {
  let stopped = false
  let client: pg.Client | undefined

  async function connect(): Promise<void> {
    const connection = new pg.Client({ ...(db.pool.options as pg.ClientConfig), application_name: `trunkline listen ${channel}` })
    connection.on('notification', (notice) => onNotice(notice.payload ?? ''))
    connection.on('error', () => lost(connection))
    connection.on('end', () => lost(connection))
    try {
      await connection.connect()
      await connection.query(`listen ${channel}`)
    } catch (error) {
      void connection.end().catch(() => {})
      throw error
    }
    if (stopped) return connection.end()
    client = connection
    onNotice('') // whatever was missed while away
  }

  /** Only the connection in use is replaced. One that failed to begin with says so too, twice: were each word an attempt, they would multiply. */
  function lost(connection: pg.Client): void {
    if (connection !== client) return
    client = undefined
    void reconnect()
  }

  async function reconnect(): Promise<void> {
    while (!stopped && !client) {
      await sleep(reconnectMs)
      await connect().catch(() => {})
    }
  }

  await connect()
  return {
    async stop() {
      stopped = true
      await client?.end().catch(() => {})
    },
  }
}

const sweepMs = 5_000 // a safety net beside the notices

/** Runs subscribers until stopped: each in its own lane, woken by commits. A new subscriber starts at the end of the log. */
export async function runSubscribers(platform: Platform, subscribers: readonly Subscriber[]): Promise<{ stop(): Promise<void> }> {
  const scope = await scopeOfAllTenants(platform.db, 'subscribers')
  await transact(platform.db, scope, async (tx) => {
    const end = await endOfLog(tx)
    await sql`insert into subscriber_cursor (name, xid, id)
      select name, ${end.xid}::xid8, ${end.id}::bigint from unnest(${subscribers.map((s) => s.name)}::text[]) name on conflict do nothing`.execute(
      tx,
    )
  })
  const lanes = subscribers.map((subscriber) => ({
    ...lane(() => deliver(platform, subscriber), subscriber.name),
    takes: interestOf(subscriber),
  }))
  const wake = (types: string) => {
    const happened = types === '' ? null : types.split(',')
    for (const one of lanes) if (!happened || happened.some(one.takes)) one.wake()
  }
  const listener = await listen(platform.db, 'event', wake)
  const timer = setInterval(() => wake(''), sweepMs)
  return {
    async stop() {
      clearInterval(timer)
      await listener.stop()
      await Promise.all(lanes.map((one) => one.stop()))
    },
  }
}

function interestOf({ types }: Subscriber): (type: string) => boolean {
  if (types === 'every') return () => true
  const known = new Set(types)
  return (type) => known.has(type)
}

/** Repeats `work` while it reports more to do; a wake during work makes one more round. */
export function lane(work: () => Promise<boolean>, name: string) {
  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  const run = async () => {
    do {
      again = false
      try {
        again = (await work()) || again
      } catch (error) {
        log.warn({ lane: name, err: error }, 'lane failed; it tries again at the next wake')
      }
    } while (again && !stopped)
  }
  return {
    wake() {
      if (stopped) return
      again = true
      running ??= run().finally(() => (running = undefined))
    },
    async stop() {
      stopped = true
      await running
    },
  }
}

/** Follows the log of all tenants from now on, e.g. for live screens. Not durable: a reader that lost its place asks `eventsSince`. */
export async function tail(platform: Platform, onEvents: (events: readonly Event[]) => void): Promise<{ stop(): Promise<void> }> {
  let position: Position | undefined
  const read = lane(async () => {
    const scope = await scopeOfAllTenants(platform.db, 'live')
    const rows = await transact(platform.db, scope, async (tx) => {
      position ??= await endOfLog(tx)
      return readAfter(tx, position)
    })
    const last = rows.at(-1)
    if (!last) return false
    position = { xid: last.xid, id: last.id }
    onEvents(rows.map(toEvent))
    return rows.length === batchMax
  }, 'live')
  const listener = await listen(platform.db, 'event', () => read.wake())
  const timer = setInterval(() => read.wake(), sweepMs)
  return {
    async stop() {
      clearInterval(timer)
      await listener.stop()
      await read.stop()
    },
  }
}

/** Events of the tenant in scope after a number, oldest first; for readers that come back. */
export async function eventsSince(tx: Tx, id: bigint, limit = batchMax): Promise<Event[]> {
  const { rows } =
    await sql<EventRow>`select *, xid::text from event where tenant_id = current_tenant() and id > ${id} order by id limit ${limit}`.execute(
      tx,
    )
  return rows.map(toEvent)
}
