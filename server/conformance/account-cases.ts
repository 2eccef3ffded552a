import assert from 'node:assert/strict'
import { z } from 'zod'
import { type Currency, decimal, divideRounded, money, type Money, parseDecimal, sum, toDecimal } from '#kernel/money.ts'
import { dateIn, period, type Period } from '#kernel/time.ts'
import {
  allocateInOrder,
  type BillingTerms,
  changeSettings,
  type DayCount,
  duePeriods,
  firstFreeDay,
  prorate,
  reduce,
  share,
} from '#modules/billing'
import { type Cycle, cyclePeriod } from '#modules/catalog'
import { cancelNow, changePlan, pause, resume } from '#modules/subscriptions'
import { packOf, rateOf, regimeOn, taxesOf } from '#modules/tax'
import { type Book, openBook } from '../modules/billing/testing.ts'
import { type BillingCase, type CaseRunner, same } from './billing-case.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const zSpan = z.object({ start: z.string(), end: z.string() })
const month: Cycle = { unit: 'month', count: 1 }

const dayCounts: Readonly<Record<string, DayCount>> = { ACTUAL_DAYS: 'actual', 'FIXED_DAYS(30)': 'thirty-day-months' }
const dayCountOf = ({ given }: BillingCase) => dayCounts[z.string().parse(given.prorationPolicy)]!
const amountIn = (currency: string) => (text: string) => parseDecimal(text, currency)

/** The whole period, of cycles that begin on a day of the month, in which a part lies. */
const wholeOf = ({ from }: Period, billDay: number) => cyclePeriod({ startedOn: from, billDay, cycle: month }, from)

/** A fraction as decimal text with nine digits, rounded half up. */
function ratioText([part, whole]: readonly [bigint, bigint]): string {
  const units = divideRounded(part * 10n ** 9n, whole, 'half-up')
  return `${units / 10n ** 9n}.${String(units % 10n ** 9n).padStart(9, '0')}`
}

const terms = (more: Partial<BillingTerms> & Pick<BillingTerms, 'startedOn' | 'billDay'>): BillingTerms => ({
  cycle: month,
  billedIn: 'advance',
  endsOn: null,
  ...more,
})

const byId =
  (runners: Readonly<Record<string, CaseRunner>>): CaseRunner =>
  (billingCase) =>
    runners[billingCase.id]!(billingCase)

/** Parts of periods: their days, their fraction and, where there is a price, what they cost. */
const parts: CaseRunner = (billingCase) => {
  const rows = z
    .array(
      zSpan.extend({
        ratio: z.string(),
        fullPeriodDays: z.int().optional(),
        countedDays: z.int().optional(),
        amount: z.string().optional(),
      }),
    )
    .parse(billingCase.expect)
  const { billingDay, currency, price } = z
    .object({ billingDay: z.int().optional(), currency: z.string().default('USD'), price: z.string().optional() })
    .parse(billingCase.given)
  for (const row of rows) {
    const covered = period(row.start, row.end)
    // A part before the first whole period ends on the bill day; one behind the last begins on it.
    const whole = wholeOf(covered, billingDay ?? (covered.to.day === 15 && covered.from.day !== 15 ? 15 : covered.from.day))
    const [days, ofDays] = share(whole, covered, dayCountOf(billingCase))
    assert.equal(ratioText([days, ofDays]), row.ratio)
    if (row.fullPeriodDays !== undefined) assert.equal(ofDays, BigInt(row.fullPeriodDays))
    if (row.countedDays !== undefined) assert.equal(days, BigInt(row.countedDays))
    if (row.amount !== undefined)
      assert.equal(toDecimal(prorate(amountIn(currency)(price!), whole, covered, dayCountOf(billingCase))), row.amount)
  }
}

/** Cycles from the first day of service to the last. */
const cycles: CaseRunner = (billingCase) => {
  const [event] = z.array(zSpan.extend({ targetDate: z.string() })).parse(billingCase.events)
  const [expected] = z
    .array(z.object({ numberOfCycles: z.string(), segments: z.array(zSpan.extend({ cycles: z.string() })).optional() }))
    .parse(billingCase.expect)
  const billDay = z.int().parse(billingCase.given.billingDay)
  const given = terms({ startedOn: day(event!.start), billDay, endsOn: day(event!.end) })
  const due = duePeriods(given, given.startedOn, day(event!.targetDate))
  const ratios = due.map(({ whole, covered }) => ratioText(share(whole, covered, dayCountOf(billingCase))))
  const billionths = ratios.reduce((total, ratio) => total + decimal(ratio).units, 0n)
  assert.equal(ratioText([billionths, 10n ** 9n]), expected!.numberOfCycles)
  if (expected!.segments)
    assert.deepEqual(
      due.map(({ covered }, index) => [String(covered.from), String(covered.to), same(ratios[index]!)]),
      expected!.segments.map((segment) => [segment.start, segment.end, same(segment.cycles)]),
    )
}

