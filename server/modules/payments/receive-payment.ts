import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import type { Money } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { type LockedAccount, lockAccounts, settleAll } from '#modules/billing'
import { type Entry, postAll } from '#modules/ledger'
import { readTenant } from '#modules/tenants'
import { accountNotFound, amountNotPositive, receivedInFuture, referenceUsed, wrongCurrency } from './errors.ts'
import { moneyAccountOf, type Payment, receiptNumber, receiptSeries } from './payment.ts'
import { findByReference, insertAllocations, insertPayments, type PaymentName, takeNumbers } from './store.ts'

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
 * @throws payments.account_not_found, payments.amount_not_positive, payments.wrong_currency, payments.received_in_future, payments.reference_used
 */
export async function receivePayment(tx: Tx, draft: PaymentDraft): Promise<Payment> {
  const [payment] = await receivePayments(tx, [draft], draft.now ?? draft.receivedAt)
  return payment!
}

/** As `receivePayment`, for payments of different accounts that are entered together, in a fixed number of statements. @returns in the order given */
export async function receivePayments(tx: Tx, drafts: readonly PaymentDraft[], now: Temporal.Instant): Promise<Payment[]> {
  assert(new Set(drafts.map((draft) => draft.accountId)).size === drafts.length, 'Payments of one account are entered one after the other')
  // Everybody who moves money of an account waits here, so the look below is not outrun.
  const accounts = await lockAccounts(
    tx,
    drafts.map((draft) => draft.accountId),
  )
  for (const draft of drafts) requireValid(draft, accounts.get(draft.accountId), now)

  const known = await knownPayments(tx, drafts)
  const added = await enter(
    tx,
    drafts.filter((draft) => !known.has(draft.accountId)),
    accounts,
    now,
  )
  const byAccount = new Map([...known.values(), ...added].map((payment) => [payment.accountId, payment]))
  return drafts.map((draft) => byAccount.get(draft.accountId)!)
}

function requireValid(draft: PaymentDraft, account: LockedAccount | undefined, now: Temporal.Instant): void {
  if (!account) throw accountNotFound()
  if (draft.amount.minor <= 0n) throw amountNotPositive()
  if (draft.amount.currency !== account.currency) throw wrongCurrency(draft.amount.currency, account.currency)
  if (Temporal.Instant.compare(draft.receivedAt, now) > 0) throw receivedInFuture()
}

/** Payments that were told before, by account. @throws payments.reference_used */
async function knownPayments(tx: Tx, drafts: readonly PaymentDraft[]): Promise<Map<string, Payment>> {
  const named = drafts.flatMap(({ method, reference }) => (reference === undefined ? [] : [{ method, reference }]))
  if (named.length === 0) return new Map()
  const found = new Map((await findByReference(tx, named)).map((payment) => [nameOf(payment), payment]))
  return new Map(
    drafts.flatMap((draft) => {
      const known = draft.reference === undefined ? undefined : found.get(nameOf({ ...draft, reference: draft.reference }))
      return known ? [[draft.accountId, requireSame(known, draft)]] : []
    }),
  )
}

const nameOf = ({ method, reference }: PaymentName) => `${method} ${reference}`

async function enter(
  tx: Tx,
  drafts: readonly PaymentDraft[],
  accounts: ReadonlyMap<string, LockedAccount>,
  now: Temporal.Instant,
): Promise<Payment[]> {
  if (drafts.length === 0) return []
  const tenant = await readTenant(tx)
  const settlements = await settleAll(tx, drafts, now)
  const numbers = await takeReceiptNumbers(
    tx,
    drafts.map((draft) => dateIn(draft.receivedAt, tenant.timeZone)),
  )
  const payments = await insertPayments(
    tx,
    drafts.map((draft, index) => ({
      number: numbers[index]!,
      accountId: draft.accountId,
      customerId: accounts.get(draft.accountId)!.customerId,
      amount: draft.amount,
      method: draft.method,
      reference: draft.reference ?? numbers[index]!,
      checkoutId: draft.checkoutId ?? null,
      unallocated: settlements[index]!.unallocated,
      note: draft.note ?? '',
      receivedAt: draft.receivedAt,
    })),
  )
  await insertAllocations(
    tx,
    payments.flatMap((payment, index) => settlements[index]!.allocations.map((allocation) => ({ ...allocation, paymentId: payment.id }))),
  )
  await postAll(
    tx,
    payments.map((payment) => bookingOf(payment, tenant.timeZone)),
  )
  await emitAll(
    tx,
    payments.map(({ id, number, accountId, customerId, amount, method }) => ({
      tenantId: tenant.id,
      type: 'payment.received.v1',
      subject: id,
      payload: { paymentId: id, number, accountId, customerId, amount, method },
    })),
  )
  return payments
}

const bookingOf = (payment: Payment, timeZone: string): Entry => ({
  bookedOn: dateIn(payment.receivedAt, timeZone),
  description: `Payment ${payment.number}`,
  sourceKind: 'payment',
  sourceId: payment.id,
  lines: [{ debit: moneyAccountOf(payment.method), credit: 'receivables', amount: payment.amount, accountId: payment.accountId }],
})

/** Numbers of receipts, in the order of the days given. A batch around New Year draws from two series. */
async function takeReceiptNumbers(tx: Tx, days: readonly Temporal.PlainDate[]): Promise<string[]> {
  const numbers: string[] = []
  for (const indexes of Map.groupBy(days.keys(), (index) => receiptSeries(days[index]!)).values()) {
    const first = await takeNumbers(tx, receiptSeries(days[indexes[0]!]!), indexes.length)
    for (const [position, index] of indexes.entries()) numbers[index] = receiptNumber(days[index]!, first + BigInt(position))
  }
  return numbers
}

function requireSame(known: Payment, draft: PaymentDraft): Payment {
  const isSame = known.accountId === draft.accountId && known.amount.minor === draft.amount.minor
  if (!isSame) throw referenceUsed(known.reference, known.number)
  return known
}
