import { json, sql, type Tx } from '#kernel/db.ts'
import {
  type AgreedTerms,
  type Change,
  type ChangeRequest,
  type Channel,
  type Effective,
  type RequestState,
  zChange,
} from './change-request.ts'

interface RequestRow {
  id: string
  tenant_id: string
  subscription_id: string
  kind: Change['kind']
  detail: object
  channel: Channel
  reason: string
  effective: Effective
  state: RequestState
  agreed_on: string | null
  agreed_terms: string | null
  effective_on: string | null
  requested_by: string
  decided_by: string | null
  decided_at: Temporal.Instant | null
  note: string
  problem: string | null
  done_at: Temporal.Instant | null
  version: number
  created_at: Temporal.Instant
}

const toRequest = (row: RequestRow): ChangeRequest => ({
  id: row.id,
  tenantId: row.tenant_id,
  subscriptionId: row.subscription_id,
  change: zChange.parse({ ...row.detail, kind: row.kind }),
  channel: row.channel,
  reason: row.reason,
  effective: row.effective,
  state: row.state,
  agreed:
    row.agreed_on === null || row.agreed_terms === null
      ? null
      : { on: Temporal.PlainDate.from(row.agreed_on), fingerprint: row.agreed_terms },
  effectiveOn: row.effective_on === null ? null : Temporal.PlainDate.from(row.effective_on),
  requestedBy: row.requested_by,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  note: row.note,
  problem: row.problem,
  doneAt: row.done_at,
  version: row.version,
  createdAt: row.created_at,
})

export interface NewRequest {
  readonly subscriptionId: string
  readonly change: Change
  readonly channel: Channel
  readonly reason: string
  readonly effective: Effective
  readonly agreed?: AgreedTerms | null | undefined
}

export async function insertRequest(tx: Tx, { change: { kind, ...detail }, ...request }: NewRequest): Promise<ChangeRequest> {
  const { rows } = await sql<RequestRow>`
    insert into change_request (subscription_id, kind, detail, channel, reason, effective, agreed_on, agreed_terms)
    values (${request.subscriptionId}, ${kind}, ${json(detail)}, ${request.channel}, ${request.reason}, ${request.effective}, ${request.agreed?.on ?? null},
      ${request.agreed?.fingerprint ?? null})
    returning *`.execute(tx)
  return toRequest(rows[0]!)
}

export async function findRequest(tx: Tx, id: string): Promise<ChangeRequest | undefined> {
  const { rows } = await sql<RequestRow>`select * from change_request where id = ${id}`.execute(tx)
  return rows[0] && toRequest(rows[0])
}

/** Locks the row: a request is decided once. */
export async function lockRequest(tx: Tx, id: string): Promise<ChangeRequest | undefined> {
  const { rows } = await sql<RequestRow>`select * from change_request where id = ${id} for update`.execute(tx)
  return rows[0] && toRequest(rows[0])
}

/** Requests of a subscription, the latest first. */
export async function readRequests(tx: Tx, subscriptionId: string, max: number): Promise<ChangeRequest[]> {
  const { rows } = await sql<RequestRow>`
    select * from change_request where subscription_id = ${subscriptionId} order by created_at desc, id desc limit ${max}`.execute(tx)
  return rows.map(toRequest)
}

/** Writes a decision; who decides is the actor of the transaction. */
export async function updateDecision(
  tx: Tx,
  id: string,
  decision: { readonly state: RequestState; readonly note: string; readonly effectiveOn: Temporal.PlainDate | null },
): Promise<ChangeRequest> {
  const { rows } = await sql<RequestRow>`
    update change_request set state = ${decision.state}, note = ${decision.note}, effective_on = ${decision.effectiveOn}, decided_by = app_actor(), decided_at = app_now(),
      version = version + 1 where id = ${id} returning *`.execute(tx)
  return toRequest(rows[0]!)
}

/** Gives an approved request back to staff, because it would cost something else than was agreed. */
export async function updateUnagreed(tx: Tx, id: string): Promise<ChangeRequest> {
  const { rows } = await sql<RequestRow>`
    update change_request set state = 'needs-consent', effective_on = null, version = version + 1 where id = ${id} returning *`.execute(tx)
  return toRequest(rows[0]!)
}

/** Writes what the customer has agreed to now; it is to be decided again. */
export async function updateConsent(tx: Tx, id: string, agreed: AgreedTerms | null): Promise<ChangeRequest> {
  const { rows } = await sql<RequestRow>`
    update change_request set state = 'open', agreed_on = ${agreed?.on ?? null}, agreed_terms = ${agreed?.fingerprint ?? null}, decided_by = null, decided_at = null,
      version = version + 1 where id = ${id} returning *`.execute(tx)
  return toRequest(rows[0]!)
}

/** Writes what became of an approved request. */
export async function updateOutcome(
  tx: Tx,
  id: string,
  outcome: { readonly state: 'done' | 'failed'; readonly problem: string | null },
): Promise<ChangeRequest> {
  const { rows } = await sql<RequestRow>`
    update change_request set state = ${outcome.state}, problem = ${outcome.problem}, done_at = app_now(), version = version + 1 where id = ${id} returning *`.execute(
    tx,
  )
  return toRequest(rows[0]!)
}

/** Approved requests whose day has begun in their tenant's zone, the oldest first. */
export async function findRequestsDue(tx: Tx, now: Temporal.Instant, max: number): Promise<{ tenantId: string; id: string }[]> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select r.tenant_id, r.id from change_request r join tenant t on t.id = r.tenant_id
    where r.state = 'approved' and r.effective_on <= (${now}::timestamptz at time zone t.time_zone)::date order by r.effective_on, r.id limit ${max}`.execute(
    tx,
  )
  return rows.map((row) => ({ tenantId: row.tenant_id, id: row.id }))
}