/** A plan that was paid for a month ends inside it. */
const endInsideMonth: CaseRunner = async (billingCase) => {
  const { currency, price } = z.object({ currency: z.custom<Currency>(), price: z.string() }).parse(billingCase.given)
  const events = z
    .array(z.object({ scenario: z.string(), billingDay: z.int(), start: z.string(), cancelEffective: z.string() }))
    .parse(billingCase.events)
  const zPeriod = z.tuple([z.string(), z.string()])
  const expected = z
    .array(
      z.object({
        scenario: z.string(),
        invoiced: z.string(),
        invoicedPeriod: zPeriod,
        creditLine: z.string(),
        creditPeriod: zPeriod,
        accountCreditAfter: z.string(),
      }),
    )
    .parse(billingCase.expect)
  for (const { billingDay, start, cancelEffective, scenario } of events) {
    const book = await openBook({ now: `${start}T06:00:00Z`, currency, billDay: billingDay })
    await book.transact((tx) => changeSettings(tx, { dayCount: dayCountOf(billingCase) }))
    const id = await book.subscribe(await book.plan({ recurring: book.amount(price) }))
    await book.bill()
    await book.pay(price)
    book.moveTo(`${cancelEffective}T06:00:00Z`)
    await book.act((tx, now) => cancelNow(tx, id, now))
    const want = expected.find((one) => one.scenario === scenario)!
    const [line, credit] = [(await book.invoiceLines())[0]!, (await book.creditLines())[0]!]
    assert.deepEqual([line.net, line.from, line.to], [want.invoiced, ...want.invoicedPeriod])
    assert.deepEqual([`-${credit.net}`, credit.from, credit.to], [want.creditLine, ...want.creditPeriod])
    assert.equal(await book.owed(), `-${want.accountCreditAfter}`)
    await book.prove()
  }
}

/** Billed in arrears and ended inside a quarter, by the day of the start or the calendar. */
const endInArrears: CaseRunner = (billingCase) => {
  const [want] = z.array(z.object({ billedDays: z.int(), fullPeriodDays: z.int(), amount: z.string() })).parse(billingCase.expect)
  const price = amountIn('EUR')(z.string().parse(billingCase.given.price))
  const anchors = [
    { startedOn: day('2024-01-15'), billDay: 15 }, // kept from before the upgrade
    { startedOn: day('2024-04-01'), billDay: 1 },
  ]
  for (const anchor of anchors) {
    const endsOn = firstFreeDay(day('2024-06-20'), 'billed')
    const given = terms({ ...anchor, cycle: { unit: 'month', count: 3 }, billedIn: 'arrears', endsOn })
    const [due, ...others] = duePeriods(given, day('2024-05-20'), endsOn)
    assert.deepEqual(others, [])
    assert.deepEqual(share(due!.whole, due!.covered, 'actual'), [BigInt(want!.billedDays), BigInt(want!.fullPeriodDays)])
    assert.equal(toDecimal(prorate(price, due!.whole, due!.covered)), want!.amount)
  }
}

const cycleOf: Readonly<Record<string, Cycle>> = {
  MONTHLY: month,
  THIRTY_DAYS: { unit: 'day', count: 30 },
  WEEKLY: { unit: 'week', count: 1 },
}

/** Where cycles begin, by repeating a whole one, and how many are over on a day. */
const calendar: CaseRunner = (billingCase) => {
  const anchor = day(z.string().parse(billingCase.given.anchor))
  const begin = (startedOn: Temporal.PlainDate, period: string, count: number) => {
    const cycle = cycleOf[period]!
    const given = { startedOn, billDay: cycle.unit === 'week' ? startedOn.dayOfWeek : startedOn.day, cycle }
    let at = startedOn
    for (let index = 0; index < count; index++) at = cyclePeriod(given, at).to
    return at
  }
  const zSteps = z.object({ period: z.string(), n: z.array(z.int()), dates: z.array(z.string()) })
  const zWholes = z.object({ wholePeriodsBetween: z.array(z.tuple([z.string(), z.string(), z.string(), z.int()])) })
  for (const row of z.array(z.union([zSteps, zWholes])).parse(billingCase.expect)) {
    if ('dates' in row)
      assert.deepEqual(
        row.n.map((count) => String(begin(anchor, row.period, count))),
        row.dates,
      )
    else
      for (const [from, to, name, count] of row.wholePeriodsBetween) {
        assert.ok(Temporal.PlainDate.compare(begin(day(from), name, count), day(to)) <= 0)
        assert.ok(Temporal.PlainDate.compare(begin(day(from), name, count + 1), day(to)) > 0)
      }
  }
}

