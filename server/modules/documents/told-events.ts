import type { EventType } from '#kernel/events.ts'

export const toldEvents: Readonly<Record<string, EventType>> = {
  'document_archive.ready.v1': {
    summary: 'The documents asked for are packed and can be downloaded',
    example: { archiveId: '0198a4b0-0000-7000-8000-000000000001', kind: 'invoice' },
  },
  'proforma.issued.v1': {
    summary: 'A proforma invoice was written; nothing is billed',
    example: {
      proformaId: '0198a4b0-0000-7000-8000-000000000002',
      number: 'PF-2026-000012',
      customerId: '0198a4b0-0000-7000-8000-000000000003',
      accountId: '0198a4b0-0000-7000-8000-000000000004',
      due: { minor: '105000', currency: 'BDT' },
      validUntil: '2026-03-31',
      isMailed: true,
    },
  },
  'statement.sent.v1': {
    summary: 'A customer gets a statement of account by mail',
    example: {
      accountId: '0198a4b0-0000-7000-8000-000000000004',
      number: 'A-000012',
      customerId: '0198a4b0-0000-7000-8000-000000000003',
      from: '2026-03-01',
      to: '2026-04-01',
    },
  },
}
