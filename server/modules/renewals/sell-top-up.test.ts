import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { money } from '#kernel/money.ts'
import { Problem } from '#kernel/problem.ts'
import { createOffer, type OfferDraft, publishOffer } from '#modules/catalog'
import { readBoosts } from '#modules/charging'
import { block, readSubscription } from '#modules/subscriptions'
import { completeSales, offersFor, type SaleAsk, sellTopUp } from './sell-top-up.ts'
import { prepaidCustomer, takesAnySpeed } from './testing.ts'

const gigabyte = 1_000_000_000n
const cycle = 107_500n // 1,000.00 with 7.5 % VAT
const price = 21_500n // 200.00 with 7.5 % VAT
const closers: (() => Promise<void>)[] = []
after(() => Promise.all(closers.map((close) => close())))
const day = (iso: string) => Temporal.PlainDate.from(iso)

/** A customer with a plan of 31 GB that is paid for March, and a top-up of 10 GB on sale. */
async function buyer({ hasCard = false } = {}) {
  const one = await prepaidCustomer({ terms: { quotaBytes: 31n * gigabyte, quotaPolicy: 'cut' } })
  const card = hasCard ? await one.withCard(cycle) : undefined
  if (card) closers.push(card.close)
  else await one.pay(cycle)
  await one.activate()
  const offer = (more: Partial<OfferDraft> = {}) =>
    one.transact(async (tx) => {
      const { offerId } = await createOffer(tx, {
        code: `T-${crypto.randomUUID().slice(0, 8)}`,
        name: '10 GB more',
        kind: 'top-up',
        technology: 'wireless',
        terms: {
          validFrom: day('2026-01-01'),
          recurring: money(20_000n, 'NGN'),
          topUp: { unit: 'bytes', quantity: 10n * gigabyte, validity: { unit: 'day', count: 7 }, rule: 'own' },
        },
        ...more,
      })
      await publishOffer(tx, offerId)
      return offerId
    })
  const offerId = await offer()
  return {
    ...one,
    card,
    offer,
    offerId,
    buy: (paidBy: SaleAsk['paidBy'], more: Partial<SaleAsk> = {}) =>
      one.act((tx, now) => sellTopUp(tx, { subscriptionId: one.id, offerId, paidBy, ...more }, { now, requireSpeedTaken: takesAnySpeed })),
    granted: () =>
      one.transact(async (tx) => {
        const { rows } = await sql<{ gigabytes: bigint }>`
          select granted / ${gigabyte}::bigint as gigabytes from bucket where source = 'top-up' order by id`.execute(tx)
        return rows.map((row) => row.gigabytes)
      }),
    sales: () =>
      one.transact(async (tx) => {
        const { rows } = await sql<{
          line: string
        }>`select concat_ws(' ', state, problem) as line from top_up_sale order by created_at`.execute(tx)
        return rows.map((row) => row.line)
      }),
  }
}