const yearFromMonth: CaseRunner = async ({ given }) => {
  const { oldPlan, newPlan } = z.object({ oldPlan: z.object({ price: z.string() }), newPlan: z.object({ price: z.string() }) }).parse(given)
  const book = await openBook({ now: '2012-05-01T06:00:00Z', currency: 'USD' })
  const id = await book.subscribe(await book.plan({ recurring: book.amount(oldPlan.price) }))
  await book.bill()
  book.moveTo('2012-05-12T06:00:00Z')
  const yearly = await book.plan({ recurring: book.amount(newPlan.price), cycle: { unit: 'year', count: 1 } })
  await book.act((tx, now) => changePlan(tx, id, yearly, now))
  const [charge, credit] = [(await book.invoiceLines())[1]!, (await book.creditLines())[0]!]
  assert.deepEqual([charge.net, charge.from, charge.to], ['2327.62', '2012-05-12', '2013-05-01'])
  assert.deepEqual([credit.net, credit.from, credit.to], ['161.26', '2012-05-12', '2012-06-01'])
  assert.equal(toDecimal(net(book, charge.net, `-${credit.net}`)), '2166.36')
  await book.prove()
}

const net = (book: Book, ...decimals: string[]): Money => sum(decimals.map(book.amount), book.amount('0').currency)

const upgrade: CaseRunner = async (billingCase) => {
  const { plan1, plan2 } = z.object({ plan1: z.string(), plan2: z.string() }).parse(billingCase.given)
  const expected = z
    .array(
      z.object({ alignment: z.string(), firstInvoiceExclTax: z.string(), upgradeInvoiceExclTax: z.string(), creditInclTax: z.string() }),
    )
    .parse(billingCase.expect)
  for (const want of expected) {
    const alignment = want.alignment === 'calendar' ? 'account' : 'anniversary'
    const book = await openBook({ now: '2024-03-05T12:12:00Z', taxPercent: '25' })
    const id = await book.subscribe(await book.plan({ recurring: book.amount(plan1), alignment }))
    await book.bill()
    book.moveTo('2024-03-12T12:12:00Z')
    const bigger = await book.plan({ recurring: book.amount(plan2), alignment })
    await book.act((tx, now) => changePlan(tx, id, bigger, now))
    assert.deepEqual(
      [(await book.invoiceLines()).map((line) => line.net), await book.totals('credit_note')],
      [[want.firstInvoiceExclTax, want.upgradeInvoiceExclTax], [want.creditInclTax]],
    )
    await book.prove()
  }
}

const pauseResume: CaseRunner = async ({ given }) => {
  const price = z.string().parse(given.price)
  const book = await openBook({ now: '2012-03-02T06:00:00Z', currency: 'USD', billDay: 2 })
  const id = await book.subscribe(await book.plan({ recurring: book.amount(price) }))
  await book.bill()
  await book.pay(price)
  book.moveTo('2012-03-04T06:00:00Z')
  await book.act((tx, now) => pause(tx, id, now))
  const [credit] = await book.creditLines()
  assert.deepEqual([credit!.net, credit!.from, credit!.to, await book.owed()], ['233.82', '2012-03-04', '2012-04-02', '-233.82'])
  book.moveTo('2012-04-02T06:00:00Z')
  await book.bill()
  assert.equal((await book.invoiceLines()).length, 1)
  book.moveTo('2012-04-05T06:00:00Z')
  await book.act((tx, now) => resume(tx, id, now))
  const charge = (await book.invoiceLines())[1]!
  assert.deepEqual([charge.net, charge.from, charge.to, await book.owed()], ['224.96', '2012-04-05', '2012-05-02', '-8.86'])
  await book.prove()
}

