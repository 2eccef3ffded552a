import type { EventType } from '#kernel/events.ts'

const example = {
  exemptionId: '0198a4b0-0000-7000-8000-000000000001',
  customerId: '0198a4b0-0000-7000-8000-000000000002',
  jurisdiction: 'US-TX',
}

export const toldEvents: Readonly<Record<string, EventType>> = {
  'tax_exemption.added.v1': {
    summary: 'A certificate exempts a customer from taxes of a jurisdiction',
    example: { ...example, validUntil: '2027-12-31' },
  },
  'tax_exemption.revoked.v1': { summary: 'A certificate exempts a customer no more', example },
}
