import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { toDecimal } from '#kernel/money.ts'
import { cancelAtCycleEnd, cancelNow, changePlan, pause } from '#modules/subscriptions'
import { quote, type QuoteAsk } from './quote.ts'
import type { BillingSettings } from './settings.ts'
import { changeSettings } from './settings-store.ts'
import { type Book, openBook } from './testing.ts'

const traffic = (price: string) =>
  ({
    code: 'traffic',
    name: 'Traffic',
    kind: 'usage',
    price: null,
    usage: { meter: 'bytes', model: { model: 'package', size: '1000', price } },
    taxCategory: null,
    split: null,
  }) as const

async function open(settings: Partial<BillingSettings> = {}) {
  const book = await openBook({ now: '2026-03-01T06:00:00Z' })
  await book.transact((tx) => changeSettings(tx, settings))
  return book
}
const spans = async (book: Book) => (await book.invoiceLines()).map(({ kind, from, to, net }) => `${kind} ${from}/${to} ${net}`)
const use = (book: Book, subscriptionId: string, hour: string, bytes: number) =>
  book.transact((tx) =>
    sql`insert into usage_hour (subscription_id, hour, download_bytes) values (${subscriptionId}, ${hour}::timestamptz, ${bytes})`.execute(
      tx,
    ),
  )
const due = (book: Book, asked: QuoteAsk) => book.transact(async (tx) => toDecimal((await quote(tx, asked, book.platform.clock.now())).due))

/** Does something, and says that it came to what was quoted before. */
async function asQuoted(book: Book, asked: QuoteAsk, deed: () => Promise<unknown>) {
  const quoted = await due(book, asked)
  const before = Number(await book.owed())
  await deed()
  assert.equal((Number(await book.owed()) - before).toFixed(2), quoted, 'as quoted')
  await book.prove()
}

suite('the day on which service ends', () => {
  const cases = [
    // settings, ends on, charged, why
    [{}, '2026-03-11', ['recurring 2026-03-01/2026-03-11 100.00'], 'is free'],
    [{ endDay: 'billed' }, '2026-03-11', ['recurring 2026-03-01/2026-03-12 110.00'], 'or charged, where the policy says so'],
    [
      { endDay: 'billed' },
      '2026-04-01',
      ['recurring 2026-03-01/2026-04-01 310.00', 'recurring 2026-04-01/2026-04-02 10.33'],
      'also where it is the first of a cycle',
    ],
  ] as const
  for (const [settings, on, charged, why] of cases)
    test(`in arrears ${why}`, async () => {
      const book = await open(settings)
      const id = await book.subscribe(await book.plan({ recurring: book.amount('310.00'), billedIn: 'arrears' }))
      book.moveTo(`${on}T06:00:00Z`)
      await book.bill()
      await asQuoted(book, { kind: 'cancellation', subscriptionId: id }, () => book.act((tx, now) => cancelNow(tx, id, now)))
      assert.deepEqual(await spans(book), charged)
    })

  test('is not charged where service was over when it began', async () => {
    const book = await open({ endDay: 'billed' })
    const id = await book.subscribe(await book.plan({ recurring: book.amount('310.00'), billedIn: 'arrears' }))
    await book.act((tx, now) => cancelAtCycleEnd(tx, id, now))
    book.moveTo('2026-04-01T00:05:00Z')
    await book.act((tx) =>
      sql`insert into event (type, subject, payload) select 'subscription.ended.v1', id::text, jsonb_build_object('subscriptionId', id, 'state', 'ended', 'endsOn', ends_on, 'isDuringDay', false) from subscription`.execute(
        tx,
      ),
    )
    assert.deepEqual(await spans(book), ['recurring 2026-03-01/2026-04-01 310.00'])
  })
})

