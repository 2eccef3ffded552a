import { createHash } from 'node:crypto'

/** When an invoice was paid, as customers have paid so far. */
export interface PastInvoice {
  readonly accountNumber: string
  readonly dueOn: Temporal.PlainDate
  readonly paidOn: Temporal.PlainDate | null
}

export interface InvoiceToPay {
  readonly accountNumber: string
  readonly issuedOn: Temporal.PlainDate
  readonly dueOn: Temporal.PlainDate
}

/** Days from due to paid, before it where negative; null: it stayed unpaid. */
type Delay = number | null

export interface Habits {
  readonly ofAccount: ReadonlyMap<string, readonly Delay[]>
  readonly ofAll: readonly Delay[]
}

/** Who has not paid for so long will not pay. */
const givenUpDays = 45
/** Fewer invoices than that do not make a habit: such an account pays as all do. */
const habitInvoices = 3

/** @param today an invoice that is open and not long overdue says nothing yet */
export function habitsOf(past: readonly PastInvoice[], today: Temporal.PlainDate): Habits {
  const known = past.flatMap(({ accountNumber, dueOn, paidOn }): { accountNumber: string; delay: Delay }[] => {
    if (paidOn) return [{ accountNumber, delay: dueOn.until(paidOn).days }]
    return dueOn.until(today).days > givenUpDays ? [{ accountNumber, delay: null }] : []
  })
  const byAccount = Map.groupBy(known, (one) => one.accountNumber)
  return {
    ofAccount: new Map([...byAccount].map(([number, invoices]) => [number, invoices.map((one) => one.delay)])),
    ofAll: known.map((one) => one.delay),
  }
}

/**
 * When an invoice will be paid, if ever: one of the delays that the account has shown, always the same one for the same account and issue
 * day, so that two runs differ by what was changed and not by chance. On a book without history everybody pays on the due day.
 * @param today earlier delays are over
 */
export function payDay(habits: Habits, invoice: InvoiceToPay, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const own = habits.ofAccount.get(invoice.accountNumber) ?? []
  const shown = own.length >= habitInvoices ? own : habits.ofAll.length > 0 ? habits.ofAll : [0]
  const ageDays = invoice.dueOn.until(today).days
  const possible = shown.filter((delay) => delay === null || delay >= ageDays)
  const delay = possible[draw(`${invoice.accountNumber} ${invoice.issuedOn}`, possible.length)] ?? null
  return delay === null ? null : invoice.dueOn.add({ days: delay })
}

/** A number from 0 up to, not including, `below`, that hangs on the text alone. */
function draw(text: string, below: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE() % below
}