/** A week from Monday; the day on which service begins is the one where the customer is. */
const weekOfCustomer: CaseRunner = (billingCase) => {
  const events = z.array(z.object({ timezone: z.string(), startInstant: z.string() })).parse(billingCase.events)
  const expected = z
    .array(z.object({ timezone: z.string(), localStart: z.string(), billedDays: z.int(), amount: z.string() }))
    .parse(billingCase.expect)
  for (const { timezone, startInstant } of events) {
    const want = expected.find((one) => one.timezone === timezone)!
    const startedOn = dateIn(Temporal.Instant.from(startInstant), timezone)
    const [due] = duePeriods(terms({ startedOn, billDay: 1, cycle: cycleOf.WEEKLY! }), startedOn, startedOn)
    const price = amountIn('EUR')(z.string().parse(billingCase.given.price))
    assert.equal(String(startedOn), want.localStart)
    assert.equal(share(due!.whole, due!.covered, 'actual')[0], BigInt(want.billedDays))
    assert.equal(toDecimal(prorate(price, due!.whole, due!.covered)), want.amount)
  }
}

const endAfterOneCycle: CaseRunner = async ({ given }) => {
  const { price, timezone } = z.object({ price: z.string(), timezone: z.string() }).parse(given)
  const book = await openBook({ now: '2015-11-01T07:01:01Z', currency: 'USD', timeZone: timezone })
  const id = await book.subscribe(await book.plan({ recurring: book.amount(price) }))
  await book.bill()
  book.moveTo('2015-12-01T08:00:01Z') // midnight there, an hour later than before
  await book.act((tx, now) => cancelNow(tx, id, now))
  const lines = await book.invoiceLines()
  assert.deepEqual(
    lines.map(({ from, to }) => [from, to]),
    [['2015-11-01', '2015-12-01']],
  )
  assert.deepEqual(await book.creditLines(), [])
}

const endOnFirstDay: CaseRunner = async (billingCase) => {
  const events = z
    .array(z.object({ scenario: z.string(), price: z.string(), taxRate: z.string(), start: z.string() }))
    .parse(billingCase.events)
  const expected = z
    .array(
      z.object({
        scenario: z.string(),
        invoiceTotal: z.string(),
        creditExclTax: z.string(),
        creditTax: z.string(),
        creditTotal: z.string(),
      }),
    )
    .parse(billingCase.expect)
  for (const { scenario, price, taxRate, start } of events) {
    const cycle = scenario === 'b' ? cycleOf.WEEKLY! : month
    const book = await openBook({ now: `${start}T06:00:00Z`, taxPercent: taxRate.replace('%', '') })
    await book.transact((tx) => changeSettings(tx, { endDay: 'billed' }))
    const id = await book.subscribe(await book.plan({ recurring: book.amount(price), cycle, alignment: 'anniversary' }))
    await book.bill()
    await book.act((tx, now) => cancelNow(tx, id, now))
    const want = expected.find((one) => one.scenario === scenario)!
    const [credit] = await book.creditLines()
    assert.deepEqual([await book.totals('invoice'), await book.totals('credit_note')], [[want.invoiceTotal], [want.creditTotal]])
    assert.deepEqual([credit!.net, credit!.tax], [want.creditExclTax, want.creditTax])
    await book.prove()
  }
}

/** Days of a trial are calendar days here: the charge begins on the eleventh, whatever the hour. */
const trial: CaseRunner = async ({ given, expect }) => {
  const { price, trialDays } = z.object({ price: z.string(), trialDays: z.int() }).parse(given)
  const book = await openBook({ now: '2024-03-05T12:12:00Z' })
  await book.subscribe(await book.plan({ recurring: book.amount(price), phases: [{ kind: 'trial', days: trialDays }] }))
  await book.bill()
  book.moveTo('2024-03-14T12:02:00Z')
  await book.bill()
  assert.deepEqual(await book.totals('invoice'), [])
  book.moveTo('2024-03-15T13:02:00Z')
  await book.bill()
  const { amount } = z.object({ amount: z.string() }).parse(expect.at(-1))
  assert.deepEqual(await book.totals('invoice'), [amount])
}

const taxed = (amount: Money, percent: string) => {
  const rate = rateOf({ code: 'VAT', name: 'VAT', percent, from: '2020-01-01' }, 'DE')
  const regime = regimeOn(packOf('DE'), { country: 'DE', region: '', registration: null }, [rate], day('2026-01-01'))
  const sale = { place: 'DE', kind: 'internet', exempt: [] } as const
  return taxesOf(regime, sale, { amount, isInclusive: false, category: 'standard', lineMonths: 1n })
}

