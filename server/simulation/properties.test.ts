// What holds of every book, whatever people do on whatever day.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { openDatabase, sql, transact, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { Problem } from '#kernel/problem.ts'
import { testDatabase } from '#kernel/testing.ts'
import { readConfig } from '#kernel/config.ts'
import { addPendingCharges, changeSettings, seedBilling, voidInvoice, writeOff } from '#modules/billing'
import { createCoupon, createOffer, publishOffer, type TermsDraft } from '#modules/catalog'
import { changeAccount, createCustomer, holdAccount } from '#modules/customers'
import { seedChart } from '#modules/ledger'
import { receivePayment } from '#modules/payments'
import {
  activate,
  addItem,
  cancelAtCycleEnd,
  cancelNow,
  changePlan,
  changeQuantity,
  pause,
  redeemCoupon,
  removeItem,
  resume,
  subscribe,
  transfer,
} from '#modules/subscriptions'
import { foundTenant } from '#modules/tenants'
import { verifyBooks } from '#server/commands/verify-ledger.ts'
import { type Book, openBook } from './book.ts'
import { routine } from './live-days.ts'
import { createEmpty, type ThrowAway } from './throw-away.ts'

const firstDay = Temporal.PlainDate.from('2026-01-29')
const taka = (minor: bigint) => money(minor, 'BDT')
const plans: readonly Pick<TermsDraft, Exclude<keyof TermsDraft, 'validFrom'>>[] = [
  { recurring: taka(70_000n) },
  { recurring: taka(120_000n), billedIn: 'arrears' },
  { recurring: taka(35_000n), cycle: { unit: 'week', count: 1 }, phases: [{ kind: 'discount', cycles: 2, percentOff: '50' }] },
  { recurring: taka(99_999n), pricesIncludeTax: true, setup: taka(50_001n), phases: [{ kind: 'trial', days: 5 }] },
  { recurring: taka(12_345n), alignment: 'anniversary', cycle: { unit: 'day', count: 10 } },
  { recurring: taka(88_800n), alignment: 'anniversary', commitment: { cycles: 3, fee: { kind: 'remaining', percent: '50' } } },
]
const addOns: typeof plans = [{ recurring: taka(5_000n) }, { recurring: taka(7_777n), setup: taka(1_000n), billedIn: 'arrears' }]
const coupons = [
  { reduction: { kind: 'percent', percentOff: '33.3' }, cycles: 2, stackable: true },
  { reduction: { kind: 'amount', amountOff: taka(10_001n) }, cycles: 3, stackable: true },
  { reduction: { kind: 'amount', amountOff: taka(3_000n) }, cycles: null, stackable: false },
] as const
/** SEED=n lives the same lives again, RUNS=n more of them, SHRINK=1 looks for a shorter one that fails. */
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

let empty: Promise<ThrowAway> | undefined // gone with the PostgreSQL of the tests
let books = 0

interface Subscribed {
  readonly id: string
  readonly customerId: string // who had it first
  readonly accountId: string
}

interface World {
  readonly book: Book
  readonly offerIds: readonly string[]
  readonly addOnIds: readonly string[]
  readonly subscriptions: Subscribed[]
  /** `id day` of every day that somebody had service and has to pay for. */
  readonly served: Set<string>
  day: Temporal.PlainDate
}

async function found(settings: Settings): Promise<World> {
  const { postgres, dataDir } = await testDatabase()
  const { connection } = await (empty ??= createEmpty({ ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl }))
  const db = openDatabase(connection.appUrl, { poolMax: 1 })
  const founded = await transact(db, { tenants: [], actor: 'test', requestId: '' }, async (tx) => {
    const tenantId = await foundTenant(tx, {
      slug: `book-${++books}`,
      name: 'Test Net',
      legalName: 'Test Net Ltd',
      country: 'BD',
      currency: 'BDT',
      timeZone: 'Asia/Dhaka',
    })
    await seedChart(tx)
    await seedBilling(tx)
    await changeSettings(tx, settings)
    const [offerIds, addOnIds]: [string[], string[]] = [[], []]
    for (const terms of plans) offerIds.push(await publish(tx, 'plan', `P-${offerIds.length}`, terms))
    for (const terms of addOns) addOnIds.push(await publish(tx, 'add-on', `A-${addOnIds.length}`, terms))
    for (const [index, coupon] of coupons.entries())
      await createCoupon(tx, {
        ...coupon,
        code: `COUPON${index}`,
        name: 'Coupon',
        validFrom: firstDay,
        validTo: null,
        maxRedemptions: null,
        appliesTo: [],
      })
    return { tenantId, offerIds, addOnIds }
  }).finally(() => db.close())
  const now = firstDay.toZonedDateTime('Asia/Dhaka').toInstant()
  const config = readConfig({ DATA_DIR: dataDir, DEMO: '0', LOG_LEVEL: 'silent' })
  const book = await openBook(connection, founded.tenantId, { config, now })
  await book.moveTo(firstDay, '00:01')
  const { offerIds, addOnIds } = founded
  return { book, offerIds, addOnIds, subscriptions: [], served: new Set(), day: firstDay }
}

