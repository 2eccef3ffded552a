import type { EventType } from '#kernel/events.ts'

const example = { offerId: '0198a4b0-0000-7000-8000-000000000001', code: 'fibre-50' }

export const toldEvents: Readonly<Record<string, EventType>> = {
  'offer.published.v1': { summary: 'A plan or add-on can be sold from now on', example },
  'offer.retired.v1': { summary: 'A plan or add-on is no longer sold', example },
}
