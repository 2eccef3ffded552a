import assert from 'node:assert/strict'
import { z } from 'zod'
import { plainDecimal } from '#kernel/decimal.ts'
import { type Decimal, decimal, decimalToString } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import {
  affordableQuantity,
  type BalanceLot,
  balancesOf,
  type BalanceUnit,
  chargeEvent,
  chargeGroup,
  chargeOnline,
  type ChargingRequest,
  compileTariff,
  newReservation,
  openPool,
  rateUsage,
  recordIdOf,
  rerateUsage,
  type ServiceUnit,
  takeUsage,
  type TariffJson,
  topUpBalance,
  type Terms,
  type UsageRecord,
  type UsageToRate,
  zTariff,
} from '#modules/charging'
import { prepaidSubscriber } from '../modules/charging/testing.ts'
import { type BillingCase, type CaseRunner, same } from './billing-case.ts'

type Windows = TariffJson['zones'][number]['windows']

const tariffOf = (windows: Windows, more: Partial<TariffJson> = {}) =>
  compileTariff(
    zTariff.parse({
      timeZone: 'UTC',
      measure: 'seconds',
      zones: [{ zone: 'all', prefixes: [''], windows }],
      rounding: { at: 'call', mode: 'half-up', decimals: 6 }, // no case of ours comes that far, so: exact
      ...more,
    }),
  )

const call = (quantity: number, startedAt = '2012-02-02T12:00:00Z'): UsageToRate => ({
  otherParty: '',
  startedAt: Temporal.Instant.from(startedAt),
  quantity,
})

function costOf(tariff: ReturnType<typeof tariffOf>, usage: UsageToRate): Decimal {
  const rated = rateUsage(tariff, usage)
  assert.ok(typeof rated !== 'string', `rated, not ${String(rated)}`)
  return rated.cost
}

/** `0.05 per 60s` */
const zRate = z.string().transform((text) => {
  const [, price = '', per = ''] = /^([\d.]+) per (\d+)s$/.exec(text) ?? []
  return { price, per: Number(per) }
})
/** `10s` */
const zSeconds = z
  .string()
  .regex(/^\d+s$/)
  .transform((text) => Number.parseInt(text))

// Lots of money count hundredths here, as a currency of two decimals.
const minorOf = (text: string) => decimal(Number(text) === 0 ? '0' : text).units * 10n ** BigInt(2 - decimal(text).scale)
const majorOf = (minor: bigint) => same(decimalToString({ units: minor, scale: 2 }))

const anyTime = Temporal.Instant.from('2012-02-02T12:00:00Z')
const lotOf = (id: string, unit: BalanceUnit, granted: bigint, more: Partial<BalanceLot> = {}): BalanceLot => ({
  id,
  unit,
  priority: 0,
  createdAt: anyTime,
  validFrom: anyTime,
  validTo: null,
  step: 1n,
  isBlocking: false,
  granted,
  available: granted,
  reserved: 0n,
  debited: 0n,
  expired: 0n,
  ...more,
})
const availableOf = (lots: readonly BalanceLot[], id: string) => lots.find((lot) => lot.id === id)!.available

/** Debits what a call costs from money, as one package. */
function payCall(lots: readonly BalanceLot[], seconds: number, cost: Decimal) {
  const terms: Terms = { unit: 'seconds', packageUnits: BigInt(seconds), packageMinor: minorOf(plainDecimal(cost)) }
  const charged = chargeEvent(lots, { used: 0n, requested: BigInt(seconds), terms }, anyTime)
  assert.equal(charged.answer.outcome, 'granted')
  return charged.lots
}

function perSecond({ given, expect }: BillingCase): void {
  const { rate, increment, connectFee } = z.object({ rate: zRate, increment: zSeconds, connectFee: z.string() }).parse(given)
  const rows = z
    .array(z.strictObject({ seconds: z.number(), cost: z.string(), connectFeeCharged: z.literal(false).optional() }))
    .parse(expect)
  for (const { seconds, cost, connectFeeCharged } of rows) {
    // Where the case says that no connect fee is charged there has to be one that could be.
    const tariff = tariffOf([{ ...rate, increment, connectFee: connectFeeCharged === false ? '1' : connectFee }])
    assert.equal(same(costOf(tariff, call(seconds))), same(cost))
  }
}

