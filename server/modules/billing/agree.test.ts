import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { toDecimal } from '#kernel/money.ts'
import { createCoupon, type TermsDraft } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { addItem, redeemCoupon } from '#modules/subscriptions'
import { agree } from './agree.ts'
import { type ChangeAsk, type Quote, quote, type QuoteAsk } from './quote.ts'
import { type Book, openBook } from './testing.ts'
import { writeOff } from './write-off.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

/** A customer on a plan of 100.00 with tax of 20 %, billed for March, on the 11th. */
async function inMarch(more: Partial<TermsDraft> = {}) {
  const book = await openBook({ now: '2026-03-01T06:00:00Z', taxPercent: '20' })
  const id = await book.subscribe(await book.plan({ recurring: book.amount('100.00'), ...more }))
  await book.bill()
  book.moveTo('2026-03-11T06:00:00Z')
  return { ...book, id }
}

const ask = (book: Book, asked: QuoteAsk) => book.transact((tx) => quote(tx, asked, book.platform.clock.now()))
const consent = (book: Book, asked: ChangeAsk, { fingerprint }: Quote) =>
  book.act((tx, now) => agree(tx, { ask: asked, fingerprint, now }, (quoted) => quoted))
const due = (quoted: Quote) => Number(toDecimal(quoted.due))
const owed = async (book: Book) => Number(await book.owed())

const coupon = (book: Book, code: string) =>
  book.transact((tx) =>
    createCoupon(tx, {
      code,
      name: code,
      reduction: { kind: 'percent', percentOff: '10' },
      cycles: null,
      stackable: false,
      validFrom: day('2026-01-01'),
      validTo: null,
      maxRedemptions: null,
      appliesTo: [],
    }),
  )
const redeem = async (book: Book & { id: string }) => {
  await coupon(book, 'WELCOME')
  await book.act((tx, now) => redeemCoupon(tx, book.id, 'WELCOME', now))
}

suite('whoever agrees to a quote', () => {
  test('gets exactly that, in one transaction with the change', async () => {
    const book = await inMarch()
    const asked = { kind: 'plan-change', subscriptionId: book.id, offerId: await book.plan({ recurring: book.amount('150.00') }) } as const
    const quoted = await ask(book, asked)
    const before = await owed(book)
    await book.transact(async (tx) => {
      await agree(tx, { ask: asked, fingerprint: quoted.fingerprint, now: book.platform.clock.now() }, () => null)
      assert.equal((await sql`select from invoice`.execute(tx)).rows.length, 2, 'the invoice is there before anything else can happen')
    })
    await book.act(async () => undefined) // the events find nothing left to do
    assert.equal((await owed(book)).toFixed(2), (before + due(quoted)).toFixed(2))
    await book.prove()
  })

  test('is asked again where a coupon was redeemed in between, and then gets what was shown', async () => {
    const book = await inMarch()
    const asked = { kind: 'plan-change', subscriptionId: book.id, offerId: await book.plan({ recurring: book.amount('150.00') }) } as const
    const quoted = await ask(book, asked)
    await redeem(book)
    const refusal = await consent(book, asked, quoted).then(
      () => assert.fail('the quote does not hold any more'),
      (problem) => problem,
    )
    assert.equal(refusal.code, 'billing.quote_changed')
    assert.equal((await book.totals('invoice')).length, 1, 'nothing has happened')

    const second: Quote = refusal.extensions.quote
    assert.ok(due(second) < due(quoted))
    const before = await owed(book)
    await consent(book, asked, second)
    assert.equal((await owed(book)).toFixed(2), (before + due(second)).toFixed(2))
    await book.prove()
  })

  test('is asked again on another day', async () => {
    const book = await inMarch()
    const asked = { kind: 'cancellation', subscriptionId: book.id } as const
    const quoted = await ask(book, asked)
    book.moveTo('2026-03-12T06:00:00Z')
    await assert.rejects(consent(book, asked, quoted), { code: 'billing.quote_changed' })
  })

  test('may agree to another policy than the usual one', async () => {
    const book = await inMarch()
    const offerId = await book.plan({ recurring: book.amount('150.00') })
    const asked = { kind: 'plan-change', subscriptionId: book.id, offerId, changeCredit: 'none' } as const
    const quoted = await ask(book, asked)
    assert.deepEqual(quoted.credits, [])
    await consent(book, asked, quoted)
    assert.deepEqual(await book.totals('credit_note'), [])
    assert.deepEqual(await book.totals('invoice'), ['120.00', '121.93'])
    await book.prove()
  })

  test('says how what is left comes back', async () => {
    const book = await inMarch()
    await book.pay('120.00')
    const asked = { kind: 'cancellation', subscriptionId: book.id, refundOnCancellation: 'money' } as const
    const quoted = await ask(book, asked)
    assert.equal(quoted.comesBackAs, 'money')
    await consent(book, asked, quoted)
    const { rows } = await book.transact((tx) =>
      sql<{ as: string }>`select payload ->> 'comesBackAs' as as from event where type = 'credit_note.posted.v1'`.execute(tx),
    )
    assert.deepEqual(rows, [{ as: 'money' }])
  })
})