async function publish(tx: Tx, kind: 'plan' | 'add-on', code: string, more: (typeof plans)[number]): Promise<string> {
  const speeds = kind === 'plan' ? { downloadBps: 20_000_000n, uploadBps: 10_000_000n } : {}
  const terms = { validFrom: Temporal.PlainDate.from('2025-01-01'), ...speeds, ...more }
  const { offerId } = await createOffer(tx, { code, name: code, technology: 'fibre', kind, terms })
  await publishOffer(tx, offerId)
  return offerId
}

/** One thing that somebody does, to one of the subscriptions that there are. */
interface Deed {
  readonly kind: keyof typeof deeds
  readonly who: number
  readonly amount: number
}

type Do = (tx: Tx, one: Subscribed, at: { now: Temporal.Instant; amount: number; world: World }) => Promise<unknown>

const deeds = {
  pause: (tx, { id }, { now }) => pause(tx, id, now),
  pauseForDays: (tx, { id }, { now, amount, world }) => pause(tx, id, now, world.day.add({ days: 1 + amount })),
  resume: (tx, { id }, { now }) => resume(tx, id, now),
  changePlan: (tx, { id }, { now, amount, world }) => changePlan(tx, id, world.offerIds[amount % plans.length]!, now),
  cancelNow: (tx, { id }, { now }) => cancelNow(tx, id, now),
  cancelAtCycleEnd: (tx, { id }, { now }) => cancelAtCycleEnd(tx, id, now),
  payAll: (tx, { accountId }, { now }) => pay(tx, accountId, now, (owed) => owed),
  payPart: (tx, { accountId }, { now, amount }) => pay(tx, accountId, now, (owed) => (owed * BigInt(amount + 1)) / 30n),
  payAhead: (tx, { accountId }, { now, amount }) => pay(tx, accountId, now, (owed) => owed + BigInt(amount + 1) * 10_000n),
  voidOldest,
  giveUpOldest,
  addItem: (tx, { id }, { now, amount, world }) =>
    addItem(tx, { subscriptionId: id, offerId: world.addOnIds[amount % addOns.length]!, quantity: 1 + (amount % 3) }, now),
  removeItem: async (tx, { id }, { now, amount }) => {
    for (const itemId of await itemsOf(tx, id))
      await removeItem(tx, { subscriptionId: id, itemId, when: amount % 2 === 0 ? 'now' : 'cycle-end' }, now)
  },
  changeQuantity: async (tx, { id }, { now, amount }) => {
    for (const itemId of await itemsOf(tx, id)) await changeQuantity(tx, { subscriptionId: id, itemId, quantity: 1 + (amount % 5) }, now)
  },
  redeemCoupon: (tx, { id }, { now, amount }) => redeemCoupon(tx, id, `COUPON${amount % coupons.length}`, now),
  transfer: (tx, { id }, { now, amount, world }) => transfer(tx, id, { customerId: oneOf(world, amount).customerId }, now),
  adjust: (tx, { accountId }, { amount, world }) => addPendingCharges(tx, [adjustment(accountId, BigInt(amount - 14) * 3_000n, world.day)]),
  billTo: async (tx, { accountId }, { amount, world }) => {
    const payerId = oneOf(world, amount).accountId
    await changeAccount(tx, await holdAccount(tx, accountId), { billedToId: payerId === accountId ? null : payerId })
  },
} satisfies Readonly<Record<string, Do>>

const oneOf = ({ subscriptions }: World, index: number) => subscriptions[index % subscriptions.length]!

