import type { EventType } from '#kernel/events.ts'

const customerId = '0198a4b0-0000-7000-8000-000000000001'

export const toldEvents: Readonly<Record<string, EventType>> = {
  'customer.created.v1': {
    summary: 'A customer was added, with an account',
    example: { customerId, accountId: '0198a4b0-0000-7000-8000-000000000002', number: 'C-000041', name: 'Ayesha Rahman' },
  },
  'customer.changed.v1': { summary: 'Data of a customer changed', example: { customerId, fields: ['email', 'phone'] } },
}
