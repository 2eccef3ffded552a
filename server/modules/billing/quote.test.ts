import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { toDecimal } from '#kernel/money.ts'
import { cancelNow, changePlan, pause } from '#modules/subscriptions'
import { type Quote, quote, type QuoteAsk } from './quote.ts'
import { changeSettings } from './settings-store.ts'
import { type Book, openBook } from './testing.ts'

const half = { kind: 'remaining', percent: '50' } as const

/** A customer on a plan of 100.00 with tax of 20 %, billed for March, on the 11th. */
async function inMarch() {
  const book = await openBook({ now: '2026-03-01T06:00:00Z', taxPercent: '20' })
  const id = await book.subscribe(await book.plan({ recurring: book.amount('100.00'), commitment: { cycles: 3, fee: half } }))
  await book.bill()
  book.moveTo('2026-03-11T06:00:00Z')
  return { ...book, id }
}

const ask = (book: Book, asked: QuoteAsk) => book.transact((tx) => quote(tx, asked, book.platform.clock.now()))
const due = (quoted: Quote) => toDecimal(quoted.due)

suite('a quote', () => {
  const steps = [
    // step, due, why
    ['plan-change', '40.64', 'a bigger plan is charged for the days left, less what the old one gives back'],
    ['pause', '-81.29', 'a pause gives unused days back'],
    ['cancellation', '79.35', 'leaving early charges half of what remains, less the unused days'],
  ] as const
  for (const [kind, expected, why] of steps)
    test(`comes to what happens then: ${why}`, async () => {
      const book = await inMarch()
      const bigger = await book.plan({ recurring: book.amount('150.00') })
      const subscriptionId = book.id
      const quoted = await ask(book, kind === 'plan-change' ? { kind, subscriptionId, offerId: bigger } : { kind, subscriptionId })
      const before = await book.owed()
      await book.act((tx, now) =>
        kind === 'plan-change'
          ? changePlan(tx, subscriptionId, bigger, now)
          : (kind === 'pause' ? pause : cancelNow)(tx, subscriptionId, now),
      )
      assert.equal(Number(await book.owed()).toFixed(2), (Number(before) + Number(due(quoted))).toFixed(2))
      assert.equal(due(quoted), expected)
      await book.prove()
    })

  test('of a new subscription shows the first three invoices, as they are then made', async () => {
    const book = await openBook({ now: '2026-03-11T06:00:00Z' })
    const plan = await book.plan({
      recurring: book.amount('31.00'),
      setup: book.amount('50.00'),
      phases: [{ kind: 'discount', cycles: 2, percentOff: '50' }],
    })
    const quoted = await ask(book, { kind: 'subscription', customerId: book.customerId, offerId: plan })
    assert.deepEqual(
      quoted.invoices.map(({ on, invoice }) => [String(on), toDecimal(invoice.total)]),
      [
        ['2026-03-11', '60.50'],
        ['2026-04-01', '15.50'],
        ['2026-05-01', '31.00'],
      ],
    )
    await book.subscribe(plan)
    for (const on of ['2026-03-11', '2026-04-01', '2026-05-01']) {
      book.moveTo(`${on}T06:00:00Z`)
      await book.bill()
    }
    assert.deepEqual(await book.totals('invoice'), ['60.50', '15.50', '31.00'])
  })

  test('of terms that are not saved shows a trial without invoices, and what is billed in arrears when it is over', async () => {
    const book = await openBook({ now: '2026-03-05T06:00:00Z', taxPercent: '10' })
    const terms = { validFrom: Temporal.PlainDate.from('2026-01-01'), recurring: book.amount('31.00'), pricesIncludeTax: true }
    const first = async (more: object) => {
      const { invoices } = await ask(book, { kind: 'terms', name: 'New', technology: 'fibre', terms: { ...terms, ...more } })
      return invoices.map(({ on, invoice }) => `${on} ${toDecimal(invoice.total)}`)
    }
    assert.deepEqual(await first({ phases: [{ kind: 'trial', days: 10 }] }), ['2026-03-15 17.00', '2026-04-01 31.00', '2026-05-01 31.00'])
    assert.deepEqual(await first({ billedIn: 'arrears' }), ['2026-04-01 27.00', '2026-05-01 31.00', '2026-06-01 31.00'])
    assert.deepEqual(await first({ recurring: book.amount('0.00') }), [])
  })

  test('of a pass is its price at once, and no bill after it', async () => {
    const book = await openBook({ now: '2026-03-05T06:00:00Z', taxPercent: '10' })
    const terms = {
      validFrom: Temporal.PlainDate.from('2026-01-01'),
      recurring: book.amount('31.00'),
      pass: { unit: 'hour', count: 24 },
    } as const
    const quoted = await ask(book, { kind: 'terms', name: 'Day pass', technology: 'hotspot', terms })
    assert.equal(due(quoted), '34.10')
    assert.deepEqual(
      quoted.invoices.map(({ on, invoice }) => `${on} ${toDecimal(invoice.total)}`),
      ['2026-03-05 34.10'],
    )
  })

  test('of an add-on charges its days of the running cycle', async () => {
    const book = await inMarch()
    const more = await book.plan({ recurring: book.amount('31.00') }, { kind: 'add-on' })
    const quoted = await ask(book, { kind: 'add-on', subscriptionId: book.id, offerId: more, quantity: 2 })
    assert.equal(due(quoted), '50.40') // 2 × 21.00 and tax
    assert.deepEqual(
      quoted.invoices.map(({ on, invoice }) => `${on} ${toDecimal(invoice.total)}`),
      ['2026-03-11 50.40', '2026-04-01 194.40', '2026-05-01 194.40'],
    )
  })

  test('follows the policy of changes', async () => {
    const book = await inMarch()
    await book.transact((tx) => changeSettings(tx, { changeCredit: 'full-price' }))
    const bigger = await book.plan({ recurring: book.amount('150.00') })
    const quoted = await ask(book, { kind: 'plan-change', subscriptionId: book.id, offerId: bigger })
    assert.deepEqual([due(quoted), toDecimal(quoted.invoices[1]!.invoice.total)], ['180.00', '180.00'])
  })
})
