import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import { createCustomer } from '#modules/customers'
import { createCoupon } from '#modules/catalog'
import { addItem, block, cancelNow, changePlan, pause, readSubscription, redeemCoupon, resume, transfer } from '#modules/subscriptions'
import { creditInvoice, rebillInvoice } from './credit-notes.ts'
import { billCharge } from './bill-charge.ts'
import { addAdjustment, addPendingCharges } from './pending-charges.ts'
import { runDunning } from './run-dunning.ts'
import { changeSettings } from './settings-store.ts'
import { type Book, type BookOptions, openBook, perGB, recordGB } from './testing.ts'
import type { BillingSettings } from './settings.ts'

const year = { unit: 'year', count: 1 } as const

/** A customer on a plan of 100.00 from 1 March, billed and paid for March. */
async function paidMarch(settings: Partial<BillingSettings> = {}, more: Partial<BookOptions> = {}) {
  const book = await openBook({ now: '2026-03-01T06:00:00Z', ...more })
  await book.transact((tx) => changeSettings(tx, settings))
  const plan = await book.plan({ recurring: book.amount('100.00') })
  const id = await book.subscribe(plan)
  await book.bill()
  await book.pay((await book.totals('invoice'))[0]!)
  return { ...book, id, first: plan }
}
const spans = async (book: Book) => (await book.invoiceLines()).map((line) => `${line.from}/${line.to} ${line.net}`)
const credits = async (book: Book) => (await book.creditLines()).map((line) => `${line.from}/${line.to} ${line.net}`)

