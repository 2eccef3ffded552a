import { sql } from '#kernel/db.ts'
import { type AnyList, containing, list } from '#kernel/lists.ts'
import { actorName } from '#modules/identity'
import { archiveKinds, archiveStates } from './archive.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'document-archives',
    permission: 'documents.archive',
    from: sql`document_archive d left join bill_run r on r.tenant_id = d.tenant_id and r.id = d.bill_run_id`,
    alias: 'd',
    columns: {
      createdAt: { type: 'instant', expression: sql`d.created_at` },
      kind: { type: 'enum', values: archiveKinds, expression: sql`d.kind` },
      from: { type: 'date', expression: sql`d.from_day` },
      lastDay: { type: 'date', expression: sql`d.to_day - 1` },
      billRun: { type: 'text', expression: sql`r.number` },
      state: { type: 'enum', values: archiveStates, expression: sql`d.state` },
      documents: { type: 'number', expression: sql`d.document_count` },
      done: { type: 'number', expression: sql`d.document_done` },
      expiresAt: { type: 'instant', expression: sql`d.expires_at` },
      error: { type: 'text', expression: sql`d.error` },
      actor: { type: 'text', expression: actorName(sql`d.actor`), shown: false },
    },
    defaultSort: '-createdAt',
  }),
  list({
    name: 'proformas',
    permission: 'billing.read',
    from: sql`proforma p join customer c on c.tenant_id = p.tenant_id and c.id = p.customer_id`,
    alias: 'p',
    columns: {
      number: { type: 'text', expression: sql`p.number` },
      customer: { type: 'text', expression: sql`c.name` },
      customerId: { type: 'id', expression: sql`p.customer_id`, shown: false },
      issuedOn: { type: 'date', expression: sql`p.issued_on` },
      validUntil: { type: 'date', expression: sql`p.valid_until` },
      due: { type: 'money', expression: sql`p.total_minor - p.credited_minor`, currency: sql`p.currency` },
      actor: { type: 'text', expression: actorName(sql`p.actor`), shown: false },
      createdAt: { type: 'instant', expression: sql`p.created_at`, shown: false },
    },
    search: (typed) => sql`concat_ws(' ', p.number, c.name) ilike ${containing(typed)}`,
    defaultSort: '-createdAt',
  }),
]