async function itemsOf(tx: Tx, subscriptionId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription_item where subscription_id = ${subscriptionId} and to_on is null order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

const adjustment = (accountId: string, minor: bigint, billOn: Temporal.PlainDate) => ({
  accountId,
  subscriptionId: null,
  itemId: null,
  kind: 'adjustment' as const,
  chargeCode: 'adjustment',
  revision: 0,
  description: 'Adjustment',
  amount: taka(minor),
  taxCategory: 'standard',
  pricesIncludeTax: false,
  supply: 'other' as const,
  from: null,
  to: null,
  billOn,
})

async function pay(tx: Tx, accountId: string, receivedAt: Temporal.Instant, of: (owed: bigint) => bigint): Promise<void> {
  const { rows } = await sql<{ owed: bigint }>`
    select coalesce(sum(total_minor - paid_minor), 0)::bigint as owed from invoice where account_id = ${accountId} and state = 'open'`.execute(
    tx,
  )
  const minor = of(rows[0]!.owed)
  if (minor > 0n) await receivePayment(tx, { accountId, amount: taka(minor), method: 'cash', receivedAt })
}

async function oldestOpen(tx: Tx, accountId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from invoice where account_id = ${accountId} and state = 'open' order by number limit 1`.execute(tx)
  return rows[0]?.id
}

async function voidOldest(tx: Tx, { accountId }: Subscribed, { now }: { now: Temporal.Instant }): Promise<void> {
  const id = await oldestOpen(tx, accountId)
  if (id) await voidInvoice(tx, id, now)
}

async function giveUpOldest(tx: Tx, { accountId }: Subscribed, { now }: { now: Temporal.Instant }): Promise<void> {
  const invoiceId = await oldestOpen(tx, accountId)
  if (invoiceId) await writeOff(tx, { invoiceId, reason: 'Moved away', takesTaxesBack: false }, now)
}

async function join(world: World, plan: number): Promise<void> {
  const { book, offerIds, day } = world
  const joined = await book.transact(async (tx) => {
    const { customerId, accountId } = await createCustomer(tx, { name: 'Rahima Khatun', billDay: day.day })
    const { id } = await subscribe(tx, { customerId, offerId: offerIds[plan]!, startOn: day })
    await activate(tx, id, book.platform.clock.now())
    return { id, customerId, accountId }
  })
  world.subscriptions.push(joined)
  await book.followEvents()
}

/** What people may not do at the moment they are refused, and try something else. */
async function act(world: World, { kind, who, amount }: Deed): Promise<void> {
  const now = await world.book.moveTo(world.day, '12:00')
  const one = oneOf(world, who)
  const refused = (error: unknown) => {
    if (!(error instanceof Problem)) throw error
  }
  const deed: Do = deeds[kind]
  await world.book.transact((tx) => deed(tx, one, { now, amount, world })).catch(refused)
  await world.book.followEvents()
}

async function goThroughDay({ book, day }: World): Promise<void> {
  for (const { time, work } of routine) {
    await work(book, day, await book.moveTo(day, time))
    await book.followEvents()
  }
}

/** How many rows there are that a day may write, and what the accounts come to. */
const fingerprint = ({ book }: World) =>
  book.transact(async (tx) => {
    const { rows } = await sql<Record<string, unknown>>`
      select (select count(*) from invoice) as invoices, (select count(*) from invoice_line) as lines, (select count(*) from credit_note) as notes,
        (select count(*) from pending_charge) as pending, (select count(*) from dunning_step) as steps, (select count(*) from entry) as entries,
        (select count(*) from subscription_block where lifted_at is null) as blocks, (select string_agg(state, ',' order by id) from subscription) as states,
        (select count(*) from bucket) as buckets, (select count(*) from event where type not like 'bill_run%') as events`.execute(tx)
    return rows[0]
  })

/** Subscriptions that are withheld for not paying though their account, or who pays for it, has paid everything. */
async function wronglyBlocked(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select distinct s.number from subscription s
    join subscription_block k on k.tenant_id = s.tenant_id and k.subscription_id = s.id and k.reason in ('unpaid', 'arrears') and k.lifted_at is null
    where s.state in ('active', 'paused', 'suspended')
      and not exists (
        select from invoice i join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
        where i.tenant_id = s.tenant_id and i.account_id in (a.id, a.billed_to_id) and i.state in ('open', 'written-off'))`.execute(tx)
  return rows.map((row) => row.number)
}

/** Lines for the same days of the same thing; days that were given back, and void invoices, do not count. */
async function billedTwice(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    with kept as (
      select i.number, l.line, l.subscription_id, l.item_id, l.charge_code, l.period_from,
        least(l.period_to, (select min(n.period_from) from credit_note_line n
          where n.tenant_id = l.tenant_id and n.invoice_id = l.invoice_id and n.invoice_line = l.line and n.is_unused)) as period_to
      from invoice_line l join invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
      where i.state <> 'void' and l.kind = 'recurring' and l.period_from is not null)
    select a.number || ' line ' || a.line || ' and ' || b.number || ' line ' || b.line as what
    from kept a join kept b on a.subscription_id = b.subscription_id and a.item_id is not distinct from b.item_id and a.charge_code = b.charge_code
      and (a.number, a.line) < (b.number, b.line) and a.period_from < b.period_to and b.period_from < a.period_to
    where a.period_from < a.period_to and b.period_from < b.period_to`.execute(tx)
  return rows.map((row) => row.what)
}

/** At the end of a day: who had service, behind their trial. */
async function noteServed({ book, day, served }: World): Promise<void> {
  const { rows } = await book.transact((tx) =>
    sql<{ id: string }>`
      select id from subscription
      where state in ('active', 'suspended') and paused_at is null and coalesce(trial_until, started_on) <= ${day}::date`.execute(tx),
  )
  for (const { id } of rows) served.add(`${id} ${day}`)
}

interface Charged {
  readonly id: string
  readonly number: string
  readonly first: string
  readonly billedUntil: string
  readonly spans: readonly { readonly from: string; readonly to: string }[]
}

/** What the price of each plan was charged for, or waits to be; void invoices count, days that were given back do not. */
async function charged(tx: Tx): Promise<Charged[]> {
  const { rows } = await sql<Charged>`
    with spans as (
      select l.subscription_id, l.period_from as "from", least(l.period_to, (select min(n.period_from) from credit_note_line n
        where n.tenant_id = l.tenant_id and n.invoice_id = l.invoice_id and n.invoice_line = l.line and n.is_unused)) as "to"
      from invoice_line l where l.kind = 'recurring' and l.item_id is null
      union all
      select subscription_id, period_from, period_to from pending_charge
      where kind = 'recurring' and item_id is null and billed_invoice_id is null and withdrawn_at is null)
    select s.id, s.number, coalesce(s.trial_until, s.started_on)::text as first, s.billed_until::text as "billedUntil",
      (select coalesce(jsonb_agg(p), '[]') from spans p where p.subscription_id = s.id) as spans
    from subscription s where s.started_on is not null`.execute(tx)
  return rows
}

/** Days that were had and are not charged, though billed that far, and days that are charged and were not had. */
async function wronglyCharged(tx: Tx, { day, served }: World): Promise<string[]> {
  const faults: string[] = []
  for (const { id, number, first, billedUntil, spans } of await charged(tx))
    for (let on = Temporal.PlainDate.from(first); Temporal.PlainDate.compare(on, day) < 0; on = on.add({ days: 1 })) {
      const isServed = served.has(`${id} ${on}`)
      const isCharged = spans.some(({ from, to }) => from <= String(on) && String(on) < to)
      if (isServed && !isCharged && String(on) < billedUntil) faults.push(`${number} had ${on} for nothing`)
      if (isCharged && !isServed) faults.push(`${number} paid for ${on}`)
    }
  return faults
}

const settings = fc.record({
  dayCount: fc.constantFrom('actual', 'thirty', 'thirty-day-months'),
  firstPeriod: fc.constantFrom('separate', 'merged'),
  changeDay: fc.constantFrom('new-plan', 'old-plan'),
  invoiceOnChange: fc.constantFrom('now', 'next'),
  refundOnCancellation: fc.constantFrom('credit', 'money'),
  minimumMinor: fc.constantFrom(0n, 30_000n),
  lateFeeMinor: fc.constantFrom(0n, 5_000n),
})
type Settings = typeof settings extends fc.Arbitrary<infer S> ? S : never

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])),
  who: fc.nat(20),
  amount: fc.nat(28),
})
const life = fc.record({
  settings,
  plans: fc.array(fc.nat(plans.length - 1), { minLength: 1, maxLength: 3 }),
  turns: fc.array(fc.record({ days: fc.integer({ min: 1, max: 16 }), deeds: fc.array(deed, { maxLength: 3 }) }), {
    minLength: 3,
    maxLength: 8,
  }),
})

suite('a book lived at random', () => {
  test('keeps its promises', async (t) => {
    t.diagnostic(`SEED=${seed}`)
    await fc.assert(
      fc.asyncProperty(life, async ({ settings, plans, turns }) => {
        const world = await found(settings)
        try {
          for (const plan of plans) await join(world, plan)
          for (const { days, deeds } of turns) {
            for (const one of deeds) await act(world, one)
            await holds(world, deeds)
            for (let passed = 0; passed < days; passed++) {
              await noteServed(world)
              world.day = world.day.add({ days: 1 })
              await goThroughDay(world)
            }
            const once = await fingerprint(world)
            await goThroughDay(world)
            assert.deepEqual(await fingerprint(world), once, 'a day that is gone through twice changes nothing')
            await holds(world, deeds)
          }
        } finally {
          await world.book.close()
        }
      }),
      { seed, numRuns: Number(process.env.RUNS ?? 3), endOnFailure: process.env.SHRINK === undefined },
    )
  })
})

async function holds(world: World, after: readonly Deed[]): Promise<void> {
  const { book, day } = world
  const when = `on ${day} after ${after.map((one) => one.kind).join(', ')}`
  await book.transact(async (tx) => {
    assert.deepEqual(await wronglyBlocked(tx), [], `who has paid everything is not blocked for not paying, ${when}`)
    assert.deepEqual(await wronglyCharged(tx, world), [], `every day that was had is charged, and no other, ${when}`)
    assert.deepEqual(await billedTwice(tx), [], `no day of a charge is billed twice, ${when}`)
    assert.deepEqual(await verifyBooks(tx), [], `the books add up, ${when}`)
  })
}
