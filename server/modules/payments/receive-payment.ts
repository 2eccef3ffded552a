import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import type { Money } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { lockAccount, settle } from '#modules/billing'
import { post } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { accountNotFound, amountNotPositive, receivedInFuture, referenceUsed, wrongCurrency } from './errors.ts'
import { moneyAccountOf, type Payment, receiptNumber, receiptSeries } from './payment.ts'
import { findByReference, insertAllocations, insertPayment, takeNumber } from './store.ts'

export interface PaymentDraft {
  readonly accountId: string
  readonly amount: Money
  readonly method: string
  /** The gateway's or the desk's; the number of the receipt where there is none. */
  readonly reference?: string | undefined
  readonly receivedAt: Temporal.Instant
  readonly note?: string | undefined
  readonly checkoutId?: string | undefined
  /** When it is entered; default: when it was received. */
  readonly now?: Temporal.Instant
}

/**
 * Takes money in: pays open invoices, oldest due first, keeps the rest as credit, gives service back, books it. The same method and
 * reference again is the same payment, however often and from however many sides it is told.
 * @throws payments.account_not_found, payments.amount_not_positive, payments.wrong_currency, payments.reference_used
 */
export async function receivePayment(tx: Tx, draft: PaymentDraft): Promise<Payment> {
  // Everybody who moves money of an account waits here, so the look below is not outrun.
  const account = await lockAccount(tx, draft.accountId)
  if (!account) throw accountNotFound()
  if (draft.amount.minor <= 0n) throw amountNotPositive()
  if (draft.amount.currency !== account.currency) throw wrongCurrency(draft.amount.currency, account.currency)
  const now = draft.now ?? draft.receivedAt
  if (Temporal.Instant.compare(draft.receivedAt, now) > 0) throw receivedInFuture()
  const known = draft.reference === undefined ? undefined : await findByReference(tx, draft.method, draft.reference)
  if (known) return requireSame(known, draft)

  const { timeZone } = await readTenant(tx)
  const receivedOn = dateIn(draft.receivedAt, timeZone)
  const { allocations, unallocated } = await settle(tx, { accountId: draft.accountId, amount: draft.amount, now })
  const number = receiptNumber(receivedOn, await takeNumber(tx, receiptSeries(receivedOn)))
  const payment = await insertPayment(tx, {
    number, accountId: draft.accountId, customerId: account.customerId, amount: draft.amount, method: draft.method, reference: draft.reference ?? number,
    checkoutId: draft.checkoutId ?? null, unallocated, note: draft.note ?? '', receivedAt: draft.receivedAt,
  })
  await insertAllocations(tx, payment.id, allocations)
  await post(tx, {
    bookedOn: receivedOn, description: `Payment ${number}`, sourceKind: 'payment', sourceId: payment.id,
    lines: [{ debit: moneyAccountOf(payment.method), credit: 'receivables', amount: payment.amount, accountId: payment.accountId }],
  })
  await emit(tx, 'payment.received.v1', {
    paymentId: payment.id, number, accountId: payment.accountId, customerId: payment.customerId, amount: payment.amount, method: payment.method,
  }, payment.id)
  return payment
}

function requireSame(known: Payment, draft: PaymentDraft): Payment {
  const isSame = known.accountId === draft.accountId && known.amount.minor === draft.amount.minor
  if (!isSame) throw referenceUsed(known.reference, known.number)
  return known
}
