import type { EventType } from '#kernel/events.ts'

export const toldEvents: Readonly<Record<string, EventType>> = {
  'tenant.changed.v1': {
    summary: 'Settings of the business were changed',
    example: { tenantId: '0198a4b0-0000-7000-8000-000000000001', fields: ['timeZone'] },
  },
}
