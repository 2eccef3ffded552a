import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { compileTariff, rerateUsage, takeUsage, zTariff } from '#modules/charging'
import { cancelNow } from '#modules/subscriptions'
import { followRerating } from './bill-usage.ts'
import { rebillInvoice } from './credit-notes.ts'
import { openBook } from './testing.ts'

const tariff = (price: string) =>
  compileTariff(
    zTariff.parse({
      timeZone: 'UTC',
      measure: 'seconds',
      zones: [{ zone: 'home', prefixes: ['49'], windows: [{ price, per: 60, increment: 1 }] }],
      rounding: { at: 'call', mode: 'half-up', decimals: 4 },
    }),
  )

const perUnit = (meter: 'seconds' | 'messages' | 'events' | 'rated', unit: string, more: object = {}) => ({
  code: meter,
  name: meter,
  kind: 'usage' as const,
  price: null,
  usage: { meter, model: { model: 'per-unit' as const, unit, ...more } },
  taxCategory: null,
  split: null,
})

/** A subscriber from 1 March on whose plan costs 10.00 a month and what they call; a carrier tells of calls of a minute at 0.60. */
async function caller(...charges: ReturnType<typeof perUnit>[]) {
  const book = await openBook({ now: '2026-03-01T08:00:00Z' })
  const id = await book.subscribe(await book.plan({ recurring: book.amount('10.00'), charges }))
  await book.bill()
  const take = (key: string, startedAt: string, quantity = 60) =>
    book.transact((tx) =>
      takeUsage(
        tx,
        [
          {
            source: 'carrier',
            key,
            subscriptionId: id,
            measure: 'seconds',
            otherParty: '4930111',
            startedAt: Temporal.Instant.from(startedAt),
            quantity,
          },
        ],
        { tariff: tariff('0.6'), rules: { lookBackDays: 60, clockToleranceSeconds: 300 }, now: book.platform.clock.now() },
      ),
    )
  return {
    ...book,
    id,
    take,
    /** Runs the bills of a day. @returns kind, net of its lines that are about use */
    async billOn(on: string) {
      const before = (await book.invoiceLines()).length
      book.moveTo(`${on}T08:00:00Z`)
      await book.bill()
      return (await book.invoiceLines())
        .slice(before)
        .filter(({ kind, net }) => kind !== 'recurring' && net !== '0.00')
        .map(({ kind, net }) => `${kind} ${net}`)
    },
    /** Rates all records again, and lets billing follow. */
    async rerate(price: string) {
      const event = await book.transact(async (tx) => {
        const { rows } = await sql<{ id: string }>`select id from usage_record`.execute(tx)
        await rerateUsage(
          tx,
          rows.map((row) => row.id),
          tariff(price),
          book.platform.clock.now(),
        )
        return (
          await sql<Event>`select id, type, subject, payload from event where type = 'usage.rerated.v1' order by id desc limit 1`.execute(
            tx,
          )
        ).rows[0]
      })
      const follow = () => book.transact((tx) => followRerating.handle(tx, [event!], book.platform))
      await follow()
      await follow() // told twice
    },
  }
}