suite('a change of plan', () => {
  test('from a month to a year keeps the bill day: 161.26 are given back, 2,327.62 charged', async () => {
    const book = await openBook({ now: '2012-05-01T06:00:00Z', currency: 'USD' })
    const id = await book.subscribe(await book.plan({ recurring: book.amount('249.95') }))
    await book.bill()
    book.moveTo('2012-05-12T06:00:00Z')
    const yearly = await book.plan({ recurring: book.amount('2399.95'), cycle: year })
    await book.act((tx, now) => changePlan(tx, id, yearly, now))
    assert.deepEqual(await credits(book), ['2012-05-12/2012-06-01 161.26'])
    assert.deepEqual(await spans(book), ['2012-05-01/2012-06-01 249.95', '2012-05-12/2013-05-01 2327.62'])
    assert.equal(await book.owed(), '2416.31') // 249.95 and a net of 2,166.36
    await book.prove()
  })

  const policies = [
    // settings, credited, charged, why
    [
      {},
      ['2026-03-11/2026-04-01 67.74'],
      '2026-03-11/2026-04-01 101.61',
      'unused days are given back, the day of the change is of the new plan',
    ],
    [{ changeDay: 'old-plan' }, ['2026-03-12/2026-04-01 64.52'], '2026-03-12/2026-04-01 96.77', 'or of the old one'],
    [{ changeCredit: 'none' }, [], '2026-03-11/2026-04-01 101.61', 'nothing is given back'],
    [{ changeCredit: 'full-price' }, [], '2026-03-11/2026-04-01 150.00', 'or the whole price is charged'],
  ] as const
  for (const [settings, credited, charged, why] of policies)
    test(why, async () => {
      const book = await paidMarch(settings)
      book.moveTo('2026-03-11T06:00:00Z')
      const bigger = await book.plan({ recurring: book.amount('150.00') })
      await book.act((tx, now) => changePlan(tx, book.id, bigger, now))
      if (charged.startsWith('2026-03-12')) {
        book.moveTo('2026-03-12T06:00:00Z')
        await book.bill()
      }
      assert.deepEqual(await credits(book), credited)
      assert.deepEqual((await spans(book)).slice(1), [charged])
      await book.prove()
    })

  test('what it charges may wait for the next invoice', async () => {
    const book = await paidMarch({ invoiceOnChange: 'next' })
    book.moveTo('2026-03-11T06:00:00Z')
    const bigger = await book.plan({ recurring: book.amount('150.00') })
    await book.act((tx, now) => changePlan(tx, book.id, bigger, now))
    await book.bill()
    assert.equal((await spans(book)).length, 1)
    book.moveTo('2026-04-01T06:00:00Z')
    await book.bill()
    assert.deepEqual(await book.totals('invoice'), ['100.00', '251.61'])
    assert.equal(await book.owed(), '183.87') // less the credit of 67.74
    await book.prove()
  })

  for (const [unit, to] of [
    ['week', 'month'],
    ['month', 'week'],
  ] as const)
    test(`from a ${unit} to a ${to} before its first bill: the days before are priced by the ${unit}`, async () => {
      const book = await openBook({ now: '2026-03-20T06:00:00Z', billDay: 29 }) // a Friday
      const plan = (cycle: 'week' | 'month') =>
        book.plan({ recurring: book.amount(cycle === 'week' ? '70.00' : '290.00'), cycle: { unit: cycle, count: 1 } }) // 28 February to 29 March: 29 days
      const id = await book.subscribe(await plan(unit), unit === 'week' ? 1 : 29)
      book.moveTo('2026-03-22T06:00:00Z')
      const other = await plan(to)
      await book.act((tx, now) => changePlan(tx, id, other, now))
      assert.ok((await spans(book)).includes('2026-03-20/2026-03-22 20.00'))
      await book.prove()
    })

  for (const [deed, owed] of [
    ['changes again', '108.06'], // 10 days at 100, 5 at 150, 16 at 100 a month
    ['pauses', '56.45'],
    ['ends', '56.45'],
  ] as const)
    test(`days that wait for the next invoice are not charged from when it ${deed}`, async () => {
      const book = await paidMarch({ invoiceOnChange: 'next' })
      book.moveTo('2026-03-11T06:00:00Z')
      const bigger = await book.plan({ recurring: book.amount('150.00') })
      await book.act((tx, now) => changePlan(tx, book.id, bigger, now))
      book.moveTo('2026-03-16T06:00:00Z')
      await book.act(async (tx, now) => {
        if (deed === 'changes again') await changePlan(tx, book.id, book.first, now)
        else await (deed === 'pauses' ? pause : cancelNow)(tx, book.id, now)
      })
      book.moveTo('2026-03-31T06:00:00Z')
      await book.bill()
      const waits = await book.transact(async (tx) => {
        const { rows } = await sql<{ sum: bigint }>`
          select coalesce(sum(amount_minor), 0)::bigint as sum from pending_charge where billed_invoice_id is null and withdrawn_at is null`.execute(
          tx,
        )
        return rows[0]!.sum
      })
      const paid = 100_00n
      const open = BigInt((await book.owed()).replace('.', ''))
      assert.equal(paid + open + waits, BigInt(owed.replace('.', '')))
      await book.prove()
    })

  for (const deed of ['moved to another plan', 'transferred'] as const)
    test(`of what is ${deed} during its pause nothing waits for the next invoice`, async () => {
      const book = await paidMarch({ invoiceOnChange: 'next' })
      book.moveTo('2026-03-11T06:00:00Z')
      await book.act((tx, now) => pause(tx, book.id, now))
      book.moveTo('2026-03-16T06:00:00Z')
      const bigger = await book.plan({ recurring: book.amount('150.00') })
      await book.act(async (tx, now) => {
        if (deed === 'moved to another plan') return changePlan(tx, book.id, bigger, now)
        const { customerId } = await createCustomer(tx, { name: 'Karim Mia', billDay: 1 })
        return transfer(tx, book.id, { customerId }, now)
      })
      book.moveTo('2026-04-01T06:00:00Z')
      await book.bill()
      assert.deepEqual(await spans(book), ['2026-03-01/2026-04-01 100.00'])
      await book.prove()
    })

  test('several on one day are ordinary', async () => {
    const book = await paidMarch()
    book.moveTo('2026-03-11T06:00:00Z')
    const bigger = await book.plan({ recurring: book.amount('150.00') })
    for (const plan of [bigger, book.first, bigger]) await book.act((tx, now) => changePlan(tx, book.id, plan, now))
    assert.equal(await book.owed(), '33.87') // as one change: 101.61 less 67.74
    await book.prove()
  })
})