suite('a top-up', () => {
  test('is offered with what it costs whoever pays', async () => {
    const { transact, id, offer } = await buyer()
    await offer({ name: 'Not for this plan', appliesTo: [await offer({ name: 'Another', kind: 'plan', terms: { validFrom: day('2026-01-01'), recurring: money(1n, 'NGN'), downloadBps: 1_000_000n, uploadBps: 1_000_000n } })] }) // prettier-ignore
    const offers = await transact(async (tx) =>
      offersFor(tx, await readSubscription(tx, id), { on: day('2026-03-01'), requireSpeedTaken: takesAnySpeed }),
    )
    assert.deepEqual(
      offers.map(({ version, total, tax }) => `${version.offerName} ${total.minor} ${tax.minor}`),
      ['10 GB more 21500 1500'],
    )
  })

  test('is billed, paid from credit, and granted', async () => {
    const { pay, buy, granted, billed, owed, prove } = await buyer()
    await pay(price)
    const sale = await buy('credit')
    assert.deepEqual([sale.state, sale.invoiceId === null], ['done', false])
    assert.deepEqual(await granted(), [10n])
    assert.equal(await owed(), 0n)
    assert.deepEqual(await billed(), ['2026-03-01 2026-04-01 100000', ' 20000'])
    await prove()
  })

  test('that credit does not cover is neither billed nor granted', async () => {
    const { pay, buy, granted, owed, sales, prove } = await buyer()
    await pay(price - 1n)
    await assert.rejects(buy('credit'), { code: 'renewals.credit_too_small' })
    assert.deepEqual([await granted(), await sales(), await owed()], [[], [], 1n - price])
    await prove()
  })

  test('can wait on an invoice, or be paid at the desk', async () => {
    const { buy, granted, owed, prove } = await buyer()
    await buy('invoice')
    assert.equal(await owed(), price)
    const sale = await buy('cash', { reference: 'slip 7' }).catch((error: { code: string }) => error.code)
    assert.equal(sale, 'renewals.credit_too_small') // the money pays the older invoice first
    assert.deepEqual([await granted(), await owed()], [[10n], price])
    await prove()
  })

  test('paid at the desk has its receipt', async () => {
    const { buy, granted, owed, events, prove } = await buyer()
    await buy('cash', { reference: 'slip 8' })
    assert.deepEqual([await granted(), await owed()], [[10n], 0n])
    assert.partialDeepStrictEqual((await events('payment.received.v1')).at(-1), { method: 'cash', amount: { minor: String(price) } })
    await prove()
  })

  test('whose plan is without a limit is refused, and costs nothing', async () => {
    const one = await prepaidCustomer()
    await one.pay(cycle + price)
    await one.activate()
    const { offerId } = await one.transact(async (tx) => {
      const made = await createOffer(tx, {
        code: 'more',
        name: 'More',
        kind: 'top-up',
        technology: 'wireless',
        terms: {
          validFrom: day('2026-01-01'),
          recurring: money(20_000n, 'NGN'),
          topUp: { unit: 'bytes', quantity: gigabyte, validity: { unit: 'day', count: 1 }, rule: 'own' },
        },
      })
      await publishOffer(tx, made.offerId)
      return made
    })
    await assert.rejects(
      one.act((tx, now) => sellTopUp(tx, { subscriptionId: one.id, offerId, paidBy: 'credit' }, { now, requireSpeedTaken: takesAnySpeed })),
      { code: 'charging.unlimited' },
    )
    assert.equal(await one.owed(), -price)
  })
})

suite('a top-up by the saved method', () => {
  test('is granted when the charge is paid, once however often that is told', async () => {
    const { buy, granted, runCharges, events, transact, platform, owed, sales, prove } = await buyer({ hasCard: true })
    assert.equal((await buy('saved-method')).state, 'awaiting')
    assert.deepEqual(await granted(), [])
    await runCharges()
    assert.deepEqual([await granted(), await sales(), await owed()], [[10n], ['done'], 0n])
    const payload = (await events('payment.received.v1')).at(-1)!
    await transact((tx) =>
      completeSales(takesAnySpeed).handle(tx, [{ type: 'payment.received.v1', payload } as unknown as Event], platform),
    )
    assert.deepEqual(await granted(), [10n])
    await prove()
  })

  test('that is declined is not granted, and says why', async () => {
    const { buy, card, granted, runCharges, sales, owed } = await buyer({ hasCard: true })
    card!.decline()
    await buy('saved-method')
    await runCharges()
    assert.deepEqual([await granted(), await sales(), await owed()], [[], ['failed Declined'], 0n])
  })

  test('whose money paid something older is not granted, and what is left stays credit', async () => {
    const { buy, granted, runCharges, sales, owed, prove } = await buyer({ hasCard: true })
    await buy('saved-method')
    await buy('invoice') // before the outcome is known
    await runCharges()
    assert.match((await sales())[0]!, /^failed The money that came paid something else/)
    assert.deepEqual([await granted(), await owed()], [[10n], 0n])
    await prove()
  })
})

