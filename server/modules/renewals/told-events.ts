import type { EventType } from '#kernel/events.ts'

const subscription = {
  subscriptionId: '0198a4b0-0000-7000-8000-000000000001',
  customerId: '0198a4b0-0000-7000-8000-000000000002',
  accountId: '0198a4b0-0000-7000-8000-000000000003',
}

export const toldEvents: Readonly<Record<string, EventType>> = {
  'renewal.announced.v1': {
    summary:
      'What is paid for of a prepaid subscription ends in a few days; says how the next cycle will be paid, null where it will expire',
    example: { ...subscription, on: '2026-04-01', amount: { minor: '105000', currency: 'BDT' }, paidBy: 'saved-method' },
  },
  'renewal.failed.v1': {
    summary: 'The charge for another cycle failed, and the service has expired; says when it is tried again',
    example: { ...subscription, dueOn: '2026-04-01', reason: 'Declined', nextTryOn: '2026-04-04' },
  },
}
