import { type SqlBool } from 'kysely'
import { sql } from '#kernel/db.ts'
import { type AnyList, beginning, list, searchWords } from '#kernel/lists.ts'
import { Problem } from '#kernel/problem.ts'
import { actorName } from '#modules/identity'
import { sourceKinds } from '#modules/ledger'
import { anomalies, billRunStates } from './bill-run.ts'
import { creditKinds } from './credit.ts'
import { voidInvoice } from './change-invoice.ts'
import { invoiceStates } from './invoice.ts'

const writeOffKinds = ['write-off', 'recovery'] as const

const postingsOfEntry = sql`from posting p where p.tenant_id = e.tenant_id and p.entry_id = e.id`

export const lists: readonly AnyList[] = [
  // Of the ledger, but here, because entries of invoices are known by the numbers of these: a run books before it takes any.
  list({
    name: 'ledger-entries',
    permission: 'ledger.read',
    from: sql`entry e left join invoice i on i.tenant_id = e.tenant_id and e.source_kind = 'invoice' and i.id = e.source_id`,
    alias: 'e',
    columns: {
      bookedOn: { type: 'date', expression: sql`e.booked_on`, required: true },
      description: { type: 'text', expression: sql`concat_ws(' ', e.description, i.number)` },
      customer: {
        type: 'text',
        expression: sql`(select c.name from posting p join account a on a.tenant_id = p.tenant_id and a.id = p.account_id join customer c on c.tenant_id = a.tenant_id and c.id = a.customer_id
          where p.tenant_id = e.tenant_id and p.entry_id = e.id limit 1)`,
        sortable: false,
        filterable: false,
      },
      sourceKind: { type: 'enum', values: sourceKinds, expression: sql`e.source_kind` },
      accounts: {
        type: 'tags',
        expression: sql`(select array_agg(distinct l.number order by l.number) from posting p join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id where p.tenant_id = e.tenant_id and p.entry_id = e.id)`,
      },
      amount: {
        type: 'money',
        expression: sql`(select sum(p.amount_minor) filter (where p.amount_minor > 0) ${postingsOfEntry})`,
        currency: sql`(select min(p.currency) ${postingsOfEntry})`,
        sortable: false,
      },
      overrideReason: { type: 'text', expression: sql`e.override_reason`, sortable: false, shown: false },
      actor: { type: 'text', expression: actorName(sql`e.actor`), sortable: false, shown: false },
      at: { type: 'instant', expression: sql`e.at`, shown: false },
      sourceId: { type: 'id', expression: sql`e.source_id`, shown: false },
    },
    defaultSort: '-bookedOn',
  }),
  list({
    name: 'bill-previews',
    permission: 'billing.read',
    from: sql`bill_preview p join customer c on c.tenant_id = p.tenant_id and c.id = p.customer_id join account a on a.tenant_id = p.tenant_id and a.id = p.account_id`,
    alias: 'p',
    columns: {
      customer: { type: 'text', expression: sql`c.name` },
      account: { type: 'text', expression: sql`a.number` },
      total: { type: 'money', expression: sql`p.total_minor`, currency: sql`p.currency` },
      previous: { type: 'money', expression: sql`p.previous_minor`, currency: sql`p.currency` },
      difference: { type: 'money', expression: sql`p.total_minor - coalesce(p.previous_minor, 0)`, currency: sql`p.currency` },
      anomaly: { type: 'enum', values: anomalies, expression: sql`p.anomaly` },
      billRunId: { type: 'id', expression: sql`p.bill_run_id`, shown: false },
      accountId: { type: 'id', expression: sql`p.account_id`, shown: false },
      customerId: { type: 'id', expression: sql`p.customer_id`, shown: false },
    },
    search: (typed) => searchWords('customer', sql`p.customer_id`, typed),
    defaultSort: '-difference',
  }),
  list({
    name: 'held-bills',
    permission: 'billing.read',
    from: sql`bill_hold h join customer c on c.tenant_id = h.tenant_id and c.id = h.customer_id join account a on a.tenant_id = h.tenant_id and a.id = h.account_id`,
    alias: 'h',
    columns: {
      customer: { type: 'text', expression: sql`c.name` },
      account: { type: 'text', expression: sql`a.number` },
      unknownLevies: { type: 'tags', expression: sql`array_replace(h.unknown_levies, '', '?')` },
      net: { type: 'money', expression: sql`h.net_minor`, currency: sql`h.currency` },
      heldSince: { type: 'date', expression: sql`h.held_since`, required: true },
      lookedAt: { type: 'instant', expression: sql`h.looked_at`, shown: false },
      customerId: { type: 'id', expression: sql`h.customer_id`, shown: false },
    },
    search: (typed) => searchWords('customer', sql`h.customer_id`, typed),
    defaultSort: 'heldSince',
  }),
  list({
    name: 'credit-notes',
    permission: 'billing.read',
    from: sql`credit_note n join invoice i on i.tenant_id = n.tenant_id and i.id = n.invoice_id join customer c on c.tenant_id = n.tenant_id and c.id = n.customer_id`,
    alias: 'n',
    columns: {
      number: { type: 'text', expression: sql`n.number` },
      customer: { type: 'text', expression: sql`c.name` },
      invoice: { type: 'text', expression: sql`i.number` },
      kind: { type: 'enum', values: creditKinds, expression: sql`n.kind` },
      total: { type: 'money', expression: sql`n.total_minor`, currency: sql`n.currency` },
      unallocated: { type: 'money', expression: sql`n.unallocated_minor`, currency: sql`n.currency` },
      issuedOn: { type: 'date', expression: sql`n.issued_on` },
      reason: { type: 'text', expression: sql`n.reason`, shown: false },
      invoiceId: { type: 'id', expression: sql`n.invoice_id`, shown: false },
      accountId: { type: 'id', expression: sql`n.account_id`, shown: false },
      customerId: { type: 'id', expression: sql`n.customer_id`, shown: false },
    },
    search: (typed) => sql<SqlBool>`(n.number ilike ${beginning(typed)} or ${searchWords('customer', sql`n.customer_id`, typed)})`,
    defaultSort: '-issuedOn',
  }),
  list({
    name: 'write-offs',
    permission: 'billing.read',
    from: sql`write_off w join invoice i on i.tenant_id = w.tenant_id and i.id = w.invoice_id join customer c on c.tenant_id = i.tenant_id and c.id = i.customer_id`,
    alias: 'w',
    columns: {
      bookedOn: { type: 'date', expression: sql`w.booked_on` },
      customer: { type: 'text', expression: sql`c.name` },
      invoice: { type: 'text', expression: sql`i.number` },
      kind: { type: 'enum', values: writeOffKinds, expression: sql`case when w.amount_minor > 0 then 'write-off' else 'recovery' end` },
      amount: { type: 'money', expression: sql`w.amount_minor`, currency: sql`w.currency` },
      reason: { type: 'text', expression: sql`w.reason` },
      tax: { type: 'money', expression: sql`w.tax_minor`, currency: sql`w.currency`, shown: false },
      actor: { type: 'text', expression: actorName(sql`w.actor`), shown: false },
      invoiceId: { type: 'id', expression: sql`w.invoice_id`, shown: false },
      accountId: { type: 'id', expression: sql`i.account_id`, shown: false },
      customerId: { type: 'id', expression: sql`i.customer_id`, shown: false },
    },
    search: (typed) => sql<SqlBool>`(i.number ilike ${beginning(typed)} or ${searchWords('customer', sql`i.customer_id`, typed)})`,
    defaultSort: '-bookedOn',
  }),
  list({
    name: 'invoices',
    permission: 'billing.read',
    from: sql`invoice i join customer c on c.tenant_id = i.tenant_id and c.id = i.customer_id join account a on a.tenant_id = i.tenant_id and a.id = i.account_id left join bill_run r on r.tenant_id = i.tenant_id and r.id = i.bill_run_id`,
    alias: 'i',
    columns: {
      number: { type: 'text', expression: sql`i.number` },
      customer: { type: 'text', expression: sql`c.name` },
      state: { type: 'enum', values: invoiceStates, expression: sql`i.state` },
      total: { type: 'money', expression: sql`i.total_minor`, currency: sql`i.currency` },
      open: {
        type: 'money',
        expression: sql`case when i.state in ('void', 'written-off') then 0 else i.total_minor - i.paid_minor end`,
        currency: sql`i.currency`,
      },
      issuedOn: { type: 'date', expression: sql`i.issued_on` },
      dueOn: { type: 'date', expression: sql`i.due_on` },
      overdue: {
        type: 'boolean',
        expression: sql`i.state = 'open' and i.due_on < (now() at time zone (select time_zone from tenant where id = i.tenant_id))::date`,
        sortable: false,
      },
      paidAt: { type: 'instant', expression: sql`i.paid_at` },
      promisedUntil: { type: 'date', expression: sql`i.promised_until`, shown: false },
      account: { type: 'text', expression: sql`a.number`, shown: false },
      net: { type: 'money', expression: sql`i.net_minor`, currency: sql`i.currency`, shown: false },
      tax: { type: 'money', expression: sql`i.tax_minor`, currency: sql`i.currency`, shown: false },
      placeOfSupply: { type: 'text', expression: sql`i.place_of_supply`, shown: false },
      buyerTaxNumber: { type: 'text', expression: sql`i.buyer_tax_number`, shown: false },
      customerId: { type: 'id', expression: sql`i.customer_id`, shown: false },
      accountId: { type: 'id', expression: sql`i.account_id`, shown: false },
      billRun: { type: 'text', expression: sql`r.number`, shown: false },
      billRunId: { type: 'id', expression: sql`i.bill_run_id`, shown: false },
    },
    search: (typed) => sql<SqlBool>`(i.number ilike ${beginning(typed)} or ${searchWords('customer', sql`i.customer_id`, typed)})`,
    defaultSort: '-issuedOn',
    actions: {
      void: {
        permission: 'billing.adjust',
        tone: 'danger',
        async run(tx, ids, { clock }) {
          const failed = []
          for (const id of ids) {
            try {
              await voidInvoice(tx, id, clock.now())
            } catch (error) {
              if (!(error instanceof Problem)) throw error
              failed.push({ id, code: error.code, detail: error.detail, values: error.values })
            }
          }
          return failed
        },
      },
    },
  }),
  list({
    name: 'bill-runs',
    permission: 'billing.read',
    from: sql`bill_run r`,
    alias: 'r',
    columns: {
      number: { type: 'text', expression: sql`r.number` },
      asOf: { type: 'date', expression: sql`r.as_of` },
      state: { type: 'enum', values: billRunStates, expression: sql`r.state` },
      subscriptionDone: { type: 'number', expression: sql`r.subscription_done` },
      subscriptionCount: { type: 'number', expression: sql`r.subscription_count` },
      invoiceCount: { type: 'number', expression: sql`r.invoice_count` },
      total: { type: 'money', expression: sql`r.total_minor`, currency: sql`r.currency` },
      error: { type: 'text', expression: sql`r.error`, shown: false },
      actor: { type: 'text', expression: actorName(sql`r.actor`), shown: false },
      startedAt: { type: 'instant', expression: sql`r.started_at` },
      finishedAt: { type: 'instant', expression: sql`r.finished_at` },
    },
    defaultSort: '-startedAt',
  }),
]