const discount: CaseRunner = ({ given, expect }) => {
  const eur = amountIn('EUR')
  const zGiven = z.object({
    lines: z.array(z.object({ amount: z.string(), taxRate: z.string(), lineMinimum: z.string().optional() })),
  })
  const lines = zGiven.parse(given).lines.flatMap(({ amount, taxRate, lineMinimum }) => {
    const line = { amount: eur(amount), percent: taxRate.replace('%', '') }
    const missing = lineMinimum === undefined ? 0n : eur(lineMinimum).minor - line.amount.minor
    return missing > 0n ? [line, { ...line, amount: money(missing, 'EUR') }] : [line]
  })
  const off = {
    id: 'ten',
    percentOff: null,
    amountOff: eur('10.00'),
    fromOn: day('2026-01-01'),
    cyclesLeft: null,
    spentUntil: null,
    stackable: true,
  }
  const reduced = reduce(
    lines.map(({ amount }) => ({ amount, phasePercentOff: null })),
    [off],
    'EUR',
  ).off
  const results = lines.map(({ amount, percent }, index) => {
    const left = money(amount.minor - reduced[index]!.minor, 'EUR')
    return { discount: reduced[index]!, net: left, tax: taxed(left, percent).tax }
  })
  const zLine = z.object({ line: z.string(), discount: z.string(), tax: z.string() })
  const totals = z
    .object({ discountTotal: z.string(), netTotal: z.string(), taxTotal: z.string(), invoiceTotal: z.string() })
    .parse(expect.at(-1))
  assert.deepEqual(
    results.map((result) => [toDecimal(result.discount), toDecimal(result.tax)]),
    z
      .array(zLine)
      .parse(expect.slice(0, -1))
      .map((line) => [line.discount, line.tax]),
  )
  const total = (part: 'discount' | 'net' | 'tax') =>
    sum(
      results.map((result) => result[part]),
      'EUR',
    )
  assert.deepEqual([total('discount'), total('net'), total('tax')].map(toDecimal), [totals.discountTotal, totals.netTotal, totals.taxTotal])
  assert.equal(toDecimal(money(total('net').minor + total('tax').minor, 'EUR')), totals.invoiceTotal)
}

const wallet: CaseRunner = ({ given, events, expect }) => {
  const { walletGranted, walletCovers, prices } = z
    .object({ walletGranted: z.string(), walletCovers: z.array(z.string()), prices: z.record(z.string(), z.string()) })
    .parse(given)
  const expected = z
    .array(
      z.object({
        event: z.string(),
        invoiceInclTax: z.string().optional(),
        walletUsed: z.string(),
        due: z.string().optional(),
        walletAfter: z.string().optional(),
      }),
    )
    .parse(expect)
  let balance = parseDecimal(walletGranted, 'EUR')
  for (const { event } of z.array(z.object({ event: z.string() })).parse(events)) {
    const [, price, percent = '0'] = /^([\d.]+)(?: \+([\d.]+)%)?/.exec(prices[event]!)!
    const line = taxed(parseDecimal(price!, 'EUR'), percent)
    const total = money(line.net.minor + line.tax.minor, 'EUR')
    const { unallocated } = walletCovers.includes(event) ? allocateInOrder(balance, [{ id: event, open: total }]) : { unallocated: balance }
    const used = money(balance.minor - unallocated.minor, 'EUR')
    const want = expected.find((one) => one.event === event)!
    assert.equal(toDecimal(used), want.walletUsed)
    if (want.invoiceInclTax !== undefined) assert.equal(toDecimal(total), want.invoiceInclTax)
    if (want.due !== undefined) assert.equal(toDecimal(money(total.minor - used.minor, 'EUR')), want.due)
    if (want.walletAfter !== undefined) assert.equal(toDecimal(unallocated), want.walletAfter)
    balance = unallocated
  }
}

/** Periods, changes and credits of subscriptions, most of them through a whole bill on PostgreSQL. */
export const accountCases: Readonly<Record<string, CaseRunner>> = {
  proration: byId({ A01: parts, A02: parts, A03: endInsideMonth, A04: cycles, A05: cycles, A13: endInArrears }),
  calendar,
  'plan-change': byId({ A07: yearFromMonth, A10: upgrade }),
  'pause-resume': pauseResume,
  timezone: byId({ A09: weekOfCustomer, A14: endAfterOneCycle }),
  'credit-note': endOnFirstDay,
  trial,
  'tax-discount': discount,
  wallet,
}
