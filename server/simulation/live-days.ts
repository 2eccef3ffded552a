import type { Tx } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { dateIn, earlier, later } from '#kernel/time.ts'
import { billNow, runDunning } from '#modules/billing'
import { importCustomers } from '#modules/customers'
import { receivePayments } from '#modules/payments'
import { activateAll, subscribe } from '#modules/subscriptions'
import { addAll, nothing, tally, type Tally } from './tally.ts'
import type { Book } from './book.ts'
import { type Habits, habitsOf, payDay } from './habits.ts'
import { Refusal } from './refusal.ts'
import { type Arrears, findOffer, readAccountNumbers, readArrears, readOpenInvoices, readOwed, readPastInvoices } from './store.ts'

/** Customers who begin on a day. */
export interface Join {
  readonly on: Temporal.PlainDate
  readonly plan: string // its code
  readonly count: number
  readonly segment?: string | undefined
}

export interface DayTally extends Tally {
  readonly day: Temporal.PlainDate
}

export interface Lived {
  readonly days: readonly DayTally[]
  /** By account number, of those to whom anything happened. */
  readonly accounts: ReadonlyMap<string, Tally>
  /** What is overdue at the end of each month, and of the last day; by month, like 2026-12. */
  readonly arrears: ReadonlyMap<string, Arrears>
}

export interface Span {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate // included
  readonly joins?: readonly Join[]
  /** Called after each day; throws to stop. */
  progress?(day: Temporal.PlainDate): void
}

/** Longer ago people may have paid otherwise than today. */
const habitDays = 400

/**
 * Lives through days as the program would: what the night does, bills, dunning, the desk, payments. Days from that of the clock up to
 * `from` are lived through without being counted.
 *
 *   00:05 ends, changes, quotas ── 00:20 bills ── 10:00 dunning ── 10:30 revenue ── 11:00 who joins ── 20:30 payments
 */
export async function liveDays(book: Book, { from, to, joins = [], progress }: Span): Promise<Lived> {
  const today = dateIn(book.platform.clock.now(), book.timeZone)
  const atStart = await book.followEvents() // of a change that was made in the book
  const office = new Office(book, await learnHabits(book, today))
  await office.expectOpen(today)

  const days: DayTally[] = []
  const byAccount = new Map<string, Tally>()
  const arrears = new Map<string, Arrears>()
  for (let day = earlier(today, from); Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 })) {
    const joining = joins.filter((join) => join.on.equals(day))
    const events = [...atStart.splice(0), ...(await office.live(day, joining))]
    if (day.equals(later(day, from))) {
      days.push({ day, ...tally(events) })
      addByAccount(byAccount, events)
      if (day.day === day.daysInMonth || day.equals(to)) arrears.set(monthOf(day), await book.transact((tx) => readArrears(tx, day)))
    }
    progress?.(day)
  }
  const numbers = await book.transact((tx) => readAccountNumbers(tx, [...byAccount.keys()]))
  return { days, arrears, accounts: new Map([...byAccount].map(([id, sum]) => [numbers.get(id)!, sum])) }
}

export const monthOf = (day: Temporal.PlainDate): string => day.toPlainYearMonth().toString()

const learnHabits = (book: Book, today: Temporal.PlainDate): Promise<Habits> =>
  book.transact(async (tx) => habitsOf(await readPastInvoices(tx, today.subtract({ days: habitDays }), book.timeZone), today))

function addByAccount(sums: Map<string, Tally>, events: readonly Event[]): void {
  const ofAccounts = events.filter((event) => 'accountId' in event.payload)
  for (const [id, own] of Map.groupBy(ofAccounts, (event) => String(event.payload.accountId)))
    sums.set(id, addAll([sums.get(id) ?? nothing, tally(own)]))
}

const nightly = [
  'subscriptions.end',
  'subscriptions.resume',
  'subscriptions.carry-out-changes',
  'charging.expire-balances',
  'renewals.renew',
  'charging.renew-quotas',
]

/** What the program does by itself on a day. Done twice it changes nothing. */
export const routine: readonly { time: string; work(book: Book, day: Temporal.PlainDate, now: Temporal.Instant): Promise<unknown> }[] = [
  {
    time: '00:05',
    async work(book) {
      for (const name of nightly) await book.runJob(name)
    },
  },
  { time: '00:20', work: (book, day, now) => book.transact((tx) => billNow(tx, day, now)) },
  { time: '10:00', work: (book, day) => book.transact((tx) => runDunning(tx, day)) },
  { time: '10:30', work: (book) => book.runJob('ledger.recognise') },
]

/** Who works on a book day by day, and knows when customers will pay. */
class Office {
  readonly #book: Book
  readonly #habits: Habits
  /** Ids of invoices that will be paid, by day. */
  readonly #expected = new Map<string, string[]>()
  #joined = 0

  constructor(book: Book, habits: Habits) {
    this.#book = book
    this.#habits = habits
  }

  /** Thinks of the invoices that are open at the start. */
  async expectOpen(today: Temporal.PlainDate): Promise<void> {
    await this.#expect(null, today)
  }

  /** @returns what happened */
  async live(day: Temporal.PlainDate, joins: readonly Join[]): Promise<Event[]> {
    const book = this.#book
    const events: Event[] = []
    const at = async (time: string, work: (now: Temporal.Instant) => Promise<unknown>) => {
      await work(await book.moveTo(day, time))
      const followed = await book.followEvents()
      await this.#expect(postedIn(followed), day)
      events.push(...followed)
    }
    for (const { time, work } of routine) await at(time, (now) => work(book, day, now))
    await at('11:00', (now) => this.#welcome(joins, now))
    await at('20:30', (now) => this.#collect(day, now))
    return events
  }

  async #expect(invoiceIds: readonly string[] | null, today: Temporal.PlainDate): Promise<void> {
    if (invoiceIds?.length === 0) return
    for (const invoice of await this.#book.transact((tx) => readOpenInvoices(tx, invoiceIds))) {
      const day = payDay(this.#habits, invoice, today)
      if (day) this.#expected.getOrInsert(later(day, today).toString(), []).push(invoice.id)
    }
  }

  async #collect(day: Temporal.PlainDate, now: Temporal.Instant): Promise<void> {
    const due = this.#expected.get(day.toString())
    if (!due) return
    this.#expected.delete(day.toString())
    await this.#book.transact(async (tx) => {
      const owed = await readOwed(tx, due)
      await receivePayments(
        tx,
        owed.map((one) => ({ ...one, method: 'cash', receivedAt: now })),
        now,
      )
    })
  }

  async #welcome(joins: readonly Join[], now: Temporal.Instant): Promise<void> {
    for (const join of joins) await this.#book.transact((tx) => this.#take(tx, join, now))
  }

  async #take(tx: Tx, { plan, count, segment, on }: Join, now: Temporal.Instant): Promise<void> {
    const offerId = await findOffer(tx, plan)
    if (!offerId) throw new Refusal(`No plan has the code ${plan}.`)
    const names = Array.from({ length: count }, () => `Simulated customer ${++this.#joined}`)
    const customers = await importCustomers(
      tx,
      names.map((name) => ({ name, segment })),
    )
    const ids: string[] = []
    for (const { customerId } of customers) ids.push((await subscribe(tx, { customerId, offerId, startOn: on })).id)
    await activateAll(tx, ids, now)
  }
}

const postedIn = (events: readonly Event[]) => events.filter((event) => event.type === 'invoice.posted.v1').map((event) => event.subject!)
