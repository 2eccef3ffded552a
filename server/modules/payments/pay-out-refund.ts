import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { dateIn } from '#kernel/time.ts'
import { lockAccount } from '#modules/billing'
import { post } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { refundNotDue, refundNotFound } from './errors.ts'
import { type DeskMethod, moneyAccountOf } from './payment.ts'
import type { Refund } from './refund.ts'
import { findRefund, lockRefund, markPaidOut } from './refund-store.ts'
import { findPayment } from './store.ts'

/** Pays out a refund that is due: the customer has the money. @throws payments.refund_not_found, payments.refund_not_due */
export async function payOutRefund(
  tx: Tx,
  ask: { readonly refundId: string; readonly method: DeskMethod; readonly reference: string; readonly now: Temporal.Instant },
): Promise<Refund> {
  const found = await findRefund(tx, ask.refundId)
  if (!found) throw refundNotFound()
  const payment = (await findPayment(tx, found.paymentId))!
  await lockAccount(tx, payment.accountId)
  const refund = (await lockRefund(tx, found.id))!
  if (refund.state !== 'due') throw refundNotDue(payment.number, refund.state)

  await markPaidOut(tx, refund.id, { ...ask, at: ask.now })
  await post(tx, {
    bookedOn: dateIn(ask.now, (await readTenant(tx)).timeZone),
    description: `Refund of ${payment.number} paid out`,
    sourceKind: 'refund-payout',
    sourceId: refund.id,
    lines: [{ debit: 'refunds-payable', credit: moneyAccountOf(ask.method), amount: refund.amount }],
  })
  const { number, accountId, customerId } = payment
  const { id: refundId, paymentId, amount } = refund
  await emit(
    tx,
    'payment.refund_paid_out.v1',
    { refundId, paymentId, number, accountId, customerId, amount, method: ask.method },
    paymentId,
  )
  return { ...refund, state: 'done' }
}
