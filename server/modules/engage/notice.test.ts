import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { write } from './messages.ts'
import { type Facts, type Payload, sayingOf } from './notice.ts'

const facts: Facts = {
  customer: { name: 'Ayesha', email: 'ayesha@mail.example', language: 'en' },
  tenant: { name: 'Padma Net', country: 'BD' },
  plan: 'Home 20',
  invoice: { open: 105_000n, currency: 'BDT', dueOn: '2026-03-17' },
  lateFee: { minor: 5_000n, currency: 'BDT' },
}
const taka = { minor: '105000', currency: 'BDT' }
const quota = { granted: '100000000000', used: '75500000000' }

suite('what an event is to a customer', () => {
  const cases: [string, Partial<Payload>, string | undefined, string][] = [
    // type, payload, kind, why
    ['quota.reached.v1', { percent: 75, ...quota }, 'quota-75', 'three quarters'],
    ['quota.reached.v1', { percent: 90, ...quota }, 'quota-90', 'nearly all'],
    ['quota.reached.v1', { percent: 100, ...quota }, 'quota-100', 'all'],
    ['invoice.posted.v1', { number: 'INV-1', total: taka, dueOn: '2026-03-17' }, 'invoice-posted', 'a bill'],
    ['invoice.posted.v1', { number: 'INV-1', total: { minor: '0', currency: 'BDT' }, dueOn: '2026-03-17' }, undefined, 'nothing to pay'],
    ['dunning.step_taken.v1', { action: 'remind', number: 'INV-1', days: -3 }, 'invoice-due-soon', 'before the due date'],
    ['dunning.step_taken.v1', { action: 'remind', number: 'INV-1', days: 0 }, 'invoice-due-today', 'on it'],
    ['dunning.step_taken.v1', { action: 'remind', number: 'INV-1', days: 3 }, 'invoice-overdue', 'after it'],
    ['dunning.step_taken.v1', { action: 'suspend', number: 'INV-1', days: 10 }, undefined, 'the suspension itself is told'],
    ['dunning.step_taken.v1', { action: 'late-fee', number: 'INV-1', days: 5 }, 'late-fee', 'what it will cost'],
    ['credit_note.posted.v1', { number: 'CN-1', total: taka }, 'credit-note-posted', 'money is given back'],
    ['proforma.issued.v1', { number: 'PF-1', due: taka, validUntil: '2026-03-31', isMailed: true }, 'proforma-issued', 'asked for by mail'],
    ['proforma.issued.v1', { number: 'PF-1', due: taka, validUntil: '2026-03-31', isMailed: false }, undefined, 'handed over'],
    ['statement.sent.v1', { number: 'A-1', from: '2026-03-01', to: '2026-04-01' }, 'statement-sent', 'asked for'],
    ['subscription.end_planned.v1', { endsOn: '2026-04-01' }, 'end-planned', 'the last day'],
    ['subscription.end_planned.v1', { endsOn: null }, 'end-withdrawn', 'it goes on after all'],
    ['subscription.change_decided.v1', { state: 'approved', effectiveOn: '2026-04-01', note: '' }, 'change-approved', 'yes'],
    ['subscription.change_decided.v1', { state: 'declined', effectiveOn: null, note: 'No fibre there.' }, 'change-declined', 'no, and why'],
    ['subscription.change_failed.v1', { state: 'failed' }, 'change-failed', 'an approved change went wrong'],
    ['payment.received.v1', { number: 'RCT-1', amount: taka }, 'payment-received', 'thanks'],
    ['subscription.blocked.v1', { reason: 'unpaid', reasons: ['unpaid'] }, 'service-suspended', 'for an unpaid bill'],
    ['subscription.blocked.v1', { reason: 'abuse', reasons: ['abuse'] }, 'service-withheld', 'for what is better said in person'],
    ['subscription.blocked.v1', { reason: 'expired', reasons: ['expired'] }, 'service-expired', 'what was paid for is over'],
    ['renewal.announced.v1', { on: '2026-04-01', amount: taka, paidBy: 'saved-method' }, 'renewal-soon', 'it renews by itself'],
    ['renewal.announced.v1', { on: '2026-04-01', amount: taka, paidBy: null }, 'renewal-unpaid', 'it will expire'],
    ['checkout.failed.v1', { amount: taka, savedMethodId: 'm' }, 'charge-failed', 'a saved card was declined'],
    ['checkout.failed.v1', { amount: taka, savedMethodId: null }, undefined, 'who was at the checkout saw it'],
    ['subscription.blocked.v1', { reason: 'quota', reasons: ['quota'] }, undefined, 'told as quota reached'],
    ['subscription.unblocked.v1', { reason: 'unpaid', reasons: [] }, 'service-restored', 'the last reason is gone'],
    ['subscription.unblocked.v1', { reason: 'unpaid', reasons: ['abuse'] }, undefined, 'another reason remains'],
    ['subscription.unblocked.v1', { reason: 'quota', reasons: [] }, undefined, 'a new cycle is no news'],
  ]
  for (const [type, payload, kind, why] of cases)
    test(`${type}: ${why}`, () => assert.equal(sayingOf({ type, payload: { customerId: 'c', ...payload } }, facts, 'en-BD')?.kind, kind))
})

test('a late fee that comes to nothing is not told', () => {
  const payload = { customerId: 'c', action: 'late-fee', number: 'INV-1', days: 5 }
  assert.equal(sayingOf({ type: 'dunning.step_taken.v1', payload }, { ...facts, lateFee: null }, 'en-BD'), undefined)
})

suite('the words of who decided follow the decision', () => {
  for (const [note, end] of [
    ['No fibre there.', 'stays as it is. No fibre there.\n\nPadma Net'],
    ['', 'stays as it is.\n\nPadma Net'],
  ] as const)
    test(note || 'none', () => {
      const payload = { customerId: 'c', state: 'declined', note }
      assert.ok(write(sayingOf({ type: 'subscription.change_decided.v1', payload }, facts, 'en-BD')!, 'en').body.endsWith(end))
    })
})

test('a paid or voided invoice is not reminded of', () => {
  const payload = { customerId: 'c', action: 'remind', number: 'INV-1', days: 1 }
  const paid = { ...facts, invoice: { ...facts.invoice!, open: 0n } }
  assert.equal(sayingOf({ type: 'dunning.step_taken.v1', payload }, paid, 'en-BD'), undefined)
  assert.equal(sayingOf({ type: 'dunning.step_taken.v1', payload }, { ...facts, invoice: null }, 'en-BD'), undefined)
})

suite('money, dates and volumes are written as in the country', () => {
  const cases = [
    // language, locale, event, part of the body
    [
      'en',
      'en-NG',
      { type: 'payment.received.v1', payload: { customerId: 'c', number: 'RCT-1', amount: { minor: '123450', currency: 'NGN' } } },
      '₦1,234.50',
    ],
    [
      'bn',
      'bn-BD',
      { type: 'invoice.posted.v1', payload: { customerId: 'c', number: 'INV-1', total: taka, dueOn: '2026-03-17' } },
      '১৭ মার্চ, ২০২৬',
    ],
    ['hi', 'hi-IN', { type: 'quota.reached.v1', payload: { customerId: 'c', percent: 75, ...quota } }, '75.5 GB'],
  ] as const
  for (const [language, locale, event, part] of cases)
    test(locale, () => {
      const { body } = write(sayingOf(event, facts, locale)!, language)
      assert.ok(body.includes(part), body)
      assert.doesNotMatch(body, /[{}]/)
    })
})
