import { sql, type Tx } from '#kernel/db.ts'
import { staffNameOf } from '#modules/identity'

export interface Counts {
  readonly onlineNow: bigint
  readonly uploadBps: bigint
  readonly downloadBps: bigint
  readonly activeSubscriptions: bigint
  readonly suspendedSubscriptions: bigint
  readonly inServiceSubscriptions: bigint
  readonly customers: bigint
  readonly newCustomers: bigint
  readonly receivedTodayMinor: bigint
  readonly receivedMonthMinor: bigint
  readonly receivedLastMonthMinor: bigint
  readonly arrearsMinor: bigint
  readonly arrearsAccounts: bigint
  readonly failedLoginsHour: bigint
}

export interface Moments {
  readonly now: Temporal.Instant
  readonly startOfDay: Temporal.Instant
  readonly startOfMonth: Temporal.Instant
  /** First moment of last month, and the moment in it that lies as far in as `now` does in this month. */
  readonly startOfLastMonth: Temporal.Instant
  readonly sameMomentLastMonth: Temporal.Instant
  readonly today: Temporal.PlainDate
}

/** The figures of the home screen in one statement. */
export async function readCounts(tx: Tx, at: Moments): Promise<Counts> {
  const { rows } = await sql<Counts>`
    with online as (
      select count(*) as sessions, coalesce(sum(upload_bps), 0)::bigint as up, coalesce(sum(download_bps), 0)::bigint as down
      from session where tenant_id = current_tenant() and ended_at is null
    ), subscriptions as (
      select count(*) filter (where state = 'active') as active, count(*) filter (where state = 'suspended') as suspended,
        count(*) filter (where state in ('active', 'paused', 'suspended')) as in_service
      from subscription where tenant_id = current_tenant()
    ), customers as (
      select count(*) as all, count(*) filter (where created_at >= ${at.startOfMonth}) as new
      from customer where tenant_id = current_tenant() and state = 'active'
    ), received as (
      select coalesce(sum(amount_minor) filter (where received_at >= ${at.startOfDay}), 0)::bigint as today,
        coalesce(sum(amount_minor) filter (where received_at >= ${at.startOfMonth}), 0)::bigint as month,
        coalesce(sum(amount_minor) filter (where received_at < ${at.sameMomentLastMonth}), 0)::bigint as last_month
      from payment where tenant_id = current_tenant() and received_at >= ${at.startOfLastMonth} and received_at <= ${at.now}
    ), arrears as (
      select coalesce(sum(total_minor - paid_minor), 0)::bigint as minor, count(distinct account_id) as accounts
      from invoice where tenant_id = current_tenant() and state = 'open' and due_on < ${at.today}
    ), failed as (
      select coalesce(sum(attempts), 0)::bigint as hour
      from login_failure where tenant_id = current_tenant() and last_at > ${at.now.subtract({ hours: 1 })}
    )
    select online.sessions as "onlineNow", online.up as "uploadBps", online.down as "downloadBps",
      subscriptions.active as "activeSubscriptions", subscriptions.suspended as "suspendedSubscriptions", subscriptions.in_service as "inServiceSubscriptions",
      customers.all as customers, customers.new as "newCustomers",
      received.today as "receivedTodayMinor", received.month as "receivedMonthMinor", received.last_month as "receivedLastMonthMinor",
      arrears.minor as "arrearsMinor", arrears.accounts as "arrearsAccounts", failed.hour as "failedLoginsHour"
    from online, subscriptions, customers, received, arrears, failed`.execute(tx)
  return rows[0]!
}

export interface HourOfTraffic {
  readonly hour: Temporal.Instant
  readonly uploadBytes: bigint
  readonly downloadBytes: bigint
  readonly online: bigint
}

