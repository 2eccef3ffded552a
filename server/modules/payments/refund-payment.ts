import { z } from 'zod'
import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { enqueue, job } from '#kernel/jobs.ts'
import { compare, type Money, subtract } from '#kernel/money.ts'
import type { Platform } from '#kernel/platform.ts'
import { dateIn } from '#kernel/time.ts'
import { applyNotes, lockAccount, unsettle } from '#modules/billing'
import { post } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { applyCredit } from './apply-credit.ts'
import { amountNotPositive, paymentNotFound, refundTooLarge, wrongCurrency } from './errors.ts'
import { gatewayReach } from './gateway.ts'
import { findCheckout, openGateway } from './gateway-store.ts'
import { moneyAccountOf, type Payment, type PaymentAllocation } from './payment.ts'
import type { Refund, RefundState } from './refund.ts'
import { insertRefund, moveRefund, readRefund, refundedOf } from './refund-store.ts'
import { adapterOf } from './run-checkout.ts'
import { findPayment, readAllocations, reduceAllocations, setUnallocated } from './store.ts'

export interface RefundAsk {
  readonly paymentId: string
  /** Default: all that is left of it. */
  readonly amount?: Money | undefined
  readonly reason: string
  readonly now: Temporal.Instant
  /** Whose rest comes back, without anybody at the desk. */
  readonly creditNoteId?: string
}

/**
 * Gives money back: first what is credit, then from the invoices due last, which are open again. A gateway's payment is given back
 * through it, by a job; other money leaves the desk now, or is due to be paid out where nobody is there to take it.
 * @throws payments.not_found, payments.refund_too_large, payments.amount_not_positive, payments.wrong_currency
 */
export async function refundPayment(tx: Tx, ask: RefundAsk): Promise<Refund> {
  const found = await findPayment(tx, ask.paymentId)
  if (!found) throw paymentNotFound()
  await lockAccount(tx, found.accountId)
  const payment = (await findPayment(tx, ask.paymentId))!
  const left = subtract(payment.amount, await refundedOf(tx, payment))
  const amount = ask.amount ?? left
  if (amount.currency !== payment.amount.currency) throw wrongCurrency(amount.currency, payment.amount.currency)
  if (amount.minor <= 0n) throw amountNotPositive()
  if (compare(amount, left) > 0) throw refundTooLarge(left)

  const { fromCredit, taken } = takeBack(amount, payment, await readAllocations(tx, payment))
  await setUnallocated(tx, payment.id, subtract(payment.unallocated, fromCredit))
  await reduceAllocations(tx, payment.id, taken)
  await unsettle(tx, taken, ask.now)
  await applyNotes(tx, [payment.accountId], ask.now) // what is open again may be paid by credit notes
  await applyCredit(tx, payment.accountId, ask.now) // or by another payment
  const state = stateOf(payment, ask)
  const refund = await insertRefund(tx, {
    paymentId: payment.id,
    amount,
    reason: ask.reason,
    state,
    creditNoteId: ask.creditNoteId ?? null,
  })
  const { timeZone } = await readTenant(tx)
  await post(tx, {
    bookedOn: dateIn(ask.now, timeZone),
    description: `Refund of ${payment.number}`,
    sourceKind: 'refund',
    sourceId: refund.id,
    lines: [
      {
        debit: 'receivables',
        credit: state === 'due' ? 'refunds-payable' : moneyAccountOf(payment.method),
        amount,
        accountId: payment.accountId,
      },
    ],
  })
  await emit(
    tx,
    'payment.refunded.v1',
    {
      refundId: refund.id,
      paymentId: payment.id,
      number: payment.number,
      accountId: payment.accountId,
      customerId: payment.customerId,
      amount,
      state,
    },
    payment.id,
  )
  if (state === 'requested') await enqueue(tx, requestRefund.name, { refundId: refund.id }, { key: `refund:${refund.id}` })
  return refund
}

function stateOf({ checkoutId }: Payment, { creditNoteId }: RefundAsk): RefundState {
  if (checkoutId !== null) return 'requested'
  return creditNoteId === undefined ? 'done' : 'due'
}

/** What a refund takes from credit, and from which invoices: those due last give first. */
export function takeBack(
  amount: Money,
  payment: Pick<Payment, 'unallocated'>,
  allocations: readonly PaymentAllocation[],
): { fromCredit: Money; taken: { invoiceId: string; amount: Money }[] } {
  const fromCredit = compare(amount, payment.unallocated) < 0 ? amount : payment.unallocated
  let left = subtract(amount, fromCredit)
  const taken: { invoiceId: string; amount: Money }[] = []
  for (const part of allocations.toReversed()) {
    if (left.minor === 0n) break
    const back = compare(left, part.amount) < 0 ? left : part.amount
    taken.push({ invoiceId: part.invoiceId, amount: back })
    left = subtract(left, back)
  }
  assert(left.minor === 0n, 'Credit and allocations of a payment sum to what is left of it')
  return { fromCredit, taken }
}

/** Asks the gateway to give the money back. What it refuses is due to be paid out another way, by a person. */
export const requestRefund = job({
  name: 'payments.request-refund',
  input: z.object({ refundId: z.uuid() }),
  async run({ transact: inTenant, platform }, { refundId }) {
    const { refund, payment, gateway } = await inTenant((tx) => readForRequest(tx, refundId, platform))
    if (refund.state !== 'requested') return
    const answer = await adapterOf(gateway.provider).refund(gateway.access, {
      reference: payment.reference,
      amount: refund.amount,
      note: refund.reason,
    })
    if (answer.kind === 'unreachable') throw new Error(answer.detail)
    await inTenant((tx) =>
      answer.kind === 'accepted'
        ? moveRefund(tx, refundId, { state: 'done', error: null })
        : refuse(tx, refund, answer.detail, platform.clock.now()),
    )
  },
})

/** The gateway keeps its money: it is owed to the customer instead. */
async function refuse(tx: Tx, { id, paymentId, amount }: Refund, error: string, now: Temporal.Instant): Promise<void> {
  const payment = (await findPayment(tx, paymentId))!
  await moveRefund(tx, id, { state: 'due', error })
  await post(tx, {
    bookedOn: dateIn(now, (await readTenant(tx)).timeZone),
    description: `Refund of ${payment.number} refused`,
    sourceKind: 'refund-refusal',
    sourceId: id,
    lines: [{ debit: moneyAccountOf(payment.method), credit: 'refunds-payable', amount }],
  })
}

async function readForRequest(tx: Tx, refundId: string, { config }: Pick<Platform, 'config'>) {
  const refund = await readRefund(tx, refundId)
  const payment = await findPayment(tx, refund.paymentId)
  const checkout = payment?.checkoutId ? await findCheckout(tx, payment.checkoutId) : undefined
  const gateway = checkout && (await openGateway(tx, checkout.gatewayId, gatewayReach(config)))
  assert(payment && gateway, 'A refund through a gateway has a payment with a checkout')
  return { refund, payment, gateway }
}
