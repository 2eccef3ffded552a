import type { EventType } from '#kernel/events.ts'
import type { EventType as Name } from './events.ts'

const subscription = {
  subscriptionId: '0198a4b0-0000-7000-8000-000000000001',
  customerId: '0198a4b0-0000-7000-8000-000000000002',
  accountId: '0198a4b0-0000-7000-8000-000000000003',
}
const offerId = '0198a4b0-0000-7000-8000-000000000004'
const item = { ...subscription, itemId: '0198a4b0-0000-7000-8000-000000000005', offerId, quantity: 1 }
const request = {
  ...subscription,
  requestId: '0198a4b0-0000-7000-8000-000000000006',
  kind: 'plan',
  state: 'requested',
  effectiveOn: '2026-04-01',
  note: '',
  problem: null,
}

export const toldEvents: Readonly<Record<Name, EventType>> = {
  'subscription.created.v1': { summary: 'A plan was sold', example: subscription },
  'subscription.activated.v1': { summary: 'The service began', example: { ...subscription, startedOn: '2026-03-10' } },
  'subscription.paused.v1': {
    summary: 'The customer pauses the service',
    example: { ...subscription, on: '2026-03-10', billedUntil: '2026-04-01', resumeOn: null },
  },
  'subscription.resumed.v1': { summary: 'The service goes on after a pause', example: { ...subscription, on: '2026-03-20' } },
  'subscription.blocked.v1': {
    summary: 'The service is withheld, for one more reason',
    example: { ...subscription, reason: 'unpaid', reasons: ['unpaid'], state: 'suspended' },
  },
  'subscription.unblocked.v1': {
    summary: 'A reason to withhold the service is gone; it is back when none is left',
    example: { ...subscription, reason: 'unpaid', reasons: [], state: 'active' },
  },
  'subscription.plan_changed.v1': {
    summary: 'Another plan, or another version of it, holds',
    example: {
      ...subscription,
      fromVersionId: '0198a4b0-0000-7000-8000-000000000007',
      fromBillDay: 1,
      toVersionId: '0198a4b0-0000-7000-8000-000000000008',
      on: '2026-04-01',
      state: 'active',
    },
  },
  'subscription.item_added.v1': { summary: 'An add-on was added', example: { ...item, fromOn: '2026-03-10' } },
  'subscription.item_removed.v1': { summary: 'An add-on ends', example: { ...item, toOn: '2026-04-01' } },
  'subscription.discounted.v1': {
    summary: 'A discount was given',
    example: { ...subscription, name: 'Eid', reduction: { kind: 'percent', percent: '10' }, fromOn: '2026-03-10', cycles: 3 },
  },
  'subscription.transferred.v1': {
    summary: 'The subscription belongs to another customer now',
    example: {
      ...subscription,
      fromCustomerId: '0198a4b0-0000-7000-8000-000000000009',
      fromAccountId: '0198a4b0-0000-7000-8000-00000000000a',
      on: '2026-03-10',
    },
  },
  'subscription.change_requested.v1': { summary: 'A customer asks for a change', example: request },
  'subscription.change_decided.v1': { summary: 'A requested change was approved or refused', example: { ...request, state: 'approved' } },
  'subscription.change_done.v1': { summary: 'A requested change was made', example: { ...request, state: 'done' } },
  'subscription.change_failed.v1': {
    summary: 'A requested change could not be made',
    example: { ...request, state: 'failed', problem: 'The plan was retired.' },
  },
  'subscription.change_consent_needed.v1': {
    summary: 'An approved change would cost something else than the customer agreed to, and was not made',
    example: { ...request, state: 'needs-consent' },
  },
  'subscription.extended.v1': {
    summary: 'A pass was paid once more and lasts longer',
    example: { ...subscription, endsAt: '2026-03-12T14:00:00Z' },
  },
  'subscription.renewed.v1': {
    summary: 'A prepaid subscription goes on for another cycle',
    example: { ...subscription, from: '2026-04-01', until: '2026-05-01', isLate: false },
  },
  'subscription.end_planned.v1': {
    summary: 'The subscription was cancelled as of a day, or goes on after all (null)',
    example: { ...subscription, endsOn: '2026-04-01' },
  },
  'subscription.ended.v1': {
    summary: 'The service is over',
    example: { ...subscription, state: 'ended', endsOn: '2026-04-01', isDuringDay: false },
  },
}
