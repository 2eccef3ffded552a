/** Everything that can keep a subscription offline, in one look. */
import { sql, type Tx } from '#kernel/db.ts'
import { staleAfterSeconds } from './nas.ts'
import type { CommandKind, CommandState } from './network-command.ts'

/** The latest of everything that can keep a subscription offline. */
export interface DiagnosisRow {
  readonly overdue: { readonly minor: string; readonly currency: string; readonly numbers: string[]; readonly due_on: string } | null
  readonly dunning: { readonly action: string; readonly number: string; readonly at: string } | null
  readonly usernames: string[]
  readonly reply: {
    readonly verdict: 'accept' | 'reject' | 'walled-garden'
    readonly reason: string | null
    readonly at: string
    readonly nas: string
  } | null
  readonly session: {
    readonly is_open: boolean
    readonly is_stale: boolean
    readonly walled: boolean
    readonly at: string
    readonly cause: string | null
    readonly nas: string
  } | null
  readonly command: {
    readonly kind: CommandKind
    readonly state: CommandState
    readonly error_cause: number | null
    readonly at: string
    readonly nas: string
  } | null
}

/** An account is cut off as a whole, so all its overdue invoices count. `due_on` is the last day to pay. */
export async function readDiagnosisRow(tx: Tx, subscriptionId: string, now: Temporal.Instant): Promise<DiagnosisRow> {
  const { rows } = await sql<DiagnosisRow>`
    with s as (select u.id, u.account_id, (${now}::timestamptz at time zone t.time_zone)::date as today
               from subscription u join tenant t on t.id = u.tenant_id where u.id = ${subscriptionId}),
    open_invoice as (select i.* from invoice i, s where i.account_id = s.account_id and i.state = 'open' and i.due_on < s.today)
    select
      (select jsonb_build_object('minor', sum(total_minor - paid_minor)::text, 'currency', min(currency), 'numbers', jsonb_agg(number order by due_on, number),
        'due_on', min(due_on)) from open_invoice having count(*) > 0) as overdue,
      (select jsonb_build_object('action', d.action, 'number', i.number, 'at', d.at)
       from dunning_step d join open_invoice i on i.tenant_id = d.tenant_id and i.id = d.invoice_id order by d.at desc limit 1) as dunning,
      array(select username from login l, s where l.subscription_id = s.id order by username) as usernames,
      (select jsonb_build_object('verdict', r.verdict, 'reason', r.reason, 'at', r.at, 'nas', coalesce(n.name, ''))
       from s join login l on l.subscription_id = s.id join login_reply r on r.tenant_id = l.tenant_id and r.login_id = l.id
         left join nas n on n.tenant_id = r.tenant_id and n.id = r.nas_id order by r.at desc limit 1) as reply,
      (select jsonb_build_object('is_open', x.ended_at is null, 'walled', x.walled, 'at', coalesce(x.ended_at, x.updated_at), 'cause', x.terminate_cause, 'nas', coalesce(n.name, ''),
        'is_stale', x.updated_at < ${now}::timestamptz - make_interval(secs => greatest(3 * coalesce(n.interim_seconds, 0), ${staleAfterSeconds(0)})))
       from s join session x on x.subscription_id = s.id left join nas n on n.tenant_id = x.tenant_id and n.id = x.nas_id
       order by (x.ended_at is null) desc, x.started_at desc limit 1) as session,
      (select jsonb_build_object('kind', k.kind, 'state', k.state, 'error_cause', k.error_cause, 'at', coalesce(k.confirmed_at, k.answered_at, k.queued_at), 'nas', coalesce(n.name, ''))
       from s join network_command k on k.subscription_id = s.id left join nas n on n.tenant_id = k.tenant_id and n.id = k.nas_id
       order by k.queued_at desc limit 1) as command`.execute(tx)
  return rows[0]!
}