suite('meters of usage records', () => {
  test('count seconds, records and what the tariff made of them, in the period they began in', async () => {
    const one = await caller(perUnit('seconds', '0.01'), perUnit('events', '0.05'), perUnit('rated', '1'))
    one.moveTo('2026-03-31T23:59:59Z')
    await one.take('a', '2026-03-05T10:00:00Z')
    await one.take('b', '2026-03-31T23:59:00Z', 30)
    assert.deepEqual(await one.billOn('2026-04-01'), ['usage 0.90', 'usage 0.10', 'usage 0.90'])
    assert.deepEqual(await one.billOn('2026-05-01'), [])
    await one.prove()
  })

  test('bill what comes late with the next period, once', async () => {
    const one = await caller(perUnit('seconds', '0.01'))
    await one.billOn('2026-04-01')
    one.moveTo('2026-04-10T00:00:00Z')
    await one.take('late', '2026-03-20T10:00:00Z')
    await one.take('now', '2026-04-05T10:00:00Z')
    assert.deepEqual(await one.billOn('2026-05-01'), ['usage 1.20'])
    assert.deepEqual(await one.billOn('2026-06-01'), [])
  })

  test('take free units off each period', async () => {
    const one = await caller(perUnit('seconds', '0.01', { free: '100' }))
    one.moveTo('2026-03-31T23:59:59Z')
    await one.take('a', '2026-03-05T10:00:00Z', 160)
    assert.deepEqual(await one.billOn('2026-04-01'), ['usage 0.60'])
  })

  test('are charged to the end of a subscription, and not again', async () => {
    const one = await caller(perUnit('seconds', '0.01'))
    one.moveTo('2026-04-01T08:00:00Z')
    await one.bill()
    one.moveTo('2026-04-11T08:00:00Z')
    await one.take('a', '2026-04-05T10:00:00Z')
    await one.take('b', '2026-04-10T23:59:00Z')
    const before = (await one.invoiceLines()).length
    await one.act((tx, now) => cancelNow(tx, one.id, now))
    const lines = (await one.invoiceLines()).slice(before)
    assert.deepEqual(
      lines.map(({ kind, net }) => `${kind} ${net}`),
      ['usage 1.20'],
    )
    assert.deepEqual(await one.billOn('2026-05-01'), [])
    await one.prove()
  })
})

test('use counted by records is charged anew with an invoice that is billed again', async () => {
  const one = await caller(perUnit('seconds', '0.01'))
  one.moveTo('2026-03-31T23:59:59Z')
  await one.take('a', '2026-03-05T10:00:00Z')
  assert.deepEqual(await one.billOn('2026-04-01'), ['usage 0.60'])
  const { rows } = await one.transact((tx) => sql<{ id: string }>`select id from invoice order by number desc limit 1`.execute(tx))
  await one.act((tx, now) => rebillInvoice(tx, rows[0]!.id, 'Wrong address', now))
  assert.deepEqual(await one.totals('invoice'), ['10.00', '10.60', '10.60'])
  assert.equal(await one.owed(), '20.60')
  await one.prove()
})

suite('usage that is rated again', () => {
  test('before it is billed, is billed as it is now', async () => {
    const one = await caller(perUnit('rated', '1'))
    one.moveTo('2026-03-31T23:59:59Z')
    await one.take('a', '2026-03-05T10:00:00Z')
    await one.rerate('0.9')
    assert.deepEqual(await one.billOn('2026-04-01'), ['usage 0.90'])
    assert.deepEqual(await one.billOn('2026-05-01'), [])
  })

  test('after it was billed, comes as a charge or a credit with the next invoice, once', async () => {
    const one = await caller(perUnit('rated', '1'))
    one.moveTo('2026-03-31T23:59:59Z')
    await one.take('a', '2026-03-05T10:00:00Z')
    assert.deepEqual(await one.billOn('2026-04-01'), ['usage 0.60'])
    await one.rerate('0.9')
    assert.deepEqual(await one.billOn('2026-05-01'), ['adjustment 0.30'])
    await one.rerate('0.5')
    assert.deepEqual(await one.billOn('2026-06-01'), ['adjustment -0.40'])
    assert.deepEqual(await one.billOn('2026-07-01'), [])
    await one.prove()
  })

  test('at the price of the plan for what is rated; where the plan prices seconds itself, no bill changes', async () => {
    const marked = await caller(perUnit('rated', '1.5'))
    const own = await caller(perUnit('seconds', '0.01'))
    for (const one of [marked, own]) {
      one.moveTo('2026-03-31T23:59:59Z')
      await one.take('a', '2026-03-05T10:00:00Z')
      await one.billOn('2026-04-01')
      await one.rerate('0.9')
    }
    assert.deepEqual(await marked.billOn('2026-05-01'), ['adjustment 0.45'])
    assert.deepEqual(await own.billOn('2026-05-01'), [])
  })
})