const weekdays = { 'Mon-Fri': [1, 2, 3, 4, 5] } as const

const timeOfDay: CaseRunner = (billingCase) => ('intervals' in billingCase.given ? callAcrossWindows(billingCase) : dataByHour(billingCase))

function callAcrossWindows({ given, expect }: BillingCase): void {
  const zInterval = z.strictObject({ days: z.literal('Mon-Fri'), from_: z.string(), to: z.string(), connectFee: z.string(), rate: zRate })
  const { intervals, timezone } = z.object({ intervals: z.array(zInterval), timezone: z.string() }).parse(given)
  const windows = intervals.map(({ days, from_, to, connectFee, rate }) => ({
    days: [...weekdays[days]],
    from: from_,
    to,
    connectFee,
    ...rate,
    increment: 1,
  }))
  const tariff = tariffOf(windows, { timeZone: timezone })
  const zRow = z.strictObject({ start: z.string(), end: z.string(), cost: z.string(), continuationOfSession: z.boolean().optional() })
  for (const { start, end, cost, continuationOfSession: isContinuation = false } of z.array(zRow).parse(expect)) {
    const seconds = Temporal.Instant.from(start).until(end).total('seconds')
    assert.equal(same(costOf(tariff, { ...call(seconds, start), isContinuation })), same(cost), start)
  }
}

function dataByHour({ given, events, expect }: BillingCase): void {
  const zWindow = z.strictObject({ window: z.string().transform((text) => text.split('-') as [string, string]), price: z.string() })
  const { packageOctets, peak, offPeak, balance } = z
    .object({ packageOctets: z.number(), peak: zWindow, offPeak: zWindow, balance: z.string() })
    .parse(given)
  const windows = [peak, offPeak].map(({ window: [from, to], price }) => ({
    from,
    to,
    price,
    per: packageOctets,
    increment: packageOctets,
  }))
  const tariff = tariffOf(windows, { measure: 'bytes' })
  const uses = z.array(z.strictObject({ localTime: z.string(), usedOctets: z.number() })).parse(events)
  const rows = z.array(z.strictObject({ charged: z.string(), balance: z.string() })).parse(expect)
  let lots: readonly BalanceLot[] = [lotOf('money', 'money', minorOf(balance))]
  for (const [index, { localTime, usedOctets }] of uses.entries()) {
    const cost = costOf(tariff, call(usedOctets, `2026-03-10T${localTime}Z`))
    assert.equal(same(cost), same(rows[index]!.charged))
    lots = payCall(lots, usedOctets, cost)
    assert.equal(majorOf(availableOf(lots, 'money')), same(rows[index]!.balance))
  }
}

const roundingOf = { UP: 'up', DOWN: 'down' } as const
const rounding: CaseRunner = (billingCase) => ('balance' in billingCase.given ? roundedUp(billingCase) : bothDirections(billingCase))

function roundedUp({ given, expect }: BillingCase): void {
  const { connectFee, rate, increment, balance } = z
    .object({
      connectFee: z.string(),
      rate: zRate,
      increment: zSeconds,
      rounding: z.literal('UP to 2 decimals on the whole call'),
      balance: z.string(),
    })
    .parse(given)
  const tariff = tariffOf([{ connectFee, ...rate, increment }], { rounding: { at: 'call', mode: 'up', decimals: 2 } })
  for (const row of z.array(z.strictObject({ seconds: z.number(), cost: z.string(), balanceAfter: z.string() })).parse(expect)) {
    const cost = costOf(tariff, call(row.seconds))
    assert.equal(same(cost), same(row.cost))
    const lots = payCall([lotOf('money', 'money', minorOf(balance))], row.seconds, cost)
    assert.equal(majorOf(availableOf(lots, 'money')), same(row.balanceAfter))
  }
}

