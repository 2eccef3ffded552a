import type { EventType } from '#kernel/events.ts'

const subscription = { subscriptionId: '0198a4b0-0000-7000-8000-000000000001', customerId: '0198a4b0-0000-7000-8000-000000000002' }
const boost = { subscriptionId: subscription.subscriptionId, boostId: '0198a4b0-0000-7000-8000-000000000007' }

export const toldEvents: Readonly<Record<string, EventType>> = {
  'quota.reached.v1': {
    summary: 'Three quarters, nine tenths or all of the bytes of a cycle are used',
    example: { ...subscription, percent: 90, granted: '100000000000', used: '90000211234' },
  },
  'quota.tier_changed.v1': {
    summary: 'Another tier of fair use holds, and another speed; 0: none, the full speed of a new cycle',
    example: { ...subscription, tier: 1, used: '200000000000' },
  },
  'quota.renewed.v1': {
    summary: 'There are bytes to use again: a new cycle, another plan, a top-up',
    example: {
      ...subscription,
      source: 'plan',
      granted: '100000000000',
      used: '0',
      validFrom: '2026-03-31T18:00:00Z',
      validTo: '2026-04-30T18:00:00Z',
    },
  },
  'subscription.boosted.v1': { summary: 'A subscription is faster for a time', example: boost },
  'subscription.boost_ended.v1': { summary: 'A subscription is as fast as its plan again', example: boost },
  'usage.rerated.v1': {
    summary: 'Stored use was rated anew, and costs something else',
    example: {
      subscriptionId: subscription.subscriptionId,
      records: 3,
      difference: { minor: '220', currency: 'BDT' },
      ofWhichBilled: { minor: '0', currency: 'BDT' },
    },
  },
}