/** Traffic and people online by the hour, `from` inclusive, empty hours too. Online is counted at the end of each hour. */
export async function readTraffic(tx: Tx, from: Temporal.Instant, hours: number): Promise<HourOfTraffic[]> {
  const { rows } = await sql<HourOfTraffic>`
    with hours as (select ${from}::timestamptz + n * interval '1 hour' as hour from generate_series(0, ${hours - 1}::int) n),
    usage as (
      select hour, sum(upload_bytes)::bigint as up, sum(download_bytes)::bigint as down from usage_hour
      where tenant_id = current_tenant() and hour >= ${from} and hour < ${from.add({ hours })} group by hour
    ), spans as (
      select started_at, coalesce(ended_at, 'infinity') as ended_at from session
      where tenant_id = current_tenant() and (ended_at is null or ended_at > ${from})
    ), online as (
      select h.hour, count(s.started_at) as sessions
      from hours h left join spans s on s.started_at < h.hour + interval '1 hour' and s.ended_at > h.hour + interval '1 hour' group by 1
    )
    select hour, coalesce(up, 0) as "uploadBytes", coalesce(down, 0) as "downloadBytes", sessions as online
    from online left join usage using (hour) order by hour`.execute(tx)
  return rows
}

export interface DayOfMoney {
  readonly day: string // YYYY-MM-DD in the tenant's zone
  readonly receivedMinor: bigint
  readonly invoicedMinor: bigint
}

export async function readMoney(tx: Tx, from: Temporal.PlainDate, days: number, zone: string): Promise<DayOfMoney[]> {
  const { rows } = await sql<DayOfMoney>`
    with days as (select (${from}::date + n) as day from generate_series(0, ${days - 1}::int) n),
    received as (
      select (received_at at time zone ${zone})::date as day, sum(amount_minor)::bigint as minor from payment
      where tenant_id = current_tenant() and received_at >= ${from.toZonedDateTime(zone).toInstant()} group by 1
    ), invoiced as (
      select issued_on as day, sum(total_minor)::bigint as minor from invoice
      where tenant_id = current_tenant() and issued_on >= ${from}::date and state <> 'void' group by 1
    )
    select day, coalesce(received.minor, 0) as "receivedMinor", coalesce(invoiced.minor, 0) as "invoicedMinor"
    from days left join received using (day) left join invoiced using (day) order by day`.execute(tx)
  return rows
}

export interface DayOfChange {
  readonly day: string // YYYY-MM-DD in the tenant's zone
  readonly overdueMinor: bigint
  readonly inService: bigint
}

const oldestTermDays = 120 // no invoice issued longer before is due in the time looked at

/**
 * By how much arrears and the subscriptions in service changed on each day. An invoice adds to the arrears what is open of it on the day
 * after it was due, and takes away what is paid later.
 */
export async function readChanges(tx: Tx, from: Temporal.PlainDate, days: number, zone: string): Promise<DayOfChange[]> {
  const start = from.toZonedDateTime(zone).toInstant()
  const { rows } = await sql<DayOfChange>`
    with days as (select (${from}::date + n) as day from generate_series(0, ${days - 1}::int) n),
    overdue as (
      select i.due_on + 1 as day, i.total_minor - coalesce(sum(a.amount_minor) filter (where (p.received_at at time zone ${zone})::date <= i.due_on), 0) as minor
      from invoice i
        left join payment_allocation a on a.tenant_id = i.tenant_id and a.invoice_id = i.id
        left join payment p on p.tenant_id = a.tenant_id and p.id = a.payment_id
      where i.tenant_id = current_tenant() and i.issued_on >= ${from.subtract({ days: oldestTermDays })}::date and i.due_on >= ${from.subtract({ days: 1 })}::date and i.state <> 'void'
      group by i.tenant_id, i.id
      union all
      select (p.received_at at time zone ${zone})::date, -a.amount_minor from payment p
        join payment_allocation a on a.tenant_id = p.tenant_id and a.payment_id = p.id
        join invoice i on i.tenant_id = a.tenant_id and i.id = a.invoice_id and i.due_on < (p.received_at at time zone ${zone})::date
      where p.tenant_id = current_tenant() and p.received_at >= ${start}
    ), service as (
      select (activated_at at time zone ${zone})::date as day, 1 as change from subscription where tenant_id = current_tenant() and activated_at >= ${start}
      union all
      select (ended_at at time zone ${zone})::date, -1 from subscription where tenant_id = current_tenant() and ended_at >= ${start} and activated_at is not null
    )
    select day, coalesce((select sum(minor) from overdue where overdue.day = days.day), 0)::bigint as "overdueMinor",
      coalesce((select sum(change) from service where service.day = days.day), 0)::bigint as "inService"
    from days order by day`.execute(tx)
  return rows
}

