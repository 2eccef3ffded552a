import type { Tx } from '#kernel/db.ts'
import { emit, subscriber } from '#kernel/events.ts'
import { compare, isZero, type Money } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { post } from '#modules/ledger'
import { markCredited } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { takeNumbers } from './bill-run-store.ts'
import { creditable, creditBooking, type CreditKind, creditPart, draftCreditNotes, type CreditLine } from './credit.ts'
import {
  allocateCredit,
  type CreditNote,
  findCreditNote,
  insertCreditNote,
  readIssuingBranches,
  lockAccountsWithNotes,
  lockNotesWithCredit,
  readCreditableLines,
} from './credit-note-store.ts'
import { creditTooLarge, invoiceNotFound, invoiceVoid, nothingToCredit, rebilledSince } from './errors.ts'
import { documentSeries } from './invoice-number.ts'
import { type Allocation, allocateInOrder } from './invoice.ts'
import { addPendingCharges } from './pending-charges.ts'
import { readOtherwiseLost, releasePending } from './pending-store.ts'
import { billAccount } from './run-bills.ts'
import type { CancellationRefund } from './settings.ts'
import { settleWith } from './settle.ts'
import { findInvoice, type Invoice, latestPeriods, lockAccount, lockInvoice, lockOpenInvoices } from './store.ts'

export interface CreditReason {
  readonly kind: CreditKind
  readonly reason: string
  readonly now: Temporal.Instant
  /** How what no invoice needs comes back; as credit of the account where nothing is said. */
  readonly comesBackAs?: CancellationRefund
}

/**
 * Issues credit notes for lines, one for each invoice, with numbers of their own series of its branch, and books them. A note pays its invoice
 * first, then what else the account has open, the oldest due first; what is left is the account's credit.
 */
export async function issueCreditNotes(
  tx: Tx,
  lines: readonly CreditLine[],
  { kind, reason, now, comesBackAs = 'credit' }: CreditReason,
): Promise<CreditNote[]> {
  const drafts = draftCreditNotes(lines)
  if (drafts.length === 0) return []
  const tenant = await readTenant(tx)
  const issuedOn = dateIn(now, tenant.timeZone)
  const branches = await readIssuingBranches(
    tx,
    drafts.map(({ invoiceId }) => invoiceId),
  )
  const issued: CreditNote[] = []
  for (const draft of drafts) {
    const series = documentSeries('credit-note', issuedOn, tenant.fiscalYearStartMonth, branches.get(draft.invoiceId))
    const note = await insertCreditNote(tx, draft, { number: series.format(await takeNumbers(tx, series.name, 1)), kind, reason, issuedOn })
    const { id, number, invoiceId, accountId, customerId, total } = note
    await post(tx, {
      bookedOn: issuedOn,
      description: `Credit note ${number} for invoice ${note.invoiceNumber}`,
      sourceKind: 'credit-note',
      sourceId: id,
      lines: creditBooking(accountId, draft),
    })
    await emit(tx, 'credit_note.posted.v1', { creditNoteId: id, number, invoiceId, accountId, customerId, kind, total, comesBackAs }, id)
    await applyNote(tx, accountId, { id, unallocated: total }, { first: invoiceId, now })
    issued.push((await findCreditNote(tx, id))!)
  }
  return issued
}

/** @param order `first` is paid before what is due earlier */
async function applyNote(
  tx: Tx,
  accountId: string,
  note: { readonly id: string; readonly unallocated: Money },
  order: { readonly first?: string; readonly now: Temporal.Instant },
): Promise<Allocation[]> {
  await lockAccount(tx, accountId)
  const open = await lockOpenInvoices(tx, [accountId])
  const own = open.filter(({ id }) => id === order.first)
  const others = open.filter(({ id, isWrittenOff }) => id !== order.first && !isWrittenOff)
  const { allocations, unallocated } = allocateInOrder(note.unallocated, [...own, ...others])
  if (allocations.length === 0) return []
  await allocateCredit(tx, note.id, allocations, unallocated)
  await settleWith(tx, open, allocations, order.now)
  return allocations
}