function bothDirections({ given, events, expect }: BillingCase): void {
  const { rate, increment, decimals } = z.object({ rate: zRate, increment: zSeconds, decimals: z.number() }).parse(given)
  const [{ seconds }] = z.tuple([z.strictObject({ seconds: z.number() })]).parse(events)
  const zRow = z.strictObject({
    rounding: z.enum(['UP', 'DOWN']),
    cost: z.string(),
    requestTypes: z.tuple([z.literal('prepaid'), z.literal('postpaid')]),
  })
  for (const row of z.array(zRow).parse(expect)) {
    const tariff = tariffOf([{ ...rate, increment }], { rounding: { at: 'call', mode: roundingOf[row.rounding], decimals } })
    const postpaid = costOf(tariff, call(seconds))
    const prepaid = minorOf('10') - availableOf(payCall([lotOf('money', 'money', minorOf('10'))], seconds, postpaid), 'money')
    assert.deepEqual([majorOf(prepaid), same(postpaid)], [same(row.cost), same(row.cost)])
  }
}

function increments({ given, expect }: BillingCase): void {
  const { rate, firstBlock, nextBlock } = z
    .object({ rate: zRate, firstBlock: zSeconds, nextBlock: zSeconds, rounding: z.literal('each started block is charged whole') })
    .parse(given)
  const tariff = tariffOf([{ ...rate, increment: nextBlock, minimum: firstBlock }])
  for (const { seconds, cost } of z.array(z.strictObject({ seconds: z.number(), cost: z.string() })).parse(expect))
    assert.equal(same(costOf(tariff, call(seconds))), same(cost), `${seconds} s`)
}

const chargingLimit: CaseRunner = (billingCase) => ('bucket' in billingCase.given ? blockingBucket(billingCase) : longestCall(billingCase))

const capActionOf = { disconnect: 'disconnect', 'free after cap': 'free' } as const

function longestCall({ expect }: BillingCase): void {
  const zRow = z.strictObject({
    balance: z.string(),
    connectFee: z.string(),
    rate: zRate,
    maxCost: z.string().optional(),
    onMaxCost: z.enum(['disconnect', 'free after cap']).optional(),
    requestedSeconds: z.number(),
    grantedSeconds: z.number(),
    cost: z.string().optional(),
  })
  for (const row of z.array(zRow).parse(expect)) {
    const cap = row.maxCost && row.onMaxCost ? { cap: { amount: row.maxCost, action: capActionOf[row.onMaxCost] } } : {}
    const tariff = tariffOf([{ ...row.rate, increment: row.rate.per, connectFee: row.connectFee }], cap)
    const granted = affordableQuantity(tariff, call(row.requestedSeconds), decimal(row.balance))
    assert.equal(granted, row.grantedSeconds)
    if (row.cost) assert.equal(same(costOf(tariff, call(row.grantedSeconds))), same(row.cost))
  }
}

