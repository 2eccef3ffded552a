import type { SqlBool } from 'kysely'
import { sql } from '#kernel/db.ts'
import { type AnyList, list, searchWords } from '#kernel/lists.ts'
import { dateIn } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { promiseToPay } from './change-invoice.ts'
import { cuttingActions, dunningActions } from './dunning.ts'
import { nextStep, overdueInvoices, spareAccounts, unspareAccounts } from './dunning-store.ts'
import { liftUnpaid } from './run-dunning.ts'

const promiseDays = 7 // what a customer is given on the phone; another day is said on the invoice

const today = sql`(select (app_now() at time zone time_zone)::date from tenant where id = current_tenant())`

export const dunningLists: readonly AnyList[] = [
  list({
    name: 'dunning',
    permission: 'billing.read',
    from: sql`(
        select account_id, min(customer_id::text)::uuid as customer_id, currency, count(*) as invoices, sum(total_minor - paid_minor)::bigint as owed,
          min(due_on) as due_on, max(promised_until) as promised_until
        from invoice where tenant_id = current_tenant() and state = 'open' and due_on < ${today} group by account_id, currency) o
      join account a on a.tenant_id = current_tenant() and a.id = o.account_id
      join customer c on c.tenant_id = a.tenant_id and c.id = o.customer_id
      left join dunning_exclusion x on x.tenant_id = a.tenant_id and x.account_id = a.id and (x.until is null or x.until >= ${today})
      left join lateral (
        select d.action, d.taken_on from invoice i join dunning_step d on d.tenant_id = i.tenant_id and d.invoice_id = i.id and d.round = i.promise_count
        where i.tenant_id = a.tenant_id and i.account_id = a.id and i.state = 'open'
        order by array_position(${cuttingActions}::text[], d.action) desc nulls last, d.taken_on desc, d.days desc limit 1) s on true
      left join lateral (${nextStep(today)}) n on x.id is null`,
    alias: 'a',
    columns: {
      customer: { type: 'text', expression: sql`c.name` },
      account: { type: 'text', expression: sql`a.number` },
      segment: { type: 'text', expression: sql`a.segment` },
      owed: { type: 'money', expression: sql`o.owed`, currency: sql`o.currency` },
      invoices: { type: 'number', expression: sql`o.invoices` },
      dueOn: { type: 'date', expression: sql`o.due_on`, required: true },
      stage: { type: 'enum', values: dunningActions, expression: sql`s.action` },
      stageOn: { type: 'date', expression: sql`s.taken_on` },
      next: { type: 'enum', values: dunningActions, expression: sql`n.action` },
      nextOn: { type: 'date', expression: sql`n.day` },
      promisedUntil: { type: 'date', expression: sql`o.promised_until` },
      excluded: { type: 'boolean', expression: sql`x.id is not null` },
      excludedUntil: { type: 'date', expression: sql`x.until`, shown: false },
      customerId: { type: 'id', expression: sql`o.customer_id`, shown: false },
    },
    search: (typed) => sql<SqlBool>`${searchWords('customer', sql`o.customer_id`, typed)}`,
    defaultSort: 'dueOn',
    actions: {
      promise: {
        permission: 'billing.adjust',
        confirm: true,
        async run(tx, ids, { clock }) {
          const now = clock.now()
          const day = dateIn(now, (await readTenant(tx)).timeZone)
          for (const { id } of await overdueInvoices(tx, ids, day)) await promiseToPay(tx, id, day.add({ days: promiseDays }), now)
          return []
        },
      },
      exclude: {
        permission: 'billing.adjust',
        confirm: true,
        async run(tx, ids, { clock }) {
          await spareAccounts(tx, ids, null)
          await liftUnpaid(tx, ids, clock.now())
          return []
        },
      },
      include: {
        permission: 'billing.adjust',
        async run(tx, ids) {
          await unspareAccounts(tx, ids)
          return []
        },
      },
    },
  }),
]