/** Pays what accounts have open with the credit of their notes. */
export async function applyNotes(tx: Tx, accountIds: readonly string[], now: Temporal.Instant): Promise<void> {
  for (const accountId of await lockAccountsWithNotes(tx, accountIds))
    for (const note of await lockNotesWithCredit(tx, accountId)) if ((await applyNote(tx, accountId, note, { now })).length === 0) break
}

/** Credit is applied as soon as an invoice is posted. */
export const applyNotesToNewInvoices = subscriber({
  name: 'billing.apply-credit',
  types: ['invoice.posted.v1'],
  async handle(tx, events, { clock }) {
    const billed = [...new Set(events.map((event) => String(event.payload.accountId)))]
    await applyNotes(tx, billed, clock.now())
  },
})

/** What of a line is to be taken back: a net amount, or all that is left. */
export interface CreditAsk {
  readonly line: number
  readonly net?: Money | undefined
}

/**
 * Takes back lines of an invoice, or parts of them.
 * @param asks none: all that is left of the invoice
 * @throws billing.invoice_not_found, billing.invoice_void, billing.nothing_to_credit, billing.credit_too_large
 */
export async function creditInvoice(tx: Tx, invoiceId: string, asks: readonly CreditAsk[], why: CreditReason): Promise<CreditNote> {
  const invoice = await lockNotVoid(tx, invoiceId)
  const lines = (await readCreditableLines(tx, invoice.id)).filter(({ net }) => net.minor > 0n)
  const wanted = asks.length === 0 ? lines.map(({ line }): CreditAsk => ({ line })) : asks
  const credits = wanted.flatMap((ask) => {
    const line = lines.find((one) => one.line === ask.line)
    if (!line) throw nothingToCredit(invoice.number)
    const net = ask.net ?? creditable(line)
    if (net.currency !== line.net.currency || net.minor <= 0n || compare(net, creditable(line)) > 0) throw creditTooLarge(creditable(line))
    return creditPart(line, net) ?? []
  })
  const [note] = await issueCreditNotes(tx, credits, why)
  if (!note) throw nothingToCredit(invoice.number)
  return note
}

/**
 * Takes a whole invoice back and bills its days again, as terms and taxes are now, with what else it charged. Only the last invoice of what is on it: later ones
 * are taken back first.
 * @throws billing.invoice_not_found, billing.invoice_void, billing.nothing_to_credit, billing.rebilled_since
 */
export async function rebillInvoice(tx: Tx, invoiceId: string, reason: string, now: Temporal.Instant): Promise<CreditNote> {
  const invoice = await lockNotVoid(tx, invoiceId)
  const periods = await latestPeriods(tx, invoiceId)
  if (periods.some(({ isLatest }) => !isLatest)) throw rebilledSince(invoice.number)
  const { timeZone } = await readTenant(tx)
  const today = dateIn(now, timeZone)
  const again = periods.filter(({ isBilledAgain }) => isBilledAgain)
  const others = await readOtherwiseLost(
    tx,
    invoiceId,
    again.map(({ subscriptionId }) => subscriptionId),
  )
  const note = await creditInvoice(tx, invoiceId, [], { kind: 'correction', reason, now })
  await markCredited(
    tx,
    again.map(({ subscriptionId, from }) => ({ id: subscriptionId, from })),
  )
  await releasePending(tx, invoiceId)
  await addPendingCharges(
    tx,
    others.map((charge) => ({ ...charge, billOn: today })),
  )
  const accountIds = new Set([invoice.accountId, ...periods.map(({ accountId }) => accountId)]) // since then some may be billed to others
  for (const accountId of accountIds) await billAccount(tx, accountId, today)
  return note
}

async function lockNotVoid(tx: Tx, invoiceId: string): Promise<Invoice> {
  const found = await findInvoice(tx, invoiceId)
  if (!found) throw invoiceNotFound()
  await lockAccount(tx, found.accountId)
  const invoice = (await lockInvoice(tx, invoiceId))!
  if (invoice.state === 'void') throw invoiceVoid(invoice.number)
  if (isZero(invoice.total)) throw nothingToCredit(invoice.number)
  return invoice
}