function blockingBucket({ given, expect }: BillingCase): void {
  const zBucket = z.strictObject({ type: z.literal('voice'), value: zSeconds, step: zSeconds, blocker: z.literal(true) })
  const { bucket, rate } = z.object({ bucket: zBucket, rate: zRate }).parse(given)
  const [authorize, updates] = z
    .tuple([
      z.strictObject({ request: z.literal('authorize 30s'), grantedSeconds: z.number() }),
      z.strictObject({
        request: z.literal('29 updates of 1s each'),
        grantsOf1s: z.number(),
        laterGrants: z.literal(0),
        bucketAfter: zSeconds,
      }),
    ])
    .parse(expect)
  const terms: Terms = { unit: 'seconds', packageUnits: BigInt(rate.per), packageMinor: minorOf(rate.price) }
  const money = lotOf('money', 'money', 1_000_000n)
  const begin = () => [lotOf('voice', 'seconds', BigInt(bucket.value), { step: BigInt(bucket.step), isBlocking: bucket.blocker }), money]

  const asked = chargeGroup(begin(), newReservation, { used: 0n, requested: 30n, terms }, anyTime)
  assert.equal(asked.answer.granted, BigInt(authorize.grantedSeconds))

  let state = chargeGroup(begin(), newReservation, { used: 0n, requested: 1n, terms }, anyTime)
  const grants = [state.answer.granted]
  for (let update = 1; update < 29; update++) {
    state = chargeGroup(state.lots, state.reservation, { used: state.answer.granted, requested: 1n, terms }, anyTime)
    grants.push(state.answer.granted)
  }
  assert.deepEqual(
    [grants.slice(0, updates.grantsOf1s), grants.slice(updates.grantsOf1s)],
    [Array(updates.grantsOf1s).fill(1n), Array(29 - updates.grantsOf1s).fill(0n)],
  )
  assert.deepEqual([availableOf(state.lots, 'voice'), availableOf(state.lots, 'money')], [BigInt(updates.bucketAfter), money.available])
}

const unitOf = { voice: 'seconds', sms: 'messages', data: 'bytes' } as const satisfies Record<string, ServiceUnit>

function buckets({ expect }: BillingCase): void {
  const zQuantity = z
    .string()
    .regex(/^\d+(s| units)?$/)
    .transform((text) => BigInt(Number.parseInt(text)))
  const zRow = z.strictObject({
    bucket: z.strictObject({ type: z.enum(['voice', 'sms', 'data']), value: zQuantity, step: zQuantity }),
    money: z.string(),
    use: zQuantity,
    bucketAfter: zQuantity,
    moneyAfter: z.string(),
  })
  for (const { bucket, money, use, bucketAfter, moneyAfter } of z.array(zRow).parse(expect)) {
    const lots = [lotOf('money', 'money', minorOf(money)), lotOf('bucket', unitOf[bucket.type], bucket.value, { step: bucket.step })]
    const terms: Terms = { unit: unitOf[bucket.type], packageUnits: 1n, packageMinor: 100n }
    const charged = chargeEvent(lots, { used: 0n, requested: use, terms }, anyTime)
    assert.deepEqual(
      [availableOf(charged.lots, 'bucket'), majorOf(availableOf(charged.lots, 'money'))],
      [bucketAfter, same(moneyAfter)],
      bucket.type,
    )
  }
}

async function familyPool({ expect }: BillingCase): Promise<void> {
  const zRow = z.strictObject({
    memberA: z.literal('0'),
    memberB: z.string(),
    rate: zRate,
    increment: zSeconds,
    seconds: z.number(),
    grantedSeconds: z.number().optional(),
    cost: z.string().optional(),
    memberAAfter: z.literal('0'),
    memberBAfter: z.string(),
  })
  for (const row of z.array(zRow).parse(expect)) {
    const cost = costOf(tariffOf([{ ...row.rate, increment: row.increment }]), call(row.increment))
    const terms: Terms = { unit: 'seconds', packageUnits: BigInt(row.increment), packageMinor: minorOf(plainDecimal(cost)) }

    const tenant = await testTenant({ currency: 'USD' })
    const [memberA, memberB] = [await prepaidSubscriber(tenant, 'USD'), await prepaidSubscriber(tenant, 'USD')]
    const poolId = await tenant.transact((tx) => openPool(tx, [memberA, memberB]))
    const now = tenant.platform.clock.now()
    await tenant.transact((tx) =>
      topUpBalance(tx, { subscriptionId: memberB, unit: 'money', amount: minorOf(row.memberB), validTo: null, poolId }, now),
    )
    const asked = { sessionKey: 'call', subscriptionId: memberA, validitySeconds: 600 } as const
    const group = { ratingGroup: 1, terms }
    const seconds = BigInt(row.seconds)
    const [answer] = await tenant.transact((tx) =>
      chargeOnline(
        tx,
        [
          { ...asked, number: 0, kind: 'initial', groups: [{ ...group, used: 0n, requested: seconds }] },
          { ...asked, number: 1, kind: 'final', groups: [{ ...group, used: seconds, requested: null }] },
        ],
        now,
      ),
    )
    assert.ok(answer?.result === 'answered')
    assert.equal(answer.groups[0]!.granted, BigInt(row.grantedSeconds ?? row.seconds))
    const lots = await tenant.transact((tx) => balancesOf(tx, memberB))
    assert.deepEqual(
      lots.map((lot) => majorOf(lot.available)),
      [same(row.memberBAfter)],
    )
    if (row.cost) assert.equal(majorOf(lots[0]!.debited), same(row.cost))
  }
}