/** Refused logins by the hour and reason. */
export async function readFailedLogins(
  tx: Tx,
  from: Temporal.Instant,
): Promise<{ hour: Temporal.Instant; reason: string; attempts: bigint }[]> {
  const { rows } = await sql<{ hour: Temporal.Instant; reason: string; attempts: bigint }>`
    select date_trunc('hour', last_at, 'UTC') as hour, reason, sum(attempts)::bigint as attempts from login_failure
    where tenant_id = current_tenant() and last_at >= ${from} group by 1, 2 order by 1, 2`.execute(tx)
  return rows
}

export interface Attention {
  readonly kind:
    | 'secret-lost'
    | 'router-silent'
    | 'refused-accounting'
    | 'parked-events'
    | 'failed-jobs'
    | 'rejected-webhooks'
    | 'unproven-commands'
    | 'certificate-ending'
    | 'codes-limited'
    | 'due-today'
  readonly count: bigint
}

/** What somebody should look at, largest harm first; nothing that is zero. */
export async function readAttention(tx: Tx, now: Temporal.Instant, today: Temporal.PlainDate): Promise<Attention[]> {
  const { rows } = await sql<Attention>`
    select kind, count from (
      select 0 as rank, 'secret-lost' as kind, count(*) as count from nas where tenant_id = current_tenant() and enabled and unreadable_since is not null
      union all select 1, 'router-silent', count(*) from nas n left join nas_contact c on c.tenant_id = n.tenant_id and c.nas_id = n.id
        where n.tenant_id = current_tenant() and n.enabled and c.seen_at < ${now.subtract({ minutes: 15 })}
      union all select 2, 'refused-accounting', count(*) from accounting_journal where tenant_id = current_tenant() and error is not null
      union all select 3, 'parked-events', count(*) from event_failure where tenant_id = current_tenant() and replayed_at is null
      union all select 4, 'rejected-webhooks', count(*) from webhook_inbox where tenant_id = current_tenant() and state = 'rejected'
      union all select 5, 'unproven-commands', count(*) from network_command
        where tenant_id = current_tenant() and state in ('timeout', 'escalated', 'refused') and queued_at > ${now.subtract({ hours: 24 })}
      union all select 6, 'certificate-ending', count(*) from (
          select valid_to from eap_certificate where tenant_id = current_tenant() and role = 'server' and revoked_at is null
          order by created_at desc, id desc limit 1) newest where valid_to < ${now.add({ hours: 30 * 24 })}
      union all select 7, 'codes-limited', count(*) from hotspot_code where tenant_id = current_tenant() and is_limit and asked_at > ${now.subtract({ hours: 1 })}
      union all select 8, 'failed-jobs', count(*) from job_run
        where tenant_id = current_tenant() and state = 'failed' and started_at > ${now.subtract({ hours: 24 })}
      union all select 9, 'due-today', count(*) from invoice where tenant_id = current_tenant() and state = 'open' and due_on = ${today}
    ) part where count > 0 order by rank`.execute(tx)
  return rows
}

export interface StoryItem {
  readonly at: Temporal.Instant
  readonly kind: string
  readonly id: string
  readonly data: Record<string, unknown>
}

