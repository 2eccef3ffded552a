import { json, sql, type Tx } from '#kernel/db.ts'
import { openSecretsOf, sealSecret } from '#kernel/vault.ts'
import type { Attempt, DeliveryState, Due, Standing, Verdict } from './delivery.ts'
import type { Endpoint, EndpointDraft } from './endpoint.ts'

const purpose = 'webhook.secret'

// Endpoints

const endpointColumns = sql`id, url, description, event_types as "eventTypes", enabled, disabled_because as "disabledBecause",
  previous_secret_until as "previousSecretUntil", failing_since as "failingSince", succeeded_at as "succeededAt", version`

export async function readEndpoints(tx: Tx): Promise<Endpoint[]> {
  const { rows } = await sql<Endpoint>`select ${endpointColumns} from webhook_endpoint order by created_at, id`.execute(tx)
  return rows
}

/** Whether anybody listens: most tenants have nobody who does, and a bill run tells of a million invoices. */
export async function hasEndpoints(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from webhook_endpoint where tenant_id = current_tenant() and enabled) as any`.execute(tx)
  return rows[0]!.any
}

export async function findEndpoint(tx: Tx, id: string): Promise<Endpoint | undefined> {
  const { rows } = await sql<Endpoint>`select ${endpointColumns} from webhook_endpoint where id = ${id}`.execute(tx)
  return rows[0]
}

export async function insertEndpoint(tx: Tx, draft: EndpointDraft, secret: string): Promise<Endpoint> {
  const { rows } = await sql<Endpoint>`
    insert into webhook_endpoint (url, description, event_types, enabled, disabled_because, secret_sealed)
    values (${draft.url}, ${draft.description}, ${draft.eventTypes}::text[], ${draft.enabled}, ${draft.enabled ? null : 'person'}, ${await sealSecret(tx, secret, purpose)})
    returning ${endpointColumns}`.execute(tx)
  return rows[0]!
}

/** Switching on forgives: what failed before counts no more. */
export async function updateEndpoint(tx: Tx, id: string, draft: EndpointDraft): Promise<Endpoint> {
  const { rows } = await sql<Endpoint>`
    update webhook_endpoint set url = ${draft.url}, description = ${draft.description}, event_types = ${draft.eventTypes}::text[], enabled = ${draft.enabled},
      disabled_because = case when ${draft.enabled} then null else coalesce(disabled_because, 'person') end,
      failing_since = case when ${draft.enabled} and not enabled then null else failing_since end, version = version + 1
    where id = ${id} returning ${endpointColumns}`.execute(tx)
  return rows[0]!
}

export async function deleteEndpoint(tx: Tx, id: string): Promise<boolean> {
  const result = await sql`delete from webhook_endpoint where id = ${id}`.execute(tx)
  return result.numAffectedRows === 1n
}

/** The present secret becomes the previous one, until then. */
export async function replaceSecret(tx: Tx, id: string, secret: string, until: Temporal.Instant): Promise<void> {
  await sql`update webhook_endpoint set previous_secret_sealed = secret_sealed, previous_secret_until = ${until}, secret_sealed = ${await sealSecret(tx, secret, purpose)},
    version = version + 1 where id = ${id}`.execute(tx)
}

export async function readPrivateAddresses(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ allowed: boolean }>`select private_addresses as allowed from webhook_setting`.execute(tx)
  return rows[0]?.allowed ?? false
}

export async function writePrivateAddresses(tx: Tx, allowed: boolean): Promise<void> {
  await sql`insert into webhook_setting (private_addresses) values (${allowed})
    on conflict (tenant_id) do update set private_addresses = excluded.private_addresses`.execute(tx)
}

// Deliveries

export interface Fact {
  readonly eventId: bigint | null
  readonly type: string
  readonly body: string
}

/** One delivery for each fact and endpoint that wants it; a fact that comes again adds none. */
export async function insertDeliveries(tx: Tx, facts: readonly Fact[], now: Temporal.Instant): Promise<void> {
  await sql`
    insert into webhook_delivery (endpoint_id, event_id, event_type, body, next_attempt_at, created_at)
    select e.id, f.event_id, f.type, f.body, ${now}, ${now}
    from webhook_endpoint e
    join unnest(${facts.map((fact) => fact.eventId)}::bigint[], ${facts.map((fact) => fact.type)}::text[], ${facts.map((fact) => fact.body)}::text[]) f (event_id, type, body)
      on e.event_types is null or f.type = any (e.event_types)
    where e.tenant_id = current_tenant() and e.enabled
    on conflict (tenant_id, endpoint_id, event_id) do nothing`.execute(tx)
}

/** A delivery to one endpoint, whatever it listens to. */
export async function insertDelivery(tx: Tx, endpointId: string, fact: Fact, now: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into webhook_delivery (endpoint_id, event_id, event_type, body, next_attempt_at, created_at)
    values (${endpointId}, ${fact.eventId}, ${fact.type}, ${fact.body}, ${now}, ${now}) returning id`.execute(tx)
  return rows[0]!.id
}

