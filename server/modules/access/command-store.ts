/** SQL of network commands. */
import { sql, stringify, type Tx } from '#kernel/db.ts'
import type { Quality } from './facts.ts'
import type { CommandKind, CommandState, Rung } from './network-command.ts'

export interface NewCommand {
  readonly tenantId: string
  readonly sessionId: string
  readonly nasId: string
  readonly subscriptionId: string | null
  readonly kind: CommandKind
  readonly reason: string
  readonly uploadBps: number | null
  readonly downloadBps: number | null
  readonly quality: Quality | null
  readonly sessionBytes: number | null
}

/** Asks for commands; one that waits already for the same session and kind takes over the newer wish. @returns their ids */
export async function queueCommands(tx: Tx, commands: readonly NewCommand[]): Promise<string[]> {
  if (commands.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    insert into network_command (tenant_id, session_id, nas_id, subscription_id, kind, reason, upload_bps, download_bps, quality, session_bytes)
    select * from unnest(${commands.map((c) => c.tenantId)}::uuid[], ${commands.map((c) => c.sessionId)}::uuid[], ${commands.map((c) => c.nasId)}::uuid[],
      ${commands.map((c) => c.subscriptionId)}::uuid[], ${commands.map((c) => c.kind)}::text[], ${commands.map((c) => c.reason)}::text[],
      ${commands.map((c) => c.uploadBps)}::bigint[], ${commands.map((c) => c.downloadBps)}::bigint[], ${commands.map((c) => c.quality && stringify(c.quality))}::jsonb[],
      ${commands.map((c) => c.sessionBytes)}::bigint[])
    on conflict (tenant_id, session_id, kind, via) where state = 'queued'
      do update set reason = excluded.reason, upload_bps = excluded.upload_bps, download_bps = excluded.download_bps, quality = excluded.quality,
        session_bytes = excluded.session_bytes
    returning id`.execute(tx)
  return rows.map((row) => row.id)
}

export interface OpenSessionRow {
  readonly id: string
  readonly tenant_id: string
  readonly nas_id: string
  readonly subscription_id: string
  readonly walled: boolean
  readonly interim_seconds: number
  readonly walled_garden: string | null
  /** So far, up and down together. */
  readonly bytes: number
}

export async function readOpenSessionsOf(tx: Tx, subscriptionIds: readonly string[]): Promise<OpenSessionRow[]> {
  const { rows } = await sql<OpenSessionRow>`
    select s.id, s.tenant_id, s.nas_id, s.subscription_id, s.walled, n.interim_seconds, n.walled_garden,
      (s.upload_bytes + s.download_bytes)::float8 as bytes
    from session s join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
    where s.subscription_id = any (${subscriptionIds}::uuid[]) and s.ended_at is null`.execute(tx)
  return rows
}

export async function readSubscriptionsOnNas(tx: Tx, nasId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct subscription_id as id from session where nas_id = ${nasId} and ended_at is null and subscription_id is not null`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

export interface SessionOnNas extends Omit<OpenSessionRow, 'subscription_id' | 'bytes'> {
  readonly subscription_id: string | null
  readonly username: string
  readonly acct_session_id: string
  readonly address: string | null
  readonly started_at: Temporal.Instant
}

/** Open sessions with what identifies them on the router; those of nobody have no subscription. */
export async function readSessionsOnNas(tx: Tx, nasId: string): Promise<SessionOnNas[]> {
  const { rows } = await sql<SessionOnNas>`
    select s.id, s.tenant_id, s.nas_id, s.subscription_id, s.walled, n.interim_seconds, n.walled_garden, s.username, s.acct_session_id,
      host(s.address) as address, s.started_at
    from session s join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
    where s.nas_id = ${nasId} and s.ended_at is null`.execute(tx)
  return rows
}

export async function readOpenSessionsById(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; tenant_id: string; nas_id: string; subscription_id: string | null }[]> {
  const { rows } = await sql<{ id: string; tenant_id: string; nas_id: string; subscription_id: string | null }>`
    select id, tenant_id, nas_id, subscription_id from session where id = any (${ids}::uuid[]) and ended_at is null`.execute(tx)
  return rows
}

export interface ClaimedCommand {
  readonly id: string
  readonly tenant_id: string
  readonly session_id: string
  readonly nas_id: string
  readonly subscription_id: string | null
  readonly kind: CommandKind
  readonly reason: string
  readonly upload_bps: bigint | null
  readonly download_bps: bigint | null
  readonly quality: Quality | null
  readonly session_bytes: bigint | null
  readonly username: string
  readonly acct_session_id: string
  readonly identity: string
  readonly address: string | null
}

/**
 * Takes the oldest commands to send, also those that a process which died had taken. One for a session that has ended meanwhile
 * is not sent: it is as good as confirmed.
 */
export async function claimCommands(tx: Tx, limit: number, busyNasIds: readonly string[]): Promise<ClaimedCommand[]> {
  const { rows } = await sql<ClaimedCommand>`
    with due as (
      select id from network_command
      where via = 'radius' and (state = 'queued' or (state = 'sent' and sent_at < now() - interval '1 minute')) and nas_id <> all (${busyNasIds}::uuid[])
      order by queued_at limit ${limit} for update skip locked)
    update network_command c
    set state = case when s.ended_at is null then 'sent' else 'confirmed' end, attempts = attempts + 1, sent_at = now(),
      confirmed_at = case when s.ended_at is null then null else now() end
    from due, session s
    where c.id = due.id and s.tenant_id = c.tenant_id and s.id = c.session_id
    returning c.id, c.tenant_id, c.session_id, c.nas_id, c.subscription_id, c.kind, c.reason, c.upload_bps, c.download_bps, c.quality, c.session_bytes, s.username, s.acct_session_id,
      s.identity, host(s.address) as address, c.state`.execute(tx)
  return rows.filter((row) => (row as ClaimedCommand & { state: CommandState }).state === 'sent')
}

export interface Answered {
  readonly id: string
  readonly state: CommandState
  readonly errorCause: number | null
}

export async function recordAnswers(tx: Tx, answers: readonly Answered[]): Promise<void> {
  await sql`
    update network_command c set state = a.state, error_cause = a.error_cause, answered_at = now()
    from unnest(${answers.map((a) => a.id)}::uuid[], ${answers.map((a) => a.state)}::text[], ${answers.map((a) => a.errorCause)}::int[]) a (id, state, error_cause)
    where c.id = a.id`.execute(tx)
}

/** A command that is at its end on this rung, with what the next one needs to know. */
export interface SettledCommand {
  readonly id: string
  readonly tenantId: string
  readonly sessionId: string
  readonly nasId: string
  readonly subscriptionId: string | null
  readonly kind: CommandKind
  readonly via: Rung
  readonly reason: string
  readonly state: CommandState
  /** From the wish to its proof; null without proof. */
  readonly convergedSeconds: number | null
}

const settledColumns = sql`c.id, c.tenant_id as "tenantId", c.session_id as "sessionId", c.nas_id as "nasId", c.subscription_id as "subscriptionId", c.kind,
  c.via, c.reason, c.state, extract(epoch from c.confirmed_at - c.wanted_at)::float8 as "convergedSeconds"`

/** Settles commands that were acknowledged, and those that ended their session without an answer, now that the sessions themselves have told. */
export async function settleCommands(
  tx: Tx,
  settled: readonly { readonly id: string; readonly state: 'confirmed' | 'escalated' }[],
): Promise<SettledCommand[]> {
  const { rows } = await sql<SettledCommand>`
    update network_command c set state = s.state, confirmed_at = case when s.state = 'confirmed' then now() end
    from unnest(${settled.map((s) => s.id)}::uuid[], ${settled.map((s) => s.state)}::text[]) s (id, state)
    where c.id = s.id and (c.state = 'acked' or (c.state, s.state) = ('timeout', 'confirmed')) returning ${settledColumns}`.execute(tx)
  return rows
}

export interface AckedCommand {
  readonly id: string
  readonly session_id: string
  readonly kind: CommandKind
  readonly answered_at_ms: number
}

const proofHours = 24

export async function readAckedCommands(tx: Tx): Promise<AckedCommand[]> {
  const { rows } = await sql<AckedCommand>`
    select id, session_id, kind, (extract(epoch from answered_at) * 1000)::float8 as answered_at_ms
    from network_command where state = 'acked' and answered_at > now() - ${`${proofHours} hours`}::interval`.execute(tx)
  return rows
}

/** An acknowledged command without proof after this time needs a person: the NAS says yes and does nothing, or has gone. */
const provenWithin = '30 minutes'

export async function escalateUnproven(tx: Tx): Promise<SettledCommand[]> {
  const { rows } = await sql<SettledCommand>`
    update network_command c set state = 'escalated' where c.state = 'acked' and c.answered_at < now() - ${provenWithin}::interval
    returning ${settledColumns}`.execute(tx)
  return rows
}

// ---- the rungs above RADIUS ----------------------------------------------------------------------------------------------

/** The same wish on another rung, while the session is open. @returns its id; undefined where there is nothing left to do */
export async function queueStep(
  tx: Tx,
  commandId: string,
  step: { readonly kind: CommandKind; readonly via: Rung },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into network_command (tenant_id, session_id, nas_id, subscription_id, kind, via, reason, wanted_at)
    select c.tenant_id, c.session_id, c.nas_id, c.subscription_id, ${step.kind}, ${step.via}, c.reason, c.wanted_at
    from network_command c join session s on s.tenant_id = c.tenant_id and s.id = c.session_id
    where c.id = ${commandId} and s.ended_at is null
    on conflict (tenant_id, session_id, kind, via) where state = 'queued' do nothing
    returning id`.execute(tx)
  return rows[0]?.id
}

export interface StepToTake {
  readonly id: string
  readonly nasId: string
  readonly via: Rung
  readonly username: string
  readonly acctSessionId: string
  readonly address: string | null
}

/** Also one that was sent, because whoever did may have been killed. @returns undefined when it is done, or the session is over */
export async function takeStep(tx: Tx, commandId: string): Promise<StepToTake | undefined> {
  const { rows } = await sql<StepToTake & { isOver: boolean }>`
    update network_command c
    set state = case when s.ended_at is null then 'sent' else 'confirmed' end, attempts = attempts + 1, sent_at = now(),
      confirmed_at = case when s.ended_at is null then null else now() end
    from session s
    where c.id = ${commandId} and c.state in ('queued', 'sent') and s.tenant_id = c.tenant_id and s.id = c.session_id
    returning c.id, c.nas_id as "nasId", c.via, s.username, s.acct_session_id as "acctSessionId", host(s.address) as address,
      s.ended_at is not null as "isOver"`.execute(tx)
  return rows[0]?.isOver ? undefined : rows[0]
}

export async function endStep(tx: Tx, commandId: string, state: CommandState, detail: string | null): Promise<SettledCommand | undefined> {
  const { rows } = await sql<SettledCommand>`
    update network_command c set state = ${state}, detail = ${detail}, answered_at = now(), confirmed_at = case when ${state} = 'confirmed' then now() end
    where c.id = ${commandId} and c.state = 'sent' returning ${settledColumns}`.execute(tx)
  return rows[0]
}