/** Everything that happened to a customer, newest first: one branch per module that has something to tell. */
export async function readStory(
  tx: Tx,
  customerId: string,
  before: Temporal.Instant,
  kinds: readonly string[],
  limit: number,
): Promise<StoryItem[]> {
  const branches = Object.entries(storyBranches(customerId, before, limit))
  const wanted = kinds.length === 0 ? branches : branches.filter(([kind]) => kinds.includes(kind))
  if (wanted.length === 0) return []
  const { rows } = await sql<StoryItem>`select * from (${sql.join(
    wanted.map(([, branch]) => branch),
    sql` union all `,
  )}) story (at, kind, id, data) order by at desc, id desc limit ${limit}`.execute(tx)
  return rows
}

export const storyKinds = [
  'customer',
  'note',
  'subscription',
  'block',
  'boost',
  'invoice',
  'payment',
  'dunning',
  'session',
  'refused',
  'command',
  'notice',
] as const

const staffName = (actor: string) => staffNameOf(sql.ref(actor))

function storyBranches(
  customerId: string,
  before: Temporal.Instant,
  limit: number,
): Record<(typeof storyKinds)[number], ReturnType<typeof sql>> {
  const owned = sql`(select id from subscription where tenant_id = current_tenant() and customer_id = ${customerId})`
  const newest = (at: string) => sql`${sql.ref(at)} < ${before} order by ${sql.ref(at)} desc limit ${limit}`
  return {
    customer: sql`(select c.created_at, 'customer', c.id::text, jsonb_build_object('number', c.number) from customer c where c.id = ${customerId} and ${newest('c.created_at')})`,
    note: sql`(select n.at, 'note', n.id::text, jsonb_build_object('text', n.text, 'actor', ${staffName('n.actor')}, 'pinned', n.pinned) from customer_note n where n.customer_id = ${customerId} and ${newest('n.at')})`,
    subscription: sql`(select s.activated_at, 'subscription', s.id::text, jsonb_build_object('number', s.number, 'plan', o.name)
      from subscription s join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id where s.customer_id = ${customerId} and s.activated_at is not null and ${newest('s.activated_at')})`,
    block: sql`(select moment.at, 'block', b.id::text || moment.lifted, jsonb_build_object('lifted', moment.lifted, 'reason', b.reason, 'note', b.note, 'actor', case when moment.lifted then ${staffName('b.lifted_by')} else ${staffName('b.actor')} end, 'subscription', s.number)
      from subscription s join subscription_block b on b.tenant_id = s.tenant_id and b.subscription_id = s.id,
        lateral (values (b.since, false), (b.lifted_at, true)) moment (at, lifted) where s.customer_id = ${customerId} and ${newest('moment.at')})`,
    // Told when its time has come; one that was ended before it began lasts a microsecond.
    boost: sql`(select moment.at, 'boost', b.id::text || moment.ended, jsonb_build_object('ended', moment.ended, 'downloadBps', b.download_bps::text, 'uploadBps', b.upload_bps::text,
        'until', b.until_at, 'reason', b.reason, 'bought', b.bought, 'actor', case when not moment.ended then ${staffName('b.actor')} end, 'subscription', s.number)
      from subscription s join speed_boost b on b.tenant_id = s.tenant_id and b.subscription_id = s.id,
        lateral (values (b.from_at, false), (b.until_at, true)) moment (at, ended)
      where s.customer_id = ${customerId} and moment.at <= b.told_until and b.until_at > b.from_at + interval '1 microsecond' and ${newest('moment.at')})`,
    invoice: sql`(select i.posted_at, 'invoice', i.id::text, jsonb_build_object('number', i.number, 'state', i.state, 'dueOn', i.due_on,
        'total', jsonb_build_object('minor', i.total_minor::text, 'currency', i.currency)) from invoice i where i.customer_id = ${customerId} and ${newest('i.posted_at')})`,
    payment: sql`(select p.received_at, 'payment', p.id::text, jsonb_build_object('number', p.number, 'method', p.method, 'reference', p.reference,
        'amount', jsonb_build_object('minor', p.amount_minor::text, 'currency', p.currency)) from payment p where p.customer_id = ${customerId} and ${newest('p.received_at')})`,
    dunning: sql`(select d.at, 'dunning', concat_ws(':', d.invoice_id, d.stage_id, d.round), jsonb_build_object('action', d.action, 'days', d.days, 'invoice', i.number)
      from dunning_step d join invoice i on i.tenant_id = d.tenant_id and i.id = d.invoice_id where i.customer_id = ${customerId} and ${newest('d.at')})`,
    session: sql`(select s.started_at, 'session', s.id::text, jsonb_build_object('username', s.username, 'address', host(s.address), 'nas', n.name, 'endedAt', s.ended_at, 'cause', s.terminate_cause,
        'uploadBytes', s.upload_bytes::text, 'downloadBytes', s.download_bytes::text)
      from session s left join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id where s.tenant_id = current_tenant() and s.subscription_id in ${owned} and ${newest('s.started_at')})`,
    refused: sql`(select f.last_at, 'refused', f.id::text, jsonb_build_object('username', f.username, 'reason', f.reason, 'attempts', f.attempts, 'nas', n.name)
      from login_failure f left join nas n on n.tenant_id = f.tenant_id and n.id = f.nas_id where f.tenant_id = current_tenant() and f.subscription_id in ${owned} and ${newest('f.last_at')})`,
    command: sql`(select k.queued_at, 'command', k.id::text, jsonb_build_object('command', k.kind, 'reason', k.reason, 'state', k.state, 'errorCause', k.error_cause, 'nas', n.name, 'answeredAt', k.answered_at)
      from network_command k left join nas n on n.tenant_id = k.tenant_id and n.id = k.nas_id where k.tenant_id = current_tenant() and k.subscription_id in ${owned} and ${newest('k.queued_at')})`,
    notice: sql`(select n.created_at, 'notice', n.id::text, jsonb_build_object('notice', n.kind, 'channel', n.channel, 'state', n.state, 'subject', n.subject)
      from notice n where n.customer_id = ${customerId} and ${newest('n.created_at')})`,
  }
}