suite('a boost that is bought', () => {
  /** The same customer, and two hours at three times the speed on sale. */
  async function booster(terms: Partial<OfferDraft['terms']> = {}, options = {}) {
    const one = await buyer(options)
    const offerId = await one.offer({
      name: 'Match night',
      terms: {
        validFrom: day('2026-01-01'),
        recurring: money(20_000n, 'NGN'),
        topUp: { unit: 'boost', faster: { kind: 'factor', percent: 300 }, validity: { unit: 'hour', count: 2 } },
        ...terms,
      },
    })
    const boosts = () =>
      one.transact(async (tx) =>
        (await readBoosts(tx, one.id, 10)).map(
          ({ downloadBps, fromAt, untilAt, isBought }) =>
            `${downloadBps / 1_000_000n} from ${String(fromAt).slice(11, 16)} until ${String(untilAt).slice(11, 16)}${isBought ? ' bought' : ''}`,
        ),
      )
    return { ...one, offerId, boosts, buy: (paidBy: SaleAsk['paidBy']) => one.buy(paidBy, { offerId }) }
  }

  test('is billed, paid, told to the router at once, and ends by itself', async () => {
    const { pay, buy, boosts, events, owed, prove } = await booster()
    await pay(price)
    const sale = await buy('credit')
    assert.equal(sale.state, 'done')
    const [boost] = await boosts()
    const begun = (await events('subscription.boosted.v1')).at(-1)! as Readonly<Record<string, unknown>>
    assert.equal(String(begun['until']), String(Temporal.Instant.from(String(begun['from'])).add({ hours: 2 })))
    assert.match(boost!, / bought$/)
    assert.equal(await owed(), 0n)
    await prove()
  })

  test('once more goes on where the first ends', async () => {
    const { pay, buy, transact, id } = await booster()
    await pay(2n * price)
    await buy('credit')
    await buy('credit')
    const [second, first] = await transact((tx) => readBoosts(tx, id, 10))
    assert.equal(String(second!.fromAt), String(first!.untilAt))
    assert.equal(String(second!.untilAt), String(first!.untilAt.add({ hours: 2 })))
  })

  test('that credit does not cover is neither billed nor begun', async () => {
    const { buy, boosts, owed, prove } = await booster()
    await assert.rejects(buy('credit'), { code: 'renewals.credit_too_small' })
    assert.deepEqual([await boosts(), await owed()], [[], 0n])
    await prove()
  })

  test('that is not faster than the plan is neither offered nor sold, and charges no card', async () => {
    const { buy, transact, id, offerId, owed } = await booster(
      { topUp: { unit: 'boost', faster: { kind: 'speed', downloadBps: 1_000n, uploadBps: 1_000n }, validity: { unit: 'hour', count: 2 } } },
      { hasCard: true },
    )
    for (const paidBy of ['cash', 'saved-method', 'invoice'] as const)
      await assert.rejects(buy(paidBy), { code: 'charging.boost_not_faster' })
    const offers = await transact(async (tx) =>
      offersFor(tx, await readSubscription(tx, id), { on: day('2026-03-01'), requireSpeedTaken: takesAnySpeed }),
    )
    assert.equal(
      offers.some(({ version }) => version.offerId === offerId),
      false,
    )
    assert.equal(await owed(), 0n)
  })

  test('that no router would give is shown with the reason, not sold, and charges no card', async () => {
    const { transact, act, id, offerId, owed, boosts } = await booster({}, { hasCard: true })
    const requireSpeedTaken = async () => {
      throw new Problem('test.router_sets_speed', 409, 'The router core gives its own speed.')
    }
    for (const paidBy of ['cash', 'saved-method', 'invoice'] as const)
      await assert.rejects(
        act((tx, now) => sellTopUp(tx, { subscriptionId: id, offerId, paidBy }, { now, requireSpeedTaken })),
        { code: 'test.router_sets_speed' },
      )
    const offers = await transact(async (tx) => offersFor(tx, await readSubscription(tx, id), { on: day('2026-03-01'), requireSpeedTaken }))
    assert.deepEqual(offers.map(({ version, refusal }) => `${version.topUp!.unit}: ${refusal?.message ?? 'for sale'}`).toSorted(), [
      'boost: The router core gives its own speed.',
      'bytes: for sale',
    ])
    assert.deepEqual([await owed(), await boosts()], [0n, []])
  })

  test('is not sold to somebody who could not use it', async () => {
    const { pay, buy, transact, id, owed } = await booster()
    await pay(price)
    await transact((tx) => sql`update bucket set used = granted`.execute(tx))
    await assert.rejects(buy('credit'), { code: 'charging.boost_without_data' })
    await transact((tx) => block(tx, [id], 'admin'))
    await assert.rejects(buy('credit'), { code: 'charging.boost_unused' })
    assert.equal(await owed(), -price)
  })

  test('by a saved method begins when the charge is paid, once however often that is told', async () => {
    const { buy, boosts, runCharges, events, transact, platform } = await booster({}, { hasCard: true })
    assert.equal((await buy('saved-method')).state, 'awaiting')
    assert.deepEqual(await boosts(), [])
    await runCharges()
    const payload = (await events('payment.received.v1')).at(-1)!
    await transact((tx) =>
      completeSales(takesAnySpeed).handle(tx, [{ type: 'payment.received.v1', payload } as unknown as Event], platform),
    )
    assert.equal((await boosts()).length, 1)
  })

  test('is sold once by twenty clicks at once on the last credit', async () => {
    const { pay, buy, boosts, owed, prove } = await booster()
    await pay(price)
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => buy('credit')))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.deepEqual([(await boosts()).length, await owed()], [1, 0n])
    await prove()
  })
})