suite('pause, resume and end', () => {
  test('a pause gives unused days back; what resumes is charged to the end of its cycle, from that credit', async () => {
    const book = await openBook({ now: '2012-03-02T06:00:00Z', currency: 'USD', billDay: 2 })
    const id = await book.subscribe(await book.plan({ recurring: book.amount('249.95') }))
    await book.bill()
    await book.pay('249.95')
    book.moveTo('2012-03-04T06:00:00Z')
    await book.act((tx, now) => pause(tx, id, now))
    assert.deepEqual([await credits(book), await book.owed()], [['2012-03-04/2012-04-02 233.82'], '-233.82'])
    book.moveTo('2012-04-02T06:00:00Z')
    await book.bill()
    assert.equal((await spans(book)).length, 1, 'nothing is charged meanwhile')
    book.moveTo('2012-04-05T06:00:00Z')
    await book.act((tx, now) => resume(tx, id, now))
    assert.deepEqual([(await spans(book)).at(-1), await book.owed()], ['2012-04-05/2012-05-02 224.96', '-8.86'])
    await book.prove()
  })

  test('paused and resumed on one day it comes to nothing', async () => {
    const book = await paidMarch()
    for (const deed of [pause, resume, pause, resume]) await book.act((tx, now) => deed(tx, book.id, now))
    assert.equal(await book.owed(), '0.00')
    await book.prove()
  })

  test('what ends is charged to its last day, also where that day is charged, with taxes of the original', async () => {
    const book = await openBook({ now: '2025-09-18T06:00:00Z', taxPercent: '25' })
    await book.transact((tx) => changeSettings(tx, { endDay: 'billed' }))
    const id = await book.subscribe(await book.plan({ recurring: book.amount('200.00'), alignment: 'anniversary' }))
    await book.bill()
    await book.act((tx, now) => cancelNow(tx, id, now))
    assert.deepEqual(
      (await book.creditLines()).map(({ net, tax }) => [net, tax]),
      [['193.33', '48.33']],
    )
    assert.deepEqual([await book.totals('invoice'), await book.totals('credit_note')], [['250.00'], ['241.66']])
    await book.prove()
  })

  test('in arrears the days before a pause and before the end are charged then', async () => {
    const book = await openBook({ now: '2026-03-01T06:00:00Z' })
    const id = await book.subscribe(await book.plan({ recurring: book.amount('310.00'), billedIn: 'arrears' }))
    await book.bill()
    book.moveTo('2026-03-11T06:00:00Z')
    await book.act((tx, now) => pause(tx, id, now))
    book.moveTo('2026-03-21T06:00:00Z')
    await book.act((tx, now) => resume(tx, id, now))
    book.moveTo('2026-03-31T06:00:00Z')
    await book.act((tx, now) => cancelNow(tx, id, now))
    assert.deepEqual(await spans(book), ['2026-03-01/2026-03-11 100.00', '2026-03-21/2026-03-31 100.00'])
    await book.prove()
  })

  for (const billedIn of ['advance', 'arrears'] as const)
    test(`in ${billedIn}: an add-on is not charged for a pause either, and one that is added during it begins behind it`, async () => {
      const book = await openBook({ now: '2026-03-01T06:00:00Z' })
      const id = await book.subscribe(await book.plan({ recurring: book.amount('310.00'), billedIn }))
      const add = async (setup: string) => {
        const offerId = await book.plan({ recurring: book.amount('31.00'), setup: book.amount(setup), billedIn }, { kind: 'add-on' })
        await book.act((tx, now) => addItem(tx, { subscriptionId: id, offerId, quantity: 1 }, now))
      }
      await add('0')
      await book.bill()
      book.moveTo('2026-03-11T06:00:00Z')
      await book.act((tx, now) => pause(tx, id, now))
      book.moveTo('2026-03-16T06:00:00Z')
      await add('5.00')
      book.moveTo('2026-03-21T06:00:00Z')
      await book.act((tx, now) => resume(tx, id, now))
      book.moveTo('2026-04-01T06:00:00Z')
      await book.act((tx, now) => cancelNow(tx, id, now))
      assert.equal(await book.owed(), '247.00') // 21 days of 10.00 and 1.00, and 11 of another 1.00 whose set-up is 5.00
      await book.prove()
    })

  test('leaving before the agreed time has its fee', async () => {
    const book = await openBook({ now: '2026-03-01T06:00:00Z' })
    const plan = await book.plan({
      recurring: book.amount('100.00'),
      commitment: { cycles: 12, fee: { kind: 'remaining', percent: '50' } },
    })
    const id = await book.subscribe(plan)
    await book.bill()
    book.moveTo('2027-01-01T06:00:00Z')
    await book.bill()
    await book.act((tx, now) => cancelNow(tx, id, now))
    const last = (await book.invoiceLines()).at(-1)!
    assert.deepEqual([last.kind, last.net], ['termination-fee', '100.00']) // half of January and February
    await book.prove()
  })

  test('any sequence of changes converges: what is kept is what was used', async () => {
    const deeds = fc.array(fc.tuple(fc.constantFrom('bigger', 'smaller', 'pause', 'resume', 'bill'), fc.nat(12)), {
      minLength: 1,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(deeds, async (all) => {
        const book = await paidMarch()
        const plans = {
          bigger: await book.plan({ recurring: book.amount('150.00') }),
          smaller: await book.plan({ recurring: book.amount('49.99') }),
        }
        let day = Temporal.PlainDate.from('2026-03-01')
        for (const [deed, days] of all) {
          day = day.add({ days })
          book.moveTo(`${day}T06:00:00Z`)
          if (deed === 'bill') await book.bill()
          else
            await book
              .act((tx, now) =>
                deed === 'pause'
                  ? pause(tx, book.id, now)
                  : deed === 'resume'
                    ? resume(tx, book.id, now)
                    : changePlan(tx, book.id, plans[deed], now),
              )
              .catch(refused)
          await book.prove()
        }
        await book.act((tx, now) => cancelNow(tx, book.id, now))
        await book.prove()
        const [charged, credited] = [await net(book.invoiceLines()), await net(book.creditLines())]
        const upTo = await net(book.invoiceLines().then((lines) => lines.filter((line) => line.from! < String(day))))
        assert.ok(charged - credited >= -1n && charged - credited <= upTo + 1n, `${charged} charged, ${credited} credited`)
      }),
      { numRuns: 8 },
    )
  })
})

const net = async (lines: Promise<readonly { net: string }[]>) =>
  (await lines).reduce((sum, line) => sum + BigInt(line.net.replace('.', '')), 0n)

/** A move that the state does not allow is refused, and changes nothing. */
function refused(error: { code?: string }): void {
  if (error.code !== 'subscriptions.move_not_allowed' && error.code !== 'subscriptions.same_plan') throw error
}

/** Somebody from 1 March on, whose days cost 10.00 each and whose use 1.00 for each GB: 5 until the 11th, when something changes, and 7 behind it. */
async function metered(billedIn: 'advance' | 'arrears') {
  const book = await openBook({ now: '2026-03-01T06:00:00Z' })
  const terms = { recurring: book.amount('310.00'), billedIn }
  const plan = await book.plan({ ...terms, charges: [perGB] })
  const id = await book.subscribe(plan)
  const other = await book.transact((tx) => createCustomer(tx, { name: 'Karim Mia', billDay: 1 }))
  await book.bill()
  const use = async (on: string, gigabytes: bigint) => {
    book.moveTo(`${on}T06:00:00Z`)
    await recordGB(book, id, gigabytes, book.platform.clock.now())
  }
  return {
    ...book,
    id,
    terms,
    use,
    other,
    /** What an account bears in the end: days and use, less what was given back. */
    borne: (accountId: string) =>
      book.transact(async (tx) => {
        const { rows } = await sql<{ kind: string; net: bigint }>`
          select l.kind, sum(l.net_minor - (select coalesce(sum(n.net_minor), 0) from credit_note_line n
            where n.tenant_id = l.tenant_id and n.invoice_id = l.invoice_id and n.invoice_line = l.line))::bigint as net
          from invoice_line l join invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
          where i.account_id = ${accountId} group by l.kind having sum(l.net_minor) > 0 order by l.kind`.execute(tx)
        return rows.map(({ kind, net }) => `${kind} ${net / 100n}`)
      }),
  }
}

suite('days and use before a change are charged once, to who had them, as they were', () => {
  for (const billedIn of ['advance', 'arrears'] as const) {
    test(`in ${billedIn}: a transfer`, async () => {
      const book = await metered(billedIn)
      await book.use('2026-03-05', 5n)
      book.moveTo('2026-03-11T06:00:00Z')
      await book.act((tx, now) => transfer(tx, book.id, { customerId: book.other.customerId }, now))
      await book.use('2026-03-25', 7n)
      book.moveTo('2026-04-01T06:00:00Z')
      await book.act((tx, now) => cancelNow(tx, book.id, now))
      assert.deepEqual(await book.borne(book.accountId), ['recurring 100', 'usage 5'])
      assert.deepEqual(await book.borne(book.other.accountId), ['recurring 210', 'usage 7'])
      await book.prove()
    })

    test(`in ${billedIn}: a pause`, async () => {
      const book = await metered(billedIn)
      await book.use('2026-03-05', 5n)
      book.moveTo('2026-03-11T06:00:00Z')
      await book.act((tx, now) => pause(tx, book.id, now))
      book.moveTo('2026-04-06T06:00:00Z')
      await book.act((tx, now) => resume(tx, book.id, now))
      await book.use('2026-04-08', 7n)
      for (const day of ['2026-05-01', '2026-06-01']) {
        book.moveTo(`${day}T06:00:00Z`)
        await book.bill()
      }
      await book.act((tx, now) => cancelNow(tx, book.id, now))
      assert.deepEqual(await book.borne(book.accountId), ['recurring 668', 'usage 12']) // 10 days of March, 25 of 30 of April, May: 668.33
      await book.prove()
    })

    test(`in ${billedIn}: use that was free stays free when a plan with a price for it comes`, async () => {
      const book = await metered(billedIn)
      const unlimited = await book.plan(book.terms)
      await book.act((tx, now) => changePlan(tx, book.id, unlimited, now))
      await book.use('2026-03-05', 5n)
      book.moveTo('2026-03-11T06:00:00Z')
      const dear = await book.plan({ ...book.terms, charges: [perGB] })
      await book.act((tx, now) => changePlan(tx, book.id, dear, now))
      await book.use('2026-03-25', 7n)
      book.moveTo('2026-04-01T06:00:00Z')
      await book.act((tx, now) => cancelNow(tx, book.id, now))
      assert.deepEqual(await book.borne(book.accountId), ['recurring 310', 'usage 7'])
      await book.prove()
    })

    for (const deed of ['ended', 'moved to another plan', 'transferred'] as const)
      test(`in ${billedIn}: what is ${deed} during its pause is not charged for the pause`, async () => {
        const book = await metered(billedIn)
        book.moveTo('2026-03-11T06:00:00Z')
        await book.act((tx, now) => pause(tx, book.id, now))
        book.moveTo('2026-03-21T06:00:00Z')
        const bigger = await book.plan({ ...book.terms, recurring: book.amount('620.00') })
        await book.act(async (tx, now) => {
          if (deed === 'ended') await cancelNow(tx, book.id, now)
          else if (deed === 'transferred') await transfer(tx, book.id, { customerId: book.other.customerId }, now)
          else await changePlan(tx, book.id, bigger, now)
        })
        assert.deepEqual(await book.borne(book.accountId), ['recurring 100'])
        assert.deepEqual(await book.borne(book.other.accountId), [])
        await book.prove()
      })
  }
})

test('who gets service that is withheld for not paying has it back: the debt stays with who made it', async () => {
  const book = await metered('advance')
  book.moveTo('2026-03-25T10:00:00Z')
  await book.act((tx) => runDunning(tx, Temporal.PlainDate.from('2026-03-25')))
  const reasons = () => book.transact(async (tx) => (await readSubscription(tx, book.id)).blockReasons)
  assert.deepEqual(await reasons(), ['unpaid'])
  await book.act((tx, now) => block(tx, [book.id], 'abuse').then(() => transfer(tx, book.id, { customerId: book.other.customerId }, now)))
  assert.deepEqual(await reasons(), ['abuse'])
  await book.prove()
})

suite('a discount of some cycles', () => {
  /** A customer on 310.00 a month from March on, with a coupon for two cycles, who has April and May behind them. @returns what each line took off, by month */
  async function twoCycles(reduction: 'percent' | 'amount', live: (book: Book & { id: string; bigger: string }) => Promise<void>) {
    const book = await openBook({ now: '2026-03-01T06:00:00Z' })
    const id = await book.subscribe(await book.plan({ recurring: book.amount('310.00') }))
    const bigger = await book.plan({ recurring: book.amount('620.00') })
    await book.act(async (tx, now) => {
      await createCoupon(tx, {
        code: 'SPRING',
        name: 'Spring',
        reduction: reduction === 'percent' ? { kind: 'percent', percentOff: '10' } : { kind: 'amount', amountOff: book.amount('31.00') },
        cycles: 2,
        stackable: true,
        validFrom: Temporal.PlainDate.from('2026-01-01'),
        validTo: null,
        maxRedemptions: null,
        appliesTo: [],
      })
      await redeemCoupon(tx, id, 'SPRING', now)
    })
    await book.bill()
    await live({ ...book, id, bigger })
    for (const day of ['2026-04-01', '2026-05-01']) {
      book.moveTo(`${day}T06:00:00Z`)
      await book.bill()
    }
    await book.prove()
    return spans(book)
  }
  const at = async (book: Book & { id: string }, day: string, deed: Parameters<Book['act']>[0]) => {
    book.moveTo(`2026-03-${day}T06:00:00Z`)
    await book.act(deed)
  }

  test('is used up by a cycle once, whatever changes in it: 10 % of what is billed again, and of April', async () => {
    const lines = await twoCycles('percent', async (book) => {
      await at(book, '11', (tx, now) => changePlan(tx, book.id, book.bigger, now))
      await at(book, '21', (tx, now) => pause(tx, book.id, now))
      await at(book, '25', (tx, now) => resume(tx, book.id, now))
    })
    assert.deepEqual(lines, [
      '2026-03-01/2026-04-01 279.00',
      '2026-03-11/2026-04-01 378.00',
      '2026-03-25/2026-04-01 126.00',
      '2026-04-01/2026-05-01 558.00',
      '2026-05-01/2026-06-01 620.00',
    ])
  })

  test('an amount has its share of the days that are billed again', async () => {
    const lines = await twoCycles('amount', async (book) => {
      await at(book, '11', (tx, now) => changePlan(tx, book.id, book.bigger, now))
      await at(book, '21', (tx, now) => pause(tx, book.id, now))
      await at(book, '25', (tx, now) => resume(tx, book.id, now))
    })
    assert.deepEqual(lines, [
      '2026-03-01/2026-04-01 279.00',
      '2026-03-11/2026-04-01 399.00', // 420 less 21
      '2026-03-25/2026-04-01 133.00', // 140 less 7
      '2026-04-01/2026-05-01 589.00',
      '2026-05-01/2026-06-01 620.00',
    ])
  })

  test('holds for an invoice that is billed again, also when that was its last cycle', async () => {
    const lines = await twoCycles('percent', async (book) => {
      book.moveTo('2026-04-01T06:00:00Z')
      await book.bill()
      const { rows } = await book.transact((tx) => sql<{ id: string }>`select id from invoice order by number desc limit 1`.execute(tx))
      await book.act((tx, now) => rebillInvoice(tx, rows[0]!.id, 'Wrong address', now))
    })
    assert.deepEqual(lines, [
      '2026-03-01/2026-04-01 279.00',
      '2026-04-01/2026-05-01 279.00',
      '2026-04-01/2026-05-01 279.00',
      '2026-05-01/2026-06-01 310.00',
    ])
  })
})

test('what is sold at once is billed at once, though the account waits for more to be taken off', async () => {
  const book = await paidMarch()
  const today = Temporal.PlainDate.from('2026-03-01')
  const charge = {
    accountId: book.accountId,
    subscriptionId: null,
    itemId: null,
    kind: 'one-time' as const,
    chargeCode: 'sale',
    revision: 0,
    description: 'Router',
    taxCategory: 'standard',
    pricesIncludeTax: false,
    supply: 'other' as const,
    from: null,
    to: null,
    billOn: today,
  }
  await book.transact((tx) =>
    addPendingCharges(tx, [{ ...charge, kind: 'adjustment', description: 'Sorry', amount: book.amount('-70.00') }]),
  )
  const sold = await book.act((tx) => billCharge(tx, { ...charge, amount: book.amount('50.00') }))
  assert.deepEqual([sold.net.minor, await book.totals('invoice')], [5000n, ['100.00', '50.00']])
  book.moveTo('2026-04-01T06:00:00Z')
  await book.bill()
  assert.deepEqual(await book.totals('invoice'), ['100.00', '50.00', '30.00'])
  await book.prove()
})

suite('credit notes', () => {
  test('parts that exhaust a line sum to it with its taxes, and no more is given back', async () => {
    const book = await paidMarch({}, { taxPercent: '23.33' })
    const [invoiceId] = await book.transact(async (tx) => [(await sql<{ id: string }>`select id from invoice`.execute(tx)).rows[0]!.id])
    const credit = (decimal?: string) =>
      book.act((tx, now) =>
        creditInvoice(tx, invoiceId, [{ line: 1, net: decimal === undefined ? undefined : book.amount(decimal) }], {
          kind: 'goodwill',
          reason: 'Slow for a week',
          now,
        }),
      )
    await credit('33.33')
    await credit('33.33')
    await credit()
    assert.deepEqual(await book.totals('credit_note'), ['41.11', '41.10', '41.12'])
    assert.equal(await book.owed(), '-123.33')
    await assert.rejects(credit('0.01'), { code: 'billing.nothing_to_credit' })
    await book.prove()
  })

  test('more than a line has left is refused, as is a line that is not there', async () => {
    const book = await paidMarch()
    const { rows } = await book.transact((tx) => sql<{ id: string }>`select id from invoice`.execute(tx))
    const credit = (line: number, decimal: string) =>
      book.act((tx, now) => creditInvoice(tx, rows[0]!.id, [{ line, net: book.amount(decimal) }], { kind: 'goodwill', reason: '', now }))
    await assert.rejects(credit(1, '100.01'), { code: 'billing.credit_too_large' })
    await assert.rejects(credit(2, '1.00'), { code: 'billing.nothing_to_credit' })
  })

  const lastInvoice = async (book: Book) =>
    (await book.transact((tx) => sql<{ id: string }>`select id from invoice order by number desc limit 1`.execute(tx))).rows[0]!.id

  test('billed again, what it carried beside periods is charged anew, but not what it took off', async () => {
    const book = await openBook({ now: '2026-03-01T06:00:00Z' })
    await book.subscribe(await book.plan({ recurring: book.amount('310.00'), setup: book.amount('50.00') }))
    const adjust = (description: string, amount: string) =>
      book.transact((tx) =>
        addAdjustment(tx, {
          accountId: book.accountId,
          description,
          amount: book.amount(amount),
          taxCategory: 'standard',
          pricesIncludeTax: false,
          reason: '',
          billOn: Temporal.PlainDate.from('2026-03-01'),
        }),
      )
    await adjust('Cable', '7.00')
    await adjust('Sorry', '-5.00')
    await book.bill()
    for (let times = 0; times < 2; times++) {
      const id = await lastInvoice(book)
      await book.act((tx, now) => rebillInvoice(tx, id, 'Wrong address', now))
    }
    assert.deepEqual(await book.totals('invoice'), ['362.00', '367.00', '367.00'])
    assert.equal(await book.owed(), '362.00')
    await book.prove()
  })

  test('billed again, what has ended or pauses is charged as it was', async () => {
    for (const deed of [cancelNow, pause]) {
      const book = await metered('arrears')
      await book.use('2026-03-05', 5n)
      book.moveTo('2026-03-11T06:00:00Z')
      await book.act((tx, now) => deed(tx, book.id, now))
      const id = await lastInvoice(book)
      await book.act((tx, now) => rebillInvoice(tx, id, 'Wrong address', now))
      assert.deepEqual([await book.totals('invoice'), await book.owed()], [['105.00', '105.00'], '105.00'])
      if (deed === pause) await book.act((tx, now) => resume(tx, book.id, now))
      book.moveTo('2026-04-01T06:00:00Z')
      await book.bill()
      assert.equal(await book.owed(), deed === pause ? '315.00' : '105.00')
      await book.prove()
    }
  })

  test('an invoice whose days another has since a change is not billed again', async () => {
    const book = await paidMarch()
    const id = await lastInvoice(book)
    book.moveTo('2026-03-11T06:00:00Z')
    const bigger = await book.plan({ recurring: book.amount('150.00') })
    await book.act((tx, now) => changePlan(tx, book.id, bigger, now))
    await assert.rejects(
      book.act((tx, now) => rebillInvoice(tx, id, 'Wrong address', now)),
      { code: 'billing.rebilled_since' },
    )
    await book.prove()
  })

  test('billed again, an invoice is taken back and made anew', async () => {
    const book = await paidMarch()
    const { rows } = await book.transact((tx) => sql<{ id: string }>`select id from invoice`.execute(tx))
    await book.act((tx, now) => rebillInvoice(tx, rows[0]!.id, 'Wrong address', now))
    assert.deepEqual(
      [await book.totals('invoice'), await book.totals('credit_note'), await book.owed()],
      [['100.00', '100.00'], ['100.00'], '0.00'],
    )
    await book.prove()
  })
})
