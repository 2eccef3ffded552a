import { sql } from '#kernel/db.ts'
import { type ActionFailure, type AnyList, hasWords, idsWithWords, list } from '#kernel/lists.ts'
import { technologies } from '#modules/catalog'
import { block, unblock } from './block.ts'
import { changeKinds, channels, requestStates } from './change-request.ts'
import { recoveryStates } from './device-recovery.ts'
import { closeRecoveries, takeRecoveries } from './device-recovery-store.ts'
import { migrationStates } from './plan-migration.ts'
import { states } from './subscription.ts'

/** Reasons in force. */
const reasons = sql`array(select b.reason from subscription_block b where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.lifted_at is null order by b.reason)`

/** Tasks that were chosen, and are closed already. */
function closedAmong(ids: readonly string[], open: readonly string[]): ActionFailure[] {
  const closed = new Set(ids).difference(new Set(open))
  return [...closed].map((id) => ({ id, code: 'subscriptions.recovery_closed', detail: 'This task is closed already.' }))
}

export const lists: readonly AnyList[] = [
  list({
    name: 'subscriptions',
    permission: 'subscriptions.read',
    from: sql`subscription s
      join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
      join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id`,
    alias: 's',
    columns: {
      number: { type: 'text', expression: sql`s.number`, required: true },
      customerName: { type: 'text', expression: sql`c.name`, required: true },
      customerNumber: { type: 'text', expression: sql`c.number`, shown: false },
      planName: { type: 'text', expression: sql`o.name` },
      technology: { type: 'enum', values: technologies, expression: sql`o.technology` },
      state: { type: 'enum', values: states, expression: sql`s.state` },
      blockReasons: { type: 'tags', expression: reasons },
      price: { type: 'money', expression: sql`v.recurring_minor`, currency: sql`v.currency` },
      download: { type: 'rate', expression: sql`v.download_bps`, shown: false },
      upload: { type: 'rate', expression: sql`v.upload_bps`, shown: false },
      area: { type: 'text', expression: sql`c.area` },
      startedOn: { type: 'date', expression: sql`s.started_on` },
      billedUntil: { type: 'date', expression: sql`s.billed_until` },
      endsOn: { type: 'date', expression: sql`s.ends_on`, shown: false },
      prepaidUntil: { type: 'date', expression: sql`s.prepaid_until`, shown: false },
      autoRenew: { type: 'boolean', expression: sql`s.auto_renew`, shown: false },
      createdAt: { type: 'instant', expression: sql`s.created_at`, required: true },
      customerId: { type: 'id', expression: sql`s.customer_id`, shown: false },
      accountId: { type: 'id', expression: sql`s.account_id`, shown: false },
      planId: { type: 'id', expression: sql`s.offer_id`, shown: false },
      locationId: { type: 'id', expression: sql`s.location_id`, shown: false },
    },
    search: (typed) => sql`(s.number = ${typed.toUpperCase()} or ${hasWords('customer', sql`s.customer_id`, typed)})`,
    searchIds: (typed) => sql`
      select x.id from subscription x where x.number = ${typed.toUpperCase()}
      union all
      select x.id from subscription x where x.customer_id in (${idsWithWords('customer', typed)})`,
    defaultSort: '-createdAt',
    actions: {
      block: { permission: 'subscriptions.write', tone: 'danger', run: (tx, ids) => block(tx, ids, 'admin').then(() => []) },
      unblock: { permission: 'subscriptions.write', tone: 'positive', run: (tx, ids) => unblock(tx, ids, 'admin').then(() => []) },
    },
  }),
  list({
    name: 'change-requests',
    permission: 'subscriptions.read',
    from: sql`change_request r
      join subscription s on s.tenant_id = r.tenant_id and s.id = r.subscription_id
      join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id`,
    alias: 'r',
    columns: {
      subscriptionNumber: { type: 'text', expression: sql`s.number`, required: true },
      customerName: { type: 'text', expression: sql`c.name`, required: true },
      change: { type: 'enum', values: changeKinds, expression: sql`r.kind` },
      state: { type: 'enum', values: requestStates, expression: sql`r.state` },
      channel: { type: 'enum', values: channels, expression: sql`r.channel` },
      reason: { type: 'text', expression: sql`r.reason` },
      effectiveOn: { type: 'date', expression: sql`r.effective_on` },
      decidedAt: { type: 'instant', expression: sql`r.decided_at` },
      createdAt: { type: 'instant', expression: sql`r.created_at`, required: true },
      subscriptionId: { type: 'id', expression: sql`r.subscription_id`, shown: false },
    },
    search: (typed) => sql`s.number = ${typed.toUpperCase()}`,
    defaultSort: '-createdAt',
  }),
  list({
    name: 'device-recoveries',
    permission: 'subscriptions.read',
    from: sql`device_recovery d
      join subscription s on s.tenant_id = d.tenant_id and s.id = d.subscription_id
      join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      left join staff w on w.tenant_id = d.tenant_id and w.id = d.owner_id`,
    alias: 'd',
    columns: {
      subscriptionNumber: { type: 'text', expression: sql`s.number`, required: true },
      customerName: { type: 'text', expression: sql`c.name`, required: true },
      area: { type: 'text', expression: sql`c.area` },
      dueOn: { type: 'date', expression: sql`d.due_on` },
      recoveryState: { type: 'enum', values: recoveryStates, expression: sql`d.state` },
      owner: { type: 'text', expression: sql`w.name` },
      note: { type: 'text', expression: sql`d.note` },
      closedAt: { type: 'instant', expression: sql`d.closed_at`, shown: false },
      createdAt: { type: 'instant', expression: sql`d.created_at`, required: true },
      subscriptionId: { type: 'id', expression: sql`d.subscription_id`, shown: false },
      customerId: { type: 'id', expression: sql`s.customer_id`, shown: false },
    },
    search: (typed) => sql`(s.number = ${typed.toUpperCase()} or ${hasWords('customer', sql`s.customer_id`, typed)})`,
    defaultSort: '-createdAt',
    actions: {
      take: { permission: 'subscriptions.write', run: async (tx, ids) => closedAmong(ids, await takeRecoveries(tx, ids)) },
      done: {
        permission: 'subscriptions.write',
        tone: 'positive',
        run: async (tx, ids) => closedAmong(ids, await closeRecoveries(tx, ids, 'done')),
      },
      drop: {
        permission: 'subscriptions.write',
        tone: 'danger',
        run: async (tx, ids) => closedAmong(ids, await closeRecoveries(tx, ids, 'dropped')),
      },
    },
  }),
  list({
    name: 'plan-migrations',
    permission: 'subscriptions.migrate',
    from: sql`plan_migration m
      join offer o on o.tenant_id = m.tenant_id and o.id = m.offer_id
      join offer_version v on v.tenant_id = m.tenant_id and v.id = m.to_version_id`,
    alias: 'm',
    columns: {
      planName: { type: 'text', expression: sql`o.name`, required: true },
      versionNumber: { type: 'number', expression: sql`v.number` },
      migrationState: { type: 'enum', values: migrationStates, expression: sql`m.state` },
      subscriptionCount: { type: 'number', expression: sql`m.subscription_count` },
      subscriptionDone: { type: 'number', expression: sql`m.subscription_done` },
      startedAt: { type: 'instant', expression: sql`m.started_at`, required: true },
      planId: { type: 'id', expression: sql`m.offer_id`, shown: false },
    },
    defaultSort: '-startedAt',
  }),
]