interface DueRow extends Omit<Due, 'secrets' | 'privateAddresses'> {
  secret_sealed: string
  previous_secret_sealed: string | null
  private_addresses: boolean
}

/**
 * Takes deliveries that are due, some of each endpoint, for this process alone until the lease is over. Any tenants in scope.
 * @param busy endpoints that still have some in hand
 */
export async function claimDue(
  tx: Tx,
  {
    now,
    leaseUntil,
    busy,
    endpointMax,
  }: { now: Temporal.Instant; leaseUntil: Temporal.Instant; busy: readonly string[]; endpointMax: number },
): Promise<Due[]> {
  const { rows } = await sql<DueRow>`
    with due as materialized (
      select d.tenant_id, d.id, e.url, e.secret_sealed, case when e.previous_secret_until > ${now} then e.previous_secret_sealed end as previous_secret_sealed
      from webhook_endpoint e
      cross join lateral (
        select tenant_id, id from webhook_delivery
        where tenant_id = e.tenant_id and endpoint_id = e.id and state = 'waiting' and next_attempt_at <= ${now}
        order by next_attempt_at limit ${endpointMax} for update skip locked) d
      where e.enabled and e.id <> all (${busy}::uuid[]))
    update webhook_delivery w set next_attempt_at = ${leaseUntil} from due
    where w.tenant_id = due.tenant_id and w.id = due.id
    returning w.tenant_id as "tenantId", w.id, w.endpoint_id as "endpointId", w.body, w.attempts, due.url, due.secret_sealed, due.previous_secret_sealed,
      coalesce((select s.private_addresses from webhook_setting s where s.tenant_id = w.tenant_id), false) as private_addresses`.execute(tx)
  const [newest, previous] = await Promise.all([
    openSecretsOf(
      tx,
      rows.map((row) => ({ tenantId: row.tenantId, sealed: row.secret_sealed })),
      purpose,
    ),
    openSecretsOf(
      tx,
      rows.map((row) => ({ tenantId: row.tenantId, sealed: row.previous_secret_sealed ?? '' })),
      purpose,
    ),
  ])
  return rows.map(({ secret_sealed: _, previous_secret_sealed: __, private_addresses, ...due }, index) => ({
    ...due,
    privateAddresses: private_addresses,
    secrets: [newest[index], previous[index]].filter((secret) => secret !== undefined),
  }))
}

export interface Made {
  readonly deliveryId: string
  readonly attempt: Attempt
  readonly verdict: Verdict
}

/** Writes attempts down and what becomes of their deliveries. */
export async function recordAttempts(tx: Tx, made: readonly Made[], now: Temporal.Instant): Promise<void> {
  const rows = made.map(({ deliveryId, attempt, verdict }) => ({
    id: deliveryId,
    status: attempt.status,
    duration: attempt.durationMs,
    error: attempt.error,
    answer: attempt.answer,
    state: verdict.state,
    next: verdict.state === 'waiting' ? verdict.nextAttemptAt : now,
  }))
  await sql`
    with made as (select * from jsonb_to_recordset(${json(rows)}) as m (id uuid, status int, duration int, error text, answer text, state text, next timestamptz)),
      known as (
        update webhook_delivery d set state = m.state, attempts = d.attempts + 1, next_attempt_at = m.next, last_status = m.status, last_error = m.error,
          finished_at = case when m.state <> 'waiting' then ${now}::timestamptz end
        from made m where d.tenant_id = current_tenant() and d.id = m.id returning d.id)
    insert into webhook_attempt (delivery_id, at, status, duration_ms, error, answer)
    select m.id, ${now}, m.status, m.duration, m.error, m.answer from made m join known using (id)`.execute(tx)
}