suite('a quote comes to what happens then', () => {
  const steps = [
    // change, due, why
    ['quantity', '50.40', 'of five in place of two, three more of 21.00 and tax for 21 days'],
    ['removal', '-50.40', 'two are given back for the days left'],
    ['pause', '-81.29', 'days that were paid come back'],
  ] as const
  for (const [kind, expected, why] of steps)
    test(`${kind}: ${why}`, async () => {
      const book = await inMarch()
      const more = await book.plan({ recurring: book.amount('31.00') }, { kind: 'add-on' })
      const quantity = kind === 'quantity' ? 3 : 2
      const item =
        kind === 'pause' ? undefined : await book.act((tx, now) => addItem(tx, { subscriptionId: book.id, offerId: more, quantity }, now))
      const asked = (
        kind === 'pause' ? { kind, subscriptionId: book.id } : { kind, subscriptionId: book.id, itemId: item!.id, quantity: 5 }
      ) as ChangeAsk
      const quoted = await ask(book, asked)
      const before = await owed(book)
      await consent(book, asked, quoted)
      assert.equal((await owed(book)).toFixed(2), (before + due(quoted)).toFixed(2))
      assert.equal(toDecimal(quoted.due), expected)
      await book.prove()
    })

  test('an end, where the bill was written off: what comes back pays the loss', async () => {
    const book = await inMarch()
    const { rows } = await book.transact((tx) => sql<{ id: string }>`select id from invoice`.execute(tx))
    await book.act((tx, now) => writeOff(tx, { invoiceId: rows[0]!.id, reason: 'Moved away', takesTaxesBack: false }, now))
    const asked = { kind: 'cancellation', subscriptionId: book.id } as const
    const quoted = await ask(book, asked)
    await consent(book, asked, quoted)
    assert.deepEqual([toDecimal(quoted.due), await book.owed()], ['0.00', '0.00'])
    await book.prove()
  })

  test('transfer: the new account pays the days left, the old one has them back', async () => {
    const book = await inMarch()
    await book.pay('120.00')
    const { customerId, accountId } = await book.transact((tx) => createCustomer(tx, { name: 'Karim Ahmed', billDay: 1 }))
    const asked = { kind: 'transfer', subscriptionId: book.id, customerId } as const
    const quoted = await ask(book, asked)
    assert.equal(toDecimal(quoted.due), '81.29')
    assert.equal(toDecimal(quoted.credits[0]!.total), '81.29')
    await consent(book, asked, quoted)
    const { rows } = await book.transact((tx) =>
      sql<{ account: string; total: bigint }>`select account_id as account, total_minor as total from invoice order by number`.execute(tx),
    )
    assert.deepEqual(rows.at(-1), { account: accountId, total: 8_129n })
    assert.equal(await book.owed(), '0.00', 'what one owes the other has')
    await book.prove()
  })

  test('a new subscription with a coupon has it on every invoice', async () => {
    const book = await openBook({ now: '2026-03-01T06:00:00Z' })
    const offerId = await book.plan({ recurring: book.amount('100.00') })
    await coupon(book, 'WELCOME')
    const asked = { kind: 'subscription', customerId: book.customerId, offerId, coupons: ['welcome'] } as const
    const quoted = await ask(book, asked)
    assert.deepEqual(
      quoted.invoices.map(({ invoice }) => toDecimal(invoice.total)),
      ['90.00', '90.00', '90.00'],
    )
    const { rows } = await book.transact((tx) => sql<{ redeemed: number }>`select redeemed from coupon`.execute(tx))
    assert.deepEqual(rows, [{ redeemed: 0 }], 'a quote redeems nothing')
  })

  test('coupons that do not go together are refused, as they would be then', async () => {
    const book = await openBook({ now: '2026-03-01T06:00:00Z' })
    const offerId = await book.plan({ recurring: book.amount('100.00') })
    for (const code of ['WELCOME', 'SPRING']) await coupon(book, code)
    await assert.rejects(ask(book, { kind: 'subscription', customerId: book.customerId, offerId, coupons: ['WELCOME', 'SPRING'] }), {
      code: 'billing.coupon_stands_alone',
    })
    await assert.rejects(ask(book, { kind: 'subscription', customerId: book.customerId, offerId, coupons: ['SUMMER'] }), {
      code: 'catalog.coupon_unknown',
    })
  })
})