async function reratedRecord({ given, events, expect }: BillingCase): Promise<void> {
  const { record } = z.object({ record: z.strictObject({ id: z.string(), seconds: z.number() }) }).parse(given)
  const [first, second] = z
    .array(z.object({ rate: zRate, increment: zSeconds }))
    .parse(events)
    .map(({ rate, increment }) => tariffOf([{ ...rate, increment }]))
  const [before, after] = z
    .tuple([z.strictObject({ cost: z.string() }), z.strictObject({ cost: z.string(), recordsStored: z.literal(1) })])
    .parse(expect)

  const tenant = await testTenant()
  const now = tenant.platform.clock.now()
  const subscriptionId = await prepaidSubscriber(tenant)
  const told: UsageRecord = {
    source: 'case',
    key: record.id,
    subscriptionId,
    measure: 'seconds',
    otherParty: '',
    startedAt: now,
    quantity: record.seconds,
  }
  const terms = { tariff: first!, rules: { lookBackDays: 60, clockToleranceSeconds: 0 }, now }
  assert.equal((await tenant.transact((tx) => takeUsage(tx, [told], terms))).accepted, 1)
  const [rerated] = await tenant.transact((tx) => rerateUsage(tx, [recordIdOf(told)], second!, now))
  assert.deepEqual([same(rerated!.record.cost), same(rerated!.cost)], [same(before.cost), same(after.cost)])
  // Taken again it is a copy of the one record.
  assert.deepEqual(await tenant.transact((tx) => takeUsage(tx, [told], terms)), { accepted: 0, copies: after.recordsStored, rejected: [] })
}

const zOperation = z.object({
  scenario: z.string().optional(),
  session: z.number().optional(),
  balance: z.string().optional(),
  op: z.enum(['initial', 'interim', 'final']).optional(),
  ops: z.array(z.string()).optional(),
  requestOctets: z.number().optional(),
  usedOctets: z.number().optional(),
})
const zOutcome = z.strictObject({
  scenario: z.string().optional(),
  result: z.enum(['granted', 'out of credit']).optional(),
  grantedOctets: z.number().optional(),
  available: z.string().optional(),
  reserved: z.string().optional(),
  session1: z.string().optional(),
  session2: z.string().optional(),
  afterSession: z.number().optional(),
  bucketOctets: z.number().optional(),
})

/** Reservations, on real PostgreSQL: a subscriber with one lot, and requests of its sessions. */
async function reservation({ given, events, expect }: BillingCase): Promise<void> {
  const { pricePerPackage, packageOctets, balance, bucketOctets } = z
    .object({
      pricePerPackage: z.string().optional(),
      packageOctets: z.number(),
      balance: z.string().optional(),
      bucketOctets: z.number().optional(),
    })
    .parse(given)
  const terms: Terms = {
    unit: 'bytes',
    packageUnits: BigInt(packageOctets),
    packageMinor: pricePerPackage ? minorOf(pricePerPackage) : null,
  }
  const operations = z.array(zOperation).parse(events)
  const outcomes = z.array(zOutcome).parse(expect)

  const scenarios = Map.groupBy(operations, (operation) => operation.scenario)
  for (const [scenario, own] of scenarios) {
    const expected = outcomes.filter((outcome) => outcome.scenario === scenario)
    const money = own[0]!.balance ?? balance
    const subscriber = await openSubscriber(
      money ? { unit: 'money', amount: minorOf(money) } : { unit: 'bytes', amount: BigInt(bucketOctets!) },
    )
    for (const operation of own.flatMap(spelledOut)) {
      const answer = await subscriber.ask({ ...operation, terms })
      await assertOutcome(subscriber, operation, answer, expected, bucketOctets)
    }
  }
}

