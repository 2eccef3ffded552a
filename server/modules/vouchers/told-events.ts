import type { EventType } from '#kernel/events.ts'

const batch = { batchId: '0198a4b0-0000-7000-8000-000000000001', number: 'VB-0007' }

export const toldEvents: Readonly<Record<string, EventType>> = {
  'voucher_batch.ready.v1': {
    summary: 'The codes of a batch are drawn and can be printed',
    example: { ...batch, offerId: '0198a4b0-0000-7000-8000-000000000002', count: 1_000 },
  },
  'vouchers.moved.v1': {
    summary: 'A stack of vouchers changed hands, was declared void or expired',
    example: { ...batch, kind: 'distributed', from: 1, to: 200, count: 200, accountId: '0198a4b0-0000-7000-8000-000000000003' },
  },
  'voucher.redeemed.v1': {
    summary: 'A voucher was used: a pass began, or lasts longer',
    example: {
      batchId: batch.batchId,
      serialNumber: 'VB-0007-000123',
      subscriptionId: '0198a4b0-0000-7000-8000-000000000004',
      customerId: '0198a4b0-0000-7000-8000-000000000005',
      offerId: '0198a4b0-0000-7000-8000-000000000002',
      isExtension: false,
    },
  },
}