export interface SummaryRow {
  readonly balanceMinor: bigint
  readonly currency: string
  readonly overdueMinor: bigint
  readonly onlineSessions: bigint
  readonly openInvoices: bigint
  readonly lifetimeMinor: bigint
}

/** The customer's standing in one row: what is owed, what is overdue, whether somebody is online. */
export async function readSummary(tx: Tx, customerId: string, today: Temporal.PlainDate): Promise<SummaryRow | undefined> {
  const { rows } = await sql<SummaryRow>`
    select t.currency,
      coalesce((select sum(b.balance_minor) from account_balance b
        join account a on a.tenant_id = b.tenant_id and a.id = b.account_id
        join ledger_account l on l.tenant_id = b.tenant_id and l.id = b.ledger_account_id and l.code in ('receivables', 'customer-credit')
        where a.customer_id = c.id), 0)::bigint as "balanceMinor",
      (select coalesce(sum(total_minor - paid_minor), 0)::bigint from invoice i where i.customer_id = c.id and i.state = 'open' and i.due_on < ${today}) as "overdueMinor",
      (select count(*) from invoice i where i.customer_id = c.id and i.state = 'open') as "openInvoices",
      (select coalesce(sum(amount_minor), 0)::bigint from payment p where p.customer_id = c.id) as "lifetimeMinor",
      (select count(*) from session s where s.tenant_id = current_tenant() and s.ended_at is null
        and s.subscription_id in (select id from subscription where customer_id = ${customerId})) as "onlineSessions"
    from customer c join tenant t on t.id = c.tenant_id where c.id = ${customerId}`.execute(tx)
  return rows[0]
}