interface Operation {
  readonly session: number
  readonly op: 'initial' | 'interim' | 'final'
  readonly requested: bigint | null
  readonly used: bigint
}

/** `session 1 initial 1000000` is written shorter in one case. */
function spelledOut({ ops, session = 1, op, requestOctets, usedOctets = 0 }: z.infer<typeof zOperation>): Operation[] {
  if (op) return [{ session, op, requested: requestOctets === undefined ? null : BigInt(requestOctets), used: BigInt(usedOctets) }]
  return ops!.map((text) => {
    const [, number = '', octets = ''] = /^session (\d) initial (\d+)$/.exec(text) ?? []
    return { session: Number(number), op: 'initial', requested: BigInt(octets), used: 0n }
  })
}

const kindOf = { initial: 'initial', interim: 'update', final: 'final' } as const

type Subscriber = Awaited<ReturnType<typeof openSubscriber>>

async function openSubscriber(lot: { unit: BalanceUnit; amount: bigint }) {
  const tenant: TestTenant = await testTenant({ currency: 'USD' })
  const now = tenant.platform.clock.now()
  const subscriptionId = await prepaidSubscriber(tenant, 'USD')
  await tenant.transact((tx) => topUpBalance(tx, { subscriptionId, ...lot, validTo: null }, now))
  let number = 0
  return {
    async ask({ session, op, requested, used, terms }: Operation & { terms: Terms }) {
      const request: ChargingRequest = {
        sessionKey: `session-${session}`,
        number: number++,
        kind: kindOf[op],
        subscriptionId,
        validitySeconds: 600,
        groups: [{ ratingGroup: 1, used, requested, terms }],
      }
      const [answer] = await tenant.transact((tx) => chargeOnline(tx, [request], now))
      assert.ok(answer?.result === 'answered')
      return answer.groups[0]!
    },
    async lot() {
      const [only] = await tenant.transact((tx) => balancesOf(tx, subscriptionId))
      return only!
    },
  }
}

async function assertOutcome(
  subscriber: Subscriber,
  { session, op }: Operation,
  answer: Awaited<ReturnType<Subscriber['ask']>>,
  outcomes: readonly z.infer<typeof zOutcome>[],
  bucketOctets: number | undefined,
): Promise<void> {
  const { available, reserved } = await subscriber.lot()
  const told = answer.outcome === 'granted' ? 'granted' : 'out of credit'
  if (bucketOctets !== undefined) {
    const after = outcomes.find((outcome) => outcome.afterSession === session)
    if (op === 'final') assert.deepEqual([available, reserved], [BigInt(after!.bucketOctets!), 0n])
    return
  }
  for (const outcome of outcomes) {
    const ofSession = session === 1 ? outcome.session1 : outcome.session2
    if (ofSession) assert.equal(told === 'granted' ? `granted ${answer.granted}` : told, ofSession)
    if (outcome.result) assert.equal(told, outcome.result)
    if (outcome.grantedOctets) assert.equal(answer.granted, BigInt(outcome.grantedOctets))
    if (outcome.available) assert.deepEqual([majorOf(available), majorOf(reserved)], [same(outcome.available), same(outcome.reserved!)])
  }
}

export const chargingCases: Readonly<Record<string, CaseRunner>> = {
  'telecom-rating': perSecond,
  'telecom-time-of-day': timeOfDay,
  'telecom-rounding': rounding,
  'telecom-increments': increments,
  'online-charging-limit': chargingLimit,
  'balances-buckets': buckets,
  'balances-shared': familyPool,
  'mediation-rerating': reratedRecord,
  reservation,
}
