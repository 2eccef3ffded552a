// What holds of every book, whatever people do on whatever day.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { openDatabase, sql, transact, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import { Problem } from '#kernel/problem.ts'
import { testDatabase } from '#kernel/testing.ts'
import { readConfig } from '#kernel/config.ts'
import { seedBilling, voidInvoice } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { seedChart } from '#modules/ledger'
import { receivePayment } from '#modules/payments'
import { activate, cancelAtCycleEnd, cancelNow, changePlan, pause, resume, subscribe } from '#modules/subscriptions'
import { foundTenant } from '#modules/tenants'
import { verifyBooks } from '#server/commands/verify-ledger.ts'
import { type Book, openBook } from './book.ts'
import { routine } from './live-days.ts'
import { createEmpty, type ThrowAway } from './throw-away.ts'

const firstDay = Temporal.PlainDate.from('2026-01-29')
const prices = [70_000n, 120_000n, 35_000n]
/** SEED=n lives the same lives again, RUNS=n more of them, SHRINK=1 looks for a shorter one that fails. */
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

let empty: Promise<ThrowAway> | undefined // gone with the PostgreSQL of the tests
let books = 0

interface World {
  readonly book: Book
  readonly offerIds: readonly string[]
  readonly subscriptions: { readonly id: string; readonly accountId: string }[]
  day: Temporal.PlainDate
}

async function found(): Promise<World> {
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
    const offerIds = []
    for (const [index, minor] of prices.entries()) offerIds.push(await publish(tx, `P-${index}`, money(minor, 'BDT')))
    return { tenantId, offerIds }
  }).finally(() => db.close())
  const now = firstDay.toZonedDateTime('Asia/Dhaka').toInstant()
  const config = readConfig({ DATA_DIR: dataDir, DEMO: '0', LOG_LEVEL: 'silent' })
  const book = await openBook(connection, founded.tenantId, { config, now })
  await book.moveTo(firstDay, '00:01')
  return { book, offerIds: founded.offerIds, subscriptions: [], day: firstDay }
}

async function publish(tx: Tx, code: string, recurring: Money): Promise<string> {
  const terms = { validFrom: Temporal.PlainDate.from('2025-01-01'), recurring, downloadBps: 20_000_000n, uploadBps: 10_000_000n }
  const { offerId } = await createOffer(tx, { code, name: code, technology: 'fibre', terms })
  await publishOffer(tx, offerId)
  return offerId
}

/** One thing that somebody does, to one of the subscriptions that there are. */
interface Deed {
  readonly kind: keyof typeof deeds
  readonly who: number
  readonly amount: number
}

type Do = (tx: Tx, one: { id: string; accountId: string }, at: { now: Temporal.Instant; amount: number; world: World }) => Promise<unknown>

const deeds = {
  pause: (tx, { id }, { now }) => pause(tx, id, now),
  pauseForDays: (tx, { id }, { now, amount, world }) => pause(tx, id, now, world.day.add({ days: 1 + amount })),
  resume: (tx, { id }, { now }) => resume(tx, id, now),
  changePlan: (tx, { id }, { now, amount, world }) => changePlan(tx, id, world.offerIds[amount % prices.length]!, now),
  cancelNow: (tx, { id }, { now }) => cancelNow(tx, id, now),
  cancelAtCycleEnd: (tx, { id }, { now }) => cancelAtCycleEnd(tx, id, now),
  payAll: (tx, { accountId }, { now }) => pay(tx, accountId, now, (owed) => owed),
  payPart: (tx, { accountId }, { now, amount }) => pay(tx, accountId, now, (owed) => (owed * BigInt(amount + 1)) / 30n),
  payAhead: (tx, { accountId }, { now, amount }) => pay(tx, accountId, now, (owed) => owed + BigInt(amount + 1) * 10_000n),
  voidOldest,
} satisfies Readonly<Record<string, Do>>

async function pay(tx: Tx, accountId: string, receivedAt: Temporal.Instant, of: (owed: bigint) => bigint): Promise<void> {
  const { rows } = await sql<{ owed: bigint }>`
    select coalesce(sum(total_minor - paid_minor), 0)::bigint as owed from invoice where account_id = ${accountId} and state = 'open'`.execute(
    tx,
  )
  const minor = of(rows[0]!.owed)
  if (minor > 0n) await receivePayment(tx, { accountId, amount: money(minor, 'BDT'), method: 'cash', receivedAt })
}

async function voidOldest(tx: Tx, { accountId }: { accountId: string }, { now }: { now: Temporal.Instant }): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from invoice where account_id = ${accountId} and state = 'open' order by number limit 1`.execute(tx)
  if (rows[0]) await voidInvoice(tx, rows[0].id, now)
}

async function join(world: World, plan: number): Promise<void> {
  const { book, offerIds, day } = world
  const joined = await book.transact(async (tx) => {
    const { customerId, accountId } = await createCustomer(tx, { name: 'Rahima Khatun' })
    const { id } = await subscribe(tx, { customerId, offerId: offerIds[plan]!, startOn: day, billDay: day.day })
    await activate(tx, id, book.platform.clock.now())
    return { id, accountId }
  })
  world.subscriptions.push(joined)
  await book.followEvents()
}

/** What people may not do at the moment they are refused, and try something else. */
async function act(world: World, { kind, who, amount }: Deed): Promise<void> {
  const now = await world.book.moveTo(world.day, '12:00')
  const one = world.subscriptions[who % world.subscriptions.length]!
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

/** Subscriptions that are withheld for not paying though their account has paid everything. */
async function wronglyBlocked(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select distinct s.number from subscription s
    join subscription_block k on k.tenant_id = s.tenant_id and k.subscription_id = s.id and k.reason in ('unpaid', 'arrears') and k.lifted_at is null
    where s.state in ('active', 'paused', 'suspended')
      and not exists (select from invoice i where i.tenant_id = s.tenant_id and i.account_id = s.account_id and i.state = 'open')`.execute(
    tx,
  )
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

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])),
  who: fc.nat(20),
  amount: fc.nat(28),
})
const life = fc.record({
  plans: fc.array(fc.nat(prices.length - 1), { minLength: 1, maxLength: 3 }),
  turns: fc.array(fc.record({ days: fc.integer({ min: 1, max: 16 }), deeds: fc.array(deed, { maxLength: 3 }) }), {
    minLength: 3,
    maxLength: 8,
  }),
})

suite('a book lived at random', () => {
  test('keeps its promises', async (t) => {
    t.diagnostic(`SEED=${seed}`)
    await fc.assert(
      fc.asyncProperty(life, async ({ plans, turns }) => {
        const world = await found()
        try {
          for (const plan of plans) await join(world, plan)
          for (const { days, deeds } of turns) {
            for (const one of deeds) await act(world, one)
            await holds(world, deeds)
            for (let passed = 0; passed < days; passed++) {
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

async function holds({ book, day }: World, after: readonly Deed[]): Promise<void> {
  const when = `on ${day} after ${after.map((one) => one.kind).join(', ')}`
  await book.transact(async (tx) => {
    assert.deepEqual(await wronglyBlocked(tx), [], `who has paid everything is not blocked for not paying, ${when}`)
    assert.deepEqual(await billedTwice(tx), [], `no day of a charge is billed twice, ${when}`)
    assert.deepEqual(await verifyBooks(tx), [], `the books add up, ${when}`)
  })
}