/** @returns the endpoint, locked; undefined when somebody deleted it meanwhile */
export async function lockEndpoint(tx: Tx, id: string): Promise<Endpoint | undefined> {
  const { rows } = await sql<Endpoint>`select ${endpointColumns} from webhook_endpoint where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function recordStanding(
  tx: Tx,
  id: string,
  { failingSince, disabledBecause }: Standing,
  succeededAt: Temporal.Instant | null,
): Promise<void> {
  await sql`
    update webhook_endpoint set failing_since = ${failingSince}, succeeded_at = coalesce(${succeededAt}::timestamptz, succeeded_at),
      enabled = ${disabledBecause}::text is null, disabled_because = ${disabledBecause}, version = version + case when ${disabledBecause}::text is null then 0 else 1 end
    where id = ${id}`.execute(tx)
}

export interface Delivery {
  readonly id: string
  readonly endpointId: string
  readonly eventId: bigint | null
  readonly eventType: string
  readonly body: string
  readonly state: DeliveryState
  readonly nextAttemptAt: Temporal.Instant
  readonly createdAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant | null
}

export async function findDelivery(tx: Tx, id: string): Promise<Delivery | undefined> {
  const { rows } = await sql<Delivery>`
    select id, endpoint_id as "endpointId", event_id as "eventId", event_type as "eventType", body, state, next_attempt_at as "nextAttemptAt", created_at as "createdAt",
      finished_at as "finishedAt"
    from webhook_delivery where id = ${id}`.execute(tx)
  return rows[0]
}

export type KeptAttempt = Omit<Attempt, 'retryAfterSeconds'> & { readonly at: Temporal.Instant }

const attemptsShownMax = 100

/** Attempts of a delivery, the newest first. */
export async function readAttempts(tx: Tx, deliveryId: string): Promise<KeptAttempt[]> {
  const { rows } = await sql<KeptAttempt>`
    select at, status, duration_ms as "durationMs", error, answer from webhook_attempt
    where tenant_id = current_tenant() and delivery_id = ${deliveryId} order by id desc limit ${attemptsShownMax}`.execute(tx)
  return rows
}

/** Puts finished deliveries back at the front of the queue. @returns those that were finished */
export async function requeue(tx: Tx, ids: readonly string[], now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update webhook_delivery set state = 'waiting', attempts = 0, next_attempt_at = ${now}, finished_at = null
    where id = any (${ids}::uuid[]) and state <> 'waiting' returning id`.execute(tx)
  return rows.map((row) => row.id)
}

/** The same for all of an endpoint that failed, by when their events came. @returns how many */
export async function requeueFailed(
  tx: Tx,
  endpointId: string,
  { from, to, now }: { from: Temporal.Instant; to: Temporal.Instant; now: Temporal.Instant },
): Promise<number> {
  const result = await sql`
    update webhook_delivery set state = 'waiting', attempts = 0, next_attempt_at = ${now}, finished_at = null
    where tenant_id = current_tenant() and endpoint_id = ${endpointId} and state = 'failed' and created_at >= ${from} and created_at < ${to}`.execute(
    tx,
  )
  return Number(result.numAffectedRows ?? 0n)
}

/** @returns how many were deleted, with their attempts */
export async function deleteDeliveriesBefore(tx: Tx, moment: Temporal.Instant, max: number): Promise<number> {
  const result = await sql`
    delete from webhook_delivery where (tenant_id, id) in (
      select tenant_id, id from webhook_delivery where created_at < ${moment} order by created_at limit ${max})`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}