suite('days and use that are not billed yet', () => {
  test('of the days before the end are charged with it, also in advance', async () => {
    const book = await open()
    const id = await book.subscribe(await book.plan({ recurring: book.amount('310.00') }))
    await book.bill()
    book.moveTo('2026-04-07T06:00:00Z') // no run since
    await asQuoted(book, { kind: 'cancellation', subscriptionId: id }, () => book.act((tx, now) => cancelNow(tx, id, now)))
    assert.deepEqual(await spans(book), ['recurring 2026-03-01/2026-04-01 310.00', 'recurring 2026-04-01/2026-04-07 62.00'])
  })

  test('before a change of plan have the old price', async () => {
    for (const billedIn of ['arrears', 'advance'] as const) {
      const book = await open()
      const id = await book.subscribe(await book.plan({ recurring: book.amount('310.00'), billedIn }))
      if (billedIn === 'advance') await book.bill()
      book.moveTo(billedIn === 'arrears' ? '2026-03-11T06:00:00Z' : '2026-04-07T06:00:00Z')
      const offerId = await book.plan({ recurring: book.amount('620.00'), billedIn })
      await asQuoted(book, { kind: 'plan-change', subscriptionId: id, offerId }, () =>
        book.act((tx, now) => changePlan(tx, id, offerId, now)),
      )
      if (billedIn === 'arrears') {
        book.moveTo('2026-04-01T06:00:00Z')
        await book.bill()
        assert.deepEqual(await spans(book), ['recurring 2026-03-01/2026-03-11 100.00', 'recurring 2026-03-11/2026-04-01 420.00'])
      } else
        assert.deepEqual((await spans(book)).slice(1), ['recurring 2026-04-07/2026-05-01 496.00', 'recurring 2026-04-01/2026-04-07 62.00'])
      await book.prove()
    }
  })

  test('what was used since the last invoice is billed with the end, once', async () => {
    const book = await open()
    const id = await book.subscribe(await book.plan({ recurring: book.amount('31.00'), charges: [traffic('5.00')] }))
    await book.bill()
    await use(book, id, '2026-03-20T10:00:00Z', 1_500)
    book.moveTo('2026-04-01T06:00:00Z')
    await book.bill()
    await use(book, id, '2026-04-03T10:00:00Z', 2_500)
    book.moveTo('2026-04-07T06:00:00Z')
    await asQuoted(book, { kind: 'cancellation', subscriptionId: id }, () => book.act((tx, now) => cancelNow(tx, id, now)))
    const used = (await spans(book)).filter((line) => line.startsWith('usage'))
    assert.deepEqual(used, ['usage 2026-03-01/2026-04-01 10.00', 'usage 2026-04-01/2026-04-07 15.00'])
    book.moveTo('2026-05-01T06:00:00Z')
    await book.bill()
    assert.equal((await spans(book)).length, 4)
  })

  test('what was used before a change of plan has the old price, and is billed once', async () => {
    const book = await open()
    const id = await book.subscribe(await book.plan({ recurring: book.amount('31.00'), charges: [traffic('5.00')] }))
    await book.bill()
    await use(book, id, '2026-03-05T10:00:00Z', 1_500)
    book.moveTo('2026-03-11T06:00:00Z')
    const offerId = await book.plan({ recurring: book.amount('31.00'), charges: [traffic('7.00')] })
    await asQuoted(book, { kind: 'plan-change', subscriptionId: id, offerId }, () =>
      book.act((tx, now) => changePlan(tx, id, offerId, now)),
    )
    await use(book, id, '2026-03-20T10:00:00Z', 500)
    book.moveTo('2026-04-01T06:00:00Z')
    await book.bill()
    const used = (await spans(book)).filter((line) => line.startsWith('usage'))
    assert.deepEqual(used, ['usage 2026-03-01/2026-03-11 10.00', 'usage 2026-03-11/2026-04-01 7.00'])
    await book.prove()
  })
})

test('a partner has the share of days that are charged with the end, too', async () => {
  const book = await open()
  const tv = {
    code: 'tv',
    name: 'TV',
    kind: 'recurring',
    price: book.amount('31.00'),
    usage: null,
    taxCategory: null,
    split: { partner: 'Star', percent: '40' },
  } as const
  const id = await book.subscribe(await book.plan({ recurring: book.amount('62.00'), charges: [tv] }))
  book.moveTo('2026-03-11T06:00:00Z')
  await book.act((tx, now) => cancelNow(tx, id, now))
  const { rows } = await book.transact((tx) =>
    sql<{ partner: string; minor: bigint }>`select partner, partner_minor as minor from invoice_line where partner is not null`.execute(tx),
  )
  assert.deepEqual(rows, [{ partner: 'Star', minor: 400n }])
  await book.prove()
})

suite('what comes to less than the minimum', () => {
  test('waits from month to month, and is billed in one with the end', async () => {
    const book = await open({ minimumMinor: 5_000n })
    const id = await book.subscribe(await book.plan({ recurring: book.amount('15.50') }))
    for (const on of ['2026-03-01', '2026-04-01']) {
      book.moveTo(`${on}T06:00:00Z`)
      await book.bill()
    }
    assert.deepEqual(await book.totals('invoice'), [])
    book.moveTo('2026-04-11T06:00:00Z')
    await asQuoted(book, { kind: 'cancellation', subscriptionId: id }, () => book.act((tx, now) => cancelNow(tx, id, now)))
    assert.deepEqual(await book.totals('invoice'), ['20.67'])
  })

  test('is billed before a pause', async () => {
    const book = await open({ minimumMinor: 5_000n })
    const id = await book.subscribe(await book.plan({ recurring: book.amount('15.50') }))
    await book.bill()
    book.moveTo('2026-03-11T06:00:00Z')
    await book.act((tx, now) => pause(tx, id, now))
    assert.deepEqual(await book.totals('invoice'), ['5.00'])
  })
})
