import assert from 'node:assert/strict'
import { sql, type Tx } from '#kernel/db.ts'
import type { Event, Subscriber } from '#kernel/events.ts'
import { type Currency, type Money, money, parseDecimal, toDecimal } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { dateIn } from '#kernel/time.ts'
import { createOffer, type OfferDraft, publishOffer, type TermsDraft } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { verifyLedger } from '#modules/ledger'
import { activate, subscribe } from '#modules/subscriptions'
import { changeRate } from '#modules/tax'
import { applyNotesToNewInvoices } from './credit-notes.ts'
import { seedBilling } from './defaults.ts'
import { followChanges } from './follow-changes.ts'
import { billNow } from './run-bills.ts'
import { settle } from './settle.ts'
import { verifyInvoices } from './verify.ts'

const subscribers: readonly Subscriber[] = [followChanges, applyNotesToNewInvoices]

export interface BookOptions {
  readonly now: string
  readonly timeZone?: string
  readonly currency?: Currency
  /** Of the one tax; 0 where not said. */
  readonly taxPercent?: string
  readonly billDay?: number
}

/** One line of an invoice or credit note, as tests read it. */
export interface ReadLine {
  readonly document: string
  readonly kind: string
  readonly from: string | null
  readonly to: string | null
  readonly net: string // decimal
  readonly tax: string
}

/** A business with one customer, whose clock and events a test moves by hand. */
export interface Book extends TestTenant {
  readonly accountId: string
  readonly customerId: string
  amount(decimal: string): Money
  /** A plan on sale for longer than any test goes back. */
  plan(terms: Omit<TermsDraft, 'validFrom'>, more?: Partial<OfferDraft>): Promise<string>
  /** Gives the customer a plan today and begins service. */
  subscribe(offerId: string, billDay?: number): Promise<string>
  moveTo(instant: string): void
  /** Does what is asked, then lets billing follow all events. */
  act<T>(work: (tx: Tx, now: Temporal.Instant) => Promise<T>): Promise<T>
  bill(): Promise<void>
  pay(decimal: string): Promise<void>
  invoiceLines(): Promise<ReadLine[]>
  creditLines(): Promise<ReadLine[]>
  /** Totals with taxes, in the order of numbers. */
  totals(of: 'invoice' | 'credit_note'): Promise<string[]>
  /** What the account owes; negative: credit. */
  owed(): Promise<string>
  prove(): Promise<void>
}

let plans = 0

export async function openBook({ now, timeZone = 'UTC', currency = 'EUR', taxPercent = '0', billDay = 1 }: BookOptions): Promise<Book> {
  const tenant = await testTenant({ now, timeZone, currency, country: 'DE' })
  const { clock } = tenant.platform
  const today = () => dateIn(clock.now(), timeZone)
  const customer = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    await changeRate(tx, { category: 'standard', code: 'VAT', percent: taxPercent, validFrom: Temporal.PlainDate.from('2000-01-02') })
    return createCustomer(tx, { name: 'Rahima Khatun', billDay })
  })
  let seen = 0n

  async function follow(): Promise<void> {
    for (let events = await newEvents(); events.length > 0; events = await newEvents()) {
      seen = events.at(-1)!.id
      for (const { types, handle } of subscribers) {
        const part = events.filter((event) => types.includes(event.type))
        if (part.length > 0) await tenant.transact((tx) => handle(tx, part, tenant.platform))
      }
    }
  }
  const newEvents = () =>
    tenant.transact(
      async (tx) =>
        (await sql<Event>`select id, type, subject, payload from event where id > ${seen}::bigint order by id`.execute(tx)).rows,
    )
  const lines = (of: 'invoice' | 'credit_note') =>
    tenant.transact(async (tx) => {
      const { rows } = await sql<{
        document: string
        kind: string
        from: string | null
        to: string | null
        net: bigint
        tax: bigint
      }>`
        select d.number as document, l.kind, l.period_from as from, l.period_to as to, l.net_minor as net, l.tax_minor as tax
        from ${of === 'invoice' ? sql`invoice d join invoice_line l on l.invoice_id = d.id` : sql`credit_note d join (select credit_note_id, line, 'credit' as kind, period_from, period_to, net_minor, tax_minor from credit_note_line) l on l.credit_note_id = d.id`}
        order by d.number, l.line`.execute(tx)
      return rows.map((row) => ({ ...row, net: toDecimal(money(row.net, currency)), tax: toDecimal(money(row.tax, currency)) }))
    })

  return {
    ...tenant,
    ...customer,
    amount: (decimal) => parseDecimal(decimal, currency),
    plan: (terms, more = {}) =>
      tenant.transact(async (tx) => {
        const code = `plan-${++plans}`
        const speeds = { downloadBps: 20_000_000n, uploadBps: 10_000_000n }
        const { offerId } = await createOffer(tx, {
          code,
          name: code,
          technology: 'fibre',
          terms: { validFrom: Temporal.PlainDate.from('2000-01-01'), ...(more.kind ? {} : speeds), ...terms },
          ...more,
        })
        await publishOffer(tx, offerId)
        return offerId
      }),
    subscribe: async (offerId, day) => {
      const { id } = await tenant.transact((tx) =>
        subscribe(tx, { customerId: customer.customerId, offerId, startOn: today(), ...(day !== undefined && { billDay: day }) }),
      )
      await tenant.transact((tx) => activate(tx, id, clock.now()))
      await follow()
      return id
    },
    moveTo: (instant) => clock.moveTo(instant),
    act: async (work) => {
      const done = await tenant.transact((tx) => work(tx, clock.now()))
      await follow()
      return done
    },
    bill: async () => {
      await tenant.transact((tx) => billNow(tx, today(), clock.now()))
      await follow()
    },
    pay: async (decimal) => {
      const amount = parseDecimal(decimal, currency)
      const { unallocated } = await tenant.transact((tx) => settle(tx, { accountId: customer.accountId, amount, now: clock.now() }))
      assert.equal(unallocated.minor, 0n, 'tests pay what is open')
    },
    invoiceLines: () => lines('invoice'),
    creditLines: () => lines('credit_note'),
    totals: (of) =>
      tenant.transact(async (tx) => {
        const { rows } = await sql<{ total_minor: bigint }>`select total_minor from ${sql.table(of)} order by number`.execute(tx)
        return rows.map((row) => toDecimal(money(row.total_minor, currency)))
      }),
    owed: () =>
      tenant.transact(async (tx) => {
        const { rows } = await sql<{ owed: bigint }>`
          select (select coalesce(sum(total_minor - paid_minor), 0) from invoice where state <> 'void')::bigint - (select coalesce(sum(unallocated_minor), 0) from credit_note)::bigint as owed`.execute(
          tx,
        )
        return toDecimal(money(rows[0]!.owed, currency))
      }),
    prove: () => tenant.transact(async (tx) => assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx))], [])),
  }
}
