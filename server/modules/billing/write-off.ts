import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { type Money, multiplyRatio, negate, subtract, sum } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { post } from '#modules/ledger'
import { packOf } from '#modules/tax'
import { readTenant } from '#modules/tenants'
import { lockOpen } from './change-invoice.ts'
import { invoiceNotFound, noTaxRelief, notWrittenOff } from './errors.ts'
import type { TaxTotal } from './invoice.ts'
import { findInvoice, type Invoice, lockAccount, lockInvoice, markOpen, markWrittenOff } from './store.ts'
import { chargedTaxes, insertWriteOff, readLosses, type WriteOff, writtenOff } from './write-off-store.ts'

/** An amount that somebody owed, and the taxes in it that tax offices give back. */
export interface Loss {
  readonly amount: Money
  readonly taxes: readonly TaxTotal[]
}

/** The part of a loss that an amount is of it; all of it exactly where that is all. */
export function partOf(whole: Loss, amount: Money): Loss {
  const part = (share: Money) => multiplyRatio(share, amount.minor, whole.amount.minor)
  return { amount, taxes: whole.taxes.map((total) => ({ ...total, net: part(total.net), tax: part(total.tax) })) }
}

export const opposite = ({ amount, taxes }: Loss): Loss => ({
  amount: negate(amount),
  taxes: taxes.map((total) => ({ ...total, net: negate(total.net), tax: negate(total.tax) })),
})

export interface WriteOffAsk {
  readonly invoiceId: string
  readonly reason: string
  /** Takes the taxes of what is written off back from the tax office, where the law of the country gives them back. */
  readonly takesTaxesBack: boolean
}

/**
 * Gives up on what an invoice has open: a loss, no longer something owed. The sale stays as it was, so revenue and the taxes payable
 * stay too, but for taxes that are taken back. Nobody is dunned for it any more; service that is withheld stays withheld.
 * @throws billing.invoice_not_found, billing.invoice_not_open, billing.no_tax_relief
 */
export async function writeOff(tx: Tx, ask: WriteOffAsk, now: Temporal.Instant): Promise<WriteOff> {
  const invoice = await lockOpen(tx, ask.invoiceId)
  const { country } = await readTenant(tx)
  if (ask.takesTaxesBack && !packOf(country).reliefForBadDebts) throw noTaxRelief(country)
  const open = subtract(invoice.total, invoice.paid)
  const loss = ask.takesTaxesBack ? partOf(await chargedTaxes(tx, invoice), open) : { amount: open, taxes: [] }
  await markWrittenOff(tx, invoice.id)
  const { id, number, accountId, customerId } = invoice
  await emit(tx, 'invoice.written_off.v1', { invoiceId: id, number, accountId, customerId, amount: open, reason: ask.reason }, id)
  return book(tx, invoice, loss, ask.reason, now)
}

/**
 * Expects the money after all: the invoice is open again, and dunned.
 * @throws billing.invoice_not_found, billing.not_written_off
 */
export async function reopenWriteOff(tx: Tx, invoiceId: string, reason: string, now: Temporal.Instant): Promise<WriteOff> {
  const found = await findInvoice(tx, invoiceId)
  if (!found) throw invoiceNotFound()
  await lockAccount(tx, found.accountId)
  const invoice = (await lockInvoice(tx, invoiceId))!
  if (invoice.state !== 'written-off') throw notWrittenOff(invoice.number)
  await markOpen(tx, invoiceId)
  return book(tx, invoice, opposite(await writtenOff(tx, invoice)), reason, now)
}

interface Part {
  readonly invoiceId: string
  readonly amount: Money
}

const paidAfterAll = 'Paid after all'
const paymentTakenBack = 'Payment taken back'

/** Takes losses back that are paid after all, as far as they are paid. Before the payment is counted. */
export const recoverLosses = (tx: Tx, parts: readonly Part[], now: Temporal.Instant): Promise<void> =>
  moveLosses(tx, parts, opposite, paidAfterAll, now)

/** Counts as lost again what of an invoice that is written off was paid, and was given back. Before that is counted. */
export const loseAgain = (tx: Tx, parts: readonly Part[], now: Temporal.Instant): Promise<void> =>
  moveLosses(tx, parts, (loss) => loss, paymentTakenBack, now)

async function moveLosses(tx: Tx, parts: readonly Part[], direction: (loss: Loss) => Loss, reason: string, now: Temporal.Instant) {
  const lost = await readLosses(
    tx,
    parts.map(({ invoiceId }) => invoiceId),
  )
  for (const { invoiceId, amount } of parts.filter((part) => lost.has(part.invoiceId))) {
    const invoice = (await findInvoice(tx, invoiceId))!
    const moved = direction(partOf(await writtenOff(tx, invoice), amount))
    await book(tx, invoice, moved, reason, now)
  }
}

/** Keeps a loss, or what is taken back of one, and books it. */
async function book(tx: Tx, invoice: Invoice, { amount, taxes }: Loss, reason: string, now: Temporal.Instant): Promise<WriteOff> {
  const bookedOn = dateIn(now, (await readTenant(tx)).timeZone)
  const tax = sum(
    taxes.map((total) => total.tax),
    amount.currency,
  )
  const kept = await insertWriteOff(tx, { invoiceId: invoice.id, amount, tax, net: subtract(amount, tax), taxes, bookedOn, reason })
  const { accountId } = invoice
  await post(tx, {
    bookedOn,
    description: `${amount.minor > 0n ? 'Write-off' : 'Recovery'} of invoice ${invoice.number}`,
    sourceKind: 'write-off',
    sourceId: kept.id,
    lines: [
      { debit: 'bad-debts', credit: 'receivables', amount: kept.net, accountId },
      { debit: 'tax-payable', credit: 'receivables', amount: kept.tax, accountId },
    ],
  })
  if (amount.minor < 0n) {
    const { id, number, customerId } = invoice
    await emit(tx, 'invoice.recovered.v1', { invoiceId: id, number, accountId, customerId, amount: negate(amount), reason }, id)
  }
  return kept
}
