import type { EventType } from '#kernel/events.ts'

const invoice = {
  invoiceId: '0198a4b0-0000-7000-8000-000000000001',
  number: 'INV-2026-000041',
  accountId: '0198a4b0-0000-7000-8000-000000000002',
  customerId: '0198a4b0-0000-7000-8000-000000000003',
}

export const toldEvents: Readonly<Record<string, EventType>> = {
  'invoice.posted.v1': {
    summary: 'An invoice was made and booked',
    example: { ...invoice, total: { minor: '105000', currency: 'BDT' }, dueOn: '2026-03-17' },
  },
  'invoice.paid.v1': { summary: 'An invoice is paid in full', example: { ...invoice, paidAt: '2026-03-12T09:30:00Z' } },
  'invoice.voided.v1': { summary: 'An invoice was made void', example: { ...invoice, total: { minor: '105000', currency: 'BDT' } } },
  'invoice.written_off.v1': {
    summary: 'What an invoice had open was written off as a bad debt',
    example: { ...invoice, amount: { minor: '105000', currency: 'BDT' }, reason: 'Moved away, no address' },
  },
  'invoice.recovered.v1': {
    summary: 'Something that was written off was paid after all, or is expected again',
    example: { ...invoice, amount: { minor: '40000', currency: 'BDT' }, reason: 'Paid after all' },
  },
  'invoice.payment_promised.v1': {
    summary: 'A customer promised to pay by a day; until then nothing is withheld',
    example: { ...invoice, until: '2026-03-20' },
  },
  'invoice.tax_withheld.v1': {
    summary: 'A certificate of tax withheld settles a part of an invoice',
    example: { ...invoice, amount: { minor: '2000', currency: 'BDT' }, code: 'TDS' },
  },
  'credit_note.posted.v1': {
    summary: 'A credit note was issued',
    example: {
      creditNoteId: '0198a4b0-0000-7000-8000-000000000005',
      number: 'CN-2026-000003',
      invoiceId: invoice.invoiceId,
      accountId: invoice.accountId,
      customerId: invoice.customerId,
      kind: 'goodwill',
      total: { minor: '21000', currency: 'BDT' },
      comesBackAs: 'credit',
    },
  },
  'dunning.step_taken.v1': {
    summary: 'A step of dunning was taken because an invoice is not paid',
    example: { ...invoice, action: 'remind', days: 3 },
  },
  'payment_retry.requested.v1': {
    summary: 'Whoever keeps the means of payment of this customer may take the money once more',
    example: { ...invoice, amount: { minor: '105000', currency: 'BDT' } },
  },
  'device_recovery.requested.v1': {
    summary: 'Service ends because nobody paid; what was lent to the customer is to be fetched',
    example: {
      subscriptionId: '0198a4b0-0000-7000-8000-000000000004',
      customerId: invoice.customerId,
      accountId: invoice.accountId,
      endsOn: '2026-05-01',
    },
  },
}
