import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { money, toDecimal } from '#kernel/money.ts'
import { createCoupon, type TermsDraft } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { addItem, changePlan, pause, redeemCoupon, resume } from '#modules/subscriptions'
import { agree } from './agree.ts'
import { creditInvoice } from './credit-notes.ts'
import { type ChangeAsk, type Quote, quote, type QuoteAsk } from './quote.ts'
import { withdrawCharge } from './pending-charges.ts'
import { changeSettings } from './settings-store.ts'
import { type Book, openBook, perGB, recordGB } from './testing.ts'
import type { TakenOff } from './waiting-periods.ts'
import { writeOff } from './write-off.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

/** A customer on a plan of 100.00 with tax of 20 %, billed for March, on the 11th. */
async function inMarch(more: Partial<TermsDraft> = {}) {
  const book = await openBook({ now: '2026-03-01T06:00:00Z', taxPercent: '20' })
  const plan = await book.plan({ recurring: book.amount('100.00'), ...more })
  const id = await book.subscribe(plan)
  await book.bill()
  book.moveTo('2026-03-11T06:00:00Z')
  return { ...book, id, first: plan }
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

const span = ({ from, to, net, tax }: TakenOff['lines'][number]) => `${from}/${to} ${toDecimal(net)} + ${toDecimal(tax)}`
const spans = (document: Pick<TakenOff, 'lines'> | null | undefined) => (document?.lines ?? []).map(span).toSorted()

/** Lines of the invoices that an account has from the second on, as those of quotes are told. */
async function postedSince(book: Book, accountId: string, count: number) {
  const { rows } = await book.transact((tx) =>
    sql<{ line: string; net: bigint; tax: bigint; number: string }>`
      select l.period_from || '/' || l.period_to as line, l.net_minor as net, l.tax_minor as tax, i.number from invoice i join invoice_line l on l.invoice_id = i.id
      where i.account_id = ${accountId} order by i.number, l.line`.execute(tx),
  )
  const known = new Set([...new Set(rows.map(({ number }) => number))].slice(0, count))
  return rows
    .filter(({ number }) => !known.has(number))
    .map(({ line, net, tax }) => `${line} ${toDecimal(money(net, 'EUR'))} + ${toDecimal(money(tax, 'EUR'))}`)
    .toSorted()
}

suite('where days wait for the next invoice, a quote', () => {
  /** A customer who has 150.00 in place of 100.00 and an add-on of 31.00 since 11 March, which wait for 1 April, on the 16th. */
  async function withWaiting() {
    const book = await inMarch()
    await book.transact((tx) => changeSettings(tx, { invoiceOnChange: 'next' }))
    const extra = await book.plan({ recurring: book.amount('31.00') }, { kind: 'add-on' })
    const item = await book.act((tx, now) => addItem(tx, { subscriptionId: book.id, offerId: extra, quantity: 1 }, now))
    const bigger = await book.plan({ recurring: book.amount('150.00') })
    await book.act((tx, now) => changePlan(tx, book.id, bigger, now))
    book.moveTo('2026-03-16T06:00:00Z')
    return { ...book, itemId: item.id }
  }
  const waiting = async (book: Book) => {
    const { rows } = await book.transact((tx) =>
      sql<{ id: string; span: string; amount: bigint }>`
        select id, period_from || '/' || period_to as span, amount_minor as amount from pending_charge
        where billed_invoice_id is null and withdrawn_at is null order by period_from, amount_minor`.execute(tx),
    )
    return rows.map(({ id, span: days, amount }) => ({ id, line: `${days} ${toDecimal(money(amount, 'EUR'))}` }))
  }
  const linesWaiting = async (book: Book) => (await waiting(book)).map(({ line }) => line)

  const [plan, extra] = ['2026-03-16/2026-04-01 77.42 + 15.48', '2026-03-16/2026-04-01 16.00 + 3.20']
  const left = ['2026-03-11/2026-03-16 5.00', '2026-03-11/2026-03-16 24.19']
  const deeds = [
    // change, taken off, total, waits afterwards, why
    ['pause', [extra, plan], '112.10', left, 'days of a pause are nobody’s'],
    ['cancellation', [extra, plan], '112.10', left, 'days behind the end are not had'],
    ['removal', [extra], '19.20', [left[0]!, '2026-03-11/2026-04-01 101.61'], 'only what is removed'],
    ['plan-change', [extra, plan], '112.10', [...left, '2026-03-16/2026-04-01 16.00', '2026-03-16/2026-04-01 51.61'], 'another plan'],
  ] as const
  for (const [kind, lines, total, afterwards, why] of deeds)
    test(`of a ${kind} shows what is taken off them: ${why}`, async () => {
      const book = await withWaiting()
      const asked = { kind, subscriptionId: book.id, itemId: book.itemId, offerId: book.first } as ChangeAsk
      assert.deepEqual(await linesWaiting(book), ['2026-03-11/2026-04-01 21.00', '2026-03-11/2026-04-01 101.61'])
      const quoted = await ask(book, asked)
      const before = await owed(book)
      await consent(book, asked, quoted)
      assert.deepEqual([spans(quoted.takenOff), toDecimal(quoted.takenOff!.total)], [lines, total])
      assert.deepEqual(await linesWaiting(book), afterwards)
      assert.deepEqual([toDecimal(quoted.due), await owed(book)], ['0.00', before], 'nobody was billed for them')
      await book.prove()
    })

  test('shows the next invoice with what the change leaves for it', async () => {
    const book = await withWaiting()
    const asked = { kind: 'plan-change', subscriptionId: book.id, offerId: book.first } as const
    const quoted = await ask(book, asked)
    await consent(book, asked, quoted)
    book.moveTo('2026-04-01T06:00:00Z')
    await book.bill()
    const waited = ['2026-03-11/2026-03-16 24.19 + 4.84', '2026-03-11/2026-03-16 5.00 + 1.00']
    assert.equal(String(quoted.invoices[0]!.on), '2026-04-01')
    assert.deepEqual(await postedSince(book, book.accountId, 2), [...spans(quoted.invoices[0]!.invoice), ...waited].toSorted())
    await book.prove()
  })

  test('shows what is charged though nothing is given back, of which nothing is billed', async () => {
    const book = await withWaiting()
    const { rows } = await book.transact((tx) => sql<{ id: string }>`select id from invoice order by number limit 1`.execute(tx))
    await book.act((tx, now) => creditInvoice(tx, rows[0]!.id, [], { kind: 'goodwill', reason: 'Slow for a month', now })) // nothing is left of what was billed
    const asked = { kind: 'plan-change', subscriptionId: book.id, offerId: book.first, changeCredit: 'none' } as const
    const quoted = await ask(book, asked)
    await consent(book, asked, quoted)
    assert.equal(quoted.takenOff, null)
    assert.ok(spans(quoted.invoices[0]!.invoice).includes('2026-03-16/2026-04-01 51.61 + 10.32'))
    assert.ok((await linesWaiting(book)).includes('2026-03-16/2026-04-01 51.61'))
    await book.prove()
  })

  test('does not hold where a charge that waits was withdrawn in between', async () => {
    const book = await withWaiting()
    const asked = { kind: 'pause', subscriptionId: book.id } as const
    const quoted = await ask(book, asked)
    const [first] = await waiting(book)
    await book.transact((tx) => withdrawCharge(tx, first!.id))
    await assert.rejects(consent(book, asked, quoted), { code: 'billing.quote_changed' })
  })
})

suite('a quote of a transfer', () => {
  /** Days that cost 10.00 each, and 1.00 for each GB, of which 5 are used. */
  async function beforeTransfer(billedIn: 'advance' | 'arrears') {
    const book = await inMarch({ recurring: money(310_00n, 'EUR'), billedIn, charges: [perGB] })
    const use = (on: string, gigabytes: bigint) => recordGB(book, book.id, gigabytes, Temporal.Instant.from(`${on}T05:00:00Z`))
    await use('2026-03-05', 5n)
    const other = await book.transact((tx) => createCustomer(tx, { name: 'Karim Ahmed', billDay: 1 }))
    return { ...book, use, other, asked: { kind: 'transfer', subscriptionId: book.id, customerId: other.customerId } as const }
  }

  const cases = [
    // billed in, what whose it was is charged, that less what they are given back, what whose it becomes pays now
    ['advance', ['2026-03-01/2026-03-11 5.00 + 1.00'], '-246.00', '252.00'],
    ['arrears', ['2026-03-01/2026-03-11 100.00 + 20.00', '2026-03-01/2026-03-11 5.00 + 1.00'], '126.00', '0.00'],
  ] as const
  for (const [billedIn, lines, formerDue, newDue] of cases)
    test(`in ${billedIn} shows what whose it was is charged for days and use before it`, async () => {
      const book = await beforeTransfer(billedIn)
      const quoted = await ask(book, book.asked)
      const { former } = quoted
      assert.deepEqual([spans(former?.invoice), toDecimal(former!.due), toDecimal(quoted.due)], [lines, formerDue, newDue])
      assert.equal(former!.accountId, book.accountId)

      const before = await owed(book)
      await consent(book, book.asked, quoted)
      assert.deepEqual(await postedSince(book, book.accountId, billedIn === 'advance' ? 1 : 0), lines)
      const atOnce = quoted.invoices.filter(({ on }) => String(on) === '2026-03-11').flatMap(({ invoice }) => spans(invoice))
      assert.deepEqual(await postedSince(book, book.other.accountId, 0), atOnce)
      assert.equal((await owed(book)).toFixed(2), (before + due(quoted) + Number(formerDue)).toFixed(2))
      await book.prove()
    })

  test('does not hold where whose it was used more in between', async () => {
    const book = await beforeTransfer('advance')
    const quoted = await ask(book, book.asked)
    await book.use('2026-03-10', 1n)
    await assert.rejects(consent(book, book.asked, quoted), { code: 'billing.quote_changed' })
  })
})

suite('a quote of what is paused', () => {
  const steps = ['plan-change', 'plan-change, the day to the old plan', 'add-on', 'transfer'] as const
  for (const step of steps)
    test(`asks for nothing until service resumes, and shows the bill of then: ${step}`, async () => {
      const book = await inMarch()
      if (step.endsWith('old plan')) await book.transact((tx) => changeSettings(tx, { changeDay: 'old-plan' }))
      await book.act((tx, now) => pause(tx, book.id, now))
      book.moveTo('2026-03-16T06:00:00Z')
      const other = await book.transact((tx) => createCustomer(tx, { name: 'Karim Ahmed', billDay: 1 }))
      const extra = await book.plan({ recurring: book.amount('31.00'), setup: book.amount('5.00') }, { kind: 'add-on' })
      const bigger = await book.plan({ recurring: book.amount('150.00') })
      const subscriptionId = book.id
      const asked = (
        step === 'transfer'
          ? { kind: 'transfer', subscriptionId, customerId: other.customerId }
          : step === 'add-on'
            ? { kind: 'add-on', subscriptionId, offerId: extra, quantity: 1 }
            : { kind: 'plan-change', subscriptionId, offerId: bigger }
      ) as ChangeAsk
      const quoted = await ask(book, asked)
      assert.deepEqual([quoted.isPaused, quoted.credits, toDecimal(quoted.due)], [true, [], '0.00'])
      const before = await owed(book)
      await consent(book, asked, quoted)
      assert.equal(await owed(book), before)

      await book.act((tx, now) => resume(tx, subscriptionId, now))
      const accountId = step === 'transfer' ? other.accountId : book.accountId
      const posted = await postedSince(book, accountId, step === 'transfer' ? 0 : 1)
      assert.deepEqual([String(quoted.invoices[0]!.on), spans(quoted.invoices[0]!.invoice)], ['2026-03-16', posted])
      await book.prove()
    })
})
