import type { Tx } from '#kernel/db.ts'
import { subscriber } from '#kernel/events.ts'
import { compare, isZero, subtract } from '#kernel/money.ts'
import { applyNotes, findCreditNote, lockAccount } from '#modules/billing'
import { refundPayment } from './refund-payment.ts'
import { isRefunded, readRefundable } from './refund-store.ts'

/**
 * Gives back as money what no invoice needs of a credit note: from the payments that paid its invoice, then from others of the account,
 * the latest first. A payment that is given back opens what it paid, and the note pays that. What nobody paid as money stays credit.
 *
 *   payment 100 ──▶ invoice 100 ◀── note 60        refund 60:   payment 40 ──▶ invoice 100 ◀── note 60
 */
export async function refundNote(tx: Tx, creditNoteId: string, now: Temporal.Instant): Promise<void> {
  const { accountId } = (await findCreditNote(tx, creditNoteId))!
  await lockAccount(tx, accountId)
  if (await isRefunded(tx, creditNoteId)) return
  await applyNotes(tx, [accountId], now) // fees of the end were posted with the note, and come first
  const note = (await findCreditNote(tx, creditNoteId))!
  let left = note.unallocated
  for (const payment of await readRefundable(tx, note)) {
    if (isZero(left)) return
    const amount = compare(left, payment.left) < 0 ? left : payment.left
    await refundPayment(tx, { paymentId: payment.id, amount, reason: `Credit note ${note.number}`, now, creditNoteId })
    left = subtract(left, amount)
  }
}

/** Follows the policy of the credit note: what was paid for days behind the end of service comes back as money. */
export const refundUnused = subscriber({
  name: 'payments.refund-unused',
  types: ['credit_note.posted.v1'],
  async handle(tx, events, { clock }) {
    for (const { payload } of events) if (payload.comesBackAs === 'money') await refundNote(tx, String(payload.creditNoteId), clock.now())
  },
})
