import assert from 'node:assert/strict'
import { sql, type Tx } from '#kernel/db.ts'
import type { Event, Subscriber } from '#kernel/events.ts'
import { type Currency, type Money, money, parseDecimal, toDecimal } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { dateIn } from '#kernel/time.ts'
import { type Charge, createOffer, type OfferDraft, publishOffer, type TermsDraft } from '#modules/catalog'
import { recordUsage } from '#modules/charging'
import { createCustomer } from '#modules/customers'
import { post, verifyLedger } from '#modules/ledger'
import { activate, readSubscription, subscribe } from '#modules/subscriptions'
import { changeRate } from '#modules/tax'
import { applyNotesToNewInvoices } from './credit-notes.ts'
import { seedBilling } from './defaults.ts'
import { type DunningPolicy, type StageDraft, usualPolicy } from './dunning.ts'
import { insertStages, writePolicy } from './dunning-store.ts'
import { followChanges } from './follow-changes.ts'
import { followPayers } from './follow-payers.ts'
import { billNow } from './run-bills.ts'
import { runDunning } from './run-dunning.ts'
import { settle } from './settle.ts'
import { verifyInvoices } from './verify.ts'

const subscribers: readonly Subscriber[] = [followChanges, followPayers, applyNotesToNewInvoices]

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

/** A charge of 1.00 for each GB that flows. */
export const perGB: Charge = {
  code: 'data',
  name: 'Data',
  kind: 'usage',
  price: null,
  usage: { meter: 'bytes', model: { model: 'per-unit', unit: '0.000000001' } },
  taxCategory: null,
  split: null,
}

const bytesInGB = 1_000_000_000n

/** What flowed down to a subscriber at a moment. */
export const recordGB = (book: Book, subscriptionId: string, gigabytes: bigint, at: Temporal.Instant): Promise<void> =>
  book.transact(async (tx) => {
    await recordUsage(tx, [{ tenantId: book.tenantId, subscriptionId, at, uploadBytes: 0n, downloadBytes: gigabytes * bytesInGB }])
  })

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
          select (select coalesce(sum(total_minor - paid_minor), 0) from invoice where state in ('open', 'paid'))::bigint - (select coalesce(sum(unallocated_minor), 0) from credit_note)::bigint as owed`.execute(
          tx,
        )
        return toDecimal(money(rows[0]!.owed, currency))
      }),
    prove: () => tenant.transact(async (tx) => assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx))], [])),
  }
}

/** How a late customer is dunned, and on what plan they are. */
export interface LateOptions {
  readonly stages: readonly Omit<StageDraft, 'segment'>[]
  readonly policy?: Partial<DunningPolicy>
  readonly startOn?: string
  readonly billDay?: number
  readonly recurring?: bigint
}

/** A customer on a plan of 1,000 a month, billed in advance on the 1st and due a week later, who has not paid the first invoice. */
export async function lateCustomer({ stages, policy = {}, startOn = '2026-03-01', billDay = 1, recurring = 100_000n }: LateOptions) {
  const tenant = await testTenant({ now: `${startOn}T04:00:00Z` })
  const { transact, platform } = tenant
  const ids = await transact(async (tx) => {
    await seedBilling(tx)
    await sql`delete from dunning_stage where tenant_id = current_tenant()`.execute(tx)
    await insertStages(
      tx,
      stages.map((stage) => ({ ...stage, segment: 'standard' })),
    )
    await writePolicy(tx, { ...usualPolicy, ...policy, segment: 'standard' })
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'pppoe',
      terms: {
        validFrom: Temporal.PlainDate.from('2012-01-01'),
        recurring: money(recurring, 'BDT'),
        downloadBps: 20_000_000n,
        uploadBps: 20_000_000n,
      },
    })
    await publishOffer(tx, offerId)
    const { customerId, accountId } = await createCustomer(tx, { name: 'Rahima Khatun' })
    const { id } = await subscribe(tx, { customerId, offerId, startOn: Temporal.PlainDate.from(startOn), billDay })
    await activate(tx, id, platform.clock.now())
    await billNow(tx, Temporal.PlainDate.from(startOn), platform.clock.now())
    return { customerId, accountId, subscriptionId: id }
  })
  const at = (on: string) => Temporal.PlainDate.from(on).toPlainDateTime('10:00').toZonedDateTime('Asia/Dhaka').toInstant()
  return {
    ...tenant,
    ...ids,
    dun: (on: string) => transact((tx) => runDunning(tx, Temporal.PlainDate.from(on))),
    bill(on: string) {
      platform.clock.moveTo(at(on))
      return transact((tx) => billNow(tx, Temporal.PlainDate.from(on), platform.clock.now()))
    },
    /** Pays as the payments module does: books the money, then settles. */
    pay(minor: bigint, on: string) {
      const amount = money(minor, 'BDT')
      return transact(async (tx) => {
        await post(tx, {
          bookedOn: Temporal.PlainDate.from(on),
          description: 'Payment',
          sourceKind: 'payment',
          sourceId: crypto.randomUUID(),
          lines: [{ debit: 'cash', credit: 'receivables', amount, accountId: ids.accountId }],
        })
        await settle(tx, { accountId: ids.accountId, amount, now: at(on) })
      })
    },
    async withheld() {
      return (await transact((tx) => readSubscription(tx, ids.subscriptionId))).blockReasons
    },
    subscription: () => transact((tx) => readSubscription(tx, ids.subscriptionId)),
    /** action@day of every step, in order. */
    async steps() {
      const { rows } = await transact((tx) =>
        sql<{ step: string }>`select action || '@' || taken_on as step from dunning_step order by taken_on, days, action`.execute(tx),
      )
      return rows.map((row) => row.step)
    },
    async open() {
      const { rows } = await transact((tx) =>
        sql<{ open: bigint }>`select coalesce(sum(total_minor - paid_minor), 0)::bigint as open from invoice where state = 'open'`.execute(
          tx,
        ),
      )
      return rows[0]!.open
    },
    async events(type: string) {
      const { rows } = await transact((tx) =>
        sql<{ payload: Record<string, unknown> }>`select payload from event where type = ${type} order by id`.execute(tx),
      )
      return rows.map((row) => row.payload)
    },
    async pending() {
      const { rows } = await transact((tx) =>
        sql<{ amount: bigint; kind: string }>`select amount_minor as amount, kind from pending_charge order by id`.execute(tx),
      )
      return rows
    },
  }
}
