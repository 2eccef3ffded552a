import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type BalanceLot, type BalanceUnit, expiryOf, payingLots, type Terms } from './balance.ts'
import { chargeEvent, chargeGroup, expireReservation, newReservation, type Reservation, totalOf } from './charge-session.ts'

const at = (iso: string) => Temporal.Instant.from(iso)
const now = at('2026-03-10T08:00:00Z')

function lot(id: string, unit: BalanceUnit, granted: bigint, more: Partial<BalanceLot> = {}): BalanceLot {
  const empty = { priority: 0, createdAt: now, validFrom: now, validTo: null, step: 1n, isBlocking: false }
  return { id, unit, granted, available: granted, reserved: 0n, debited: 0n, expired: 0n, ...empty, ...more }
}

/** A session on some lots, told step by step. */
function session(lots: readonly BalanceLot[], terms: Terms) {
  let state: { lots: readonly BalanceLot[]; reservation: Reservation } = { lots, reservation: newReservation }
  const of = (id: string) => state.lots.find((lot) => lot.id === id)!
  return {
    ask(used: bigint, requested: bigint | null) {
      const charged = chargeGroup(state.lots, state.reservation, { used, requested, terms }, now)
      state = charged
      return charged.answer
    },
    expire: () => void (state = expireReservation(state.lots, state.reservation)),
    of,
    amounts: (id = 'money') => ({ available: of(id).available, reserved: of(id).reserved, debited: of(id).debited }),
    get reservation() {
      return state.reservation
    },
  }
}

const perMegabyte: Terms = { unit: 'bytes', packageUnits: 1_000_000n, packageMinor: 100n }
const megabytes = (count: bigint) => count * 1_000_000n

suite('a session of 10.00 at 1.00 a megabyte, four megabytes at a time', () => {
  const begin = () => {
    const made = session([lot('money', 'money', 1_000n)], perMegabyte)
    made.ask(0n, megabytes(4n))
    return made
  }
  test('what may be used is reserved', () => assert.deepEqual(begin().amounts(), { available: 600n, reserved: 400n, debited: 0n }))

  test('a report debits, and reserves the next', () => {
    const calls = begin()
    calls.ask(megabytes(4n), megabytes(4n))
    assert.deepEqual(calls.amounts(), { available: 200n, reserved: 400n, debited: 400n })
  })

  test('the last units are said to be final', () => {
    const calls = begin()
    calls.ask(megabytes(4n), megabytes(4n))
    const answer = calls.ask(megabytes(4n), megabytes(4n))
    assert.deepEqual([answer.outcome, answer.granted, answer.isFinal], ['granted', megabytes(2n), true])
    assert.deepEqual(calls.amounts(), { available: 0n, reserved: 200n, debited: 800n })
    calls.ask(megabytes(1n), null)
    assert.deepEqual(calls.amounts(), { available: 100n, reserved: 0n, debited: 900n })
  })

  test('a session that falls silent is charged up to its last report', () => {
    const calls = begin()
    calls.ask(megabytes(4n), megabytes(4n))
    calls.expire()
    assert.deepEqual(calls.amounts(), { available: 600n, reserved: 0n, debited: 400n })
    assert.equal(calls.reservation.state, 'expired')
  })
})

suite('packages', () => {
  const perThousand: Terms = { unit: 'bytes', packageUnits: 1_000n, packageMinor: 50n }
  const cases = [
    [[700n, 400n], 100n, '1,100 in two reports are two packages'],
    [[700n, 300n], 50n, '1,000 in two reports are one'],
    [[1n, 1n, 1n], 50n, 'crumbs share a package'],
    [[1_000n, 1_000n], 100n, 'whole ones'],
  ] as const
  for (const [uses, debited, why] of cases)
    test(why, () => {
      const calls = session([lot('money', 'money', 1_000n)], perThousand)
      calls.ask(0n, 1_000n)
      for (const used of uses) calls.ask(used, 1_000n)
      calls.ask(0n, null)
      assert.deepEqual(calls.amounts(), { available: 1_000n - debited, reserved: 0n, debited })
    })

  test('a request below a package is granted a whole one', () => {
    assert.equal(session([lot('money', 'money', 50n)], perThousand).ask(0n, 1n).granted, 1_000n)
  })

  test('a cent short of a package, nothing is granted and nothing changes', () => {
    const calls = session([lot('money', 'money', 49n)], perThousand)
    assert.equal(calls.ask(0n, 1_000n).outcome, 'out-of-credit')
    assert.deepEqual(calls.amounts(), { available: 49n, reserved: 0n, debited: 0n })
  })

  test('what is left of a paid package may still be used when no more can be paid', () => {
    const calls = session([lot('money', 'money', 50n)], perThousand)
    calls.ask(0n, 1_000n)
    const answer = calls.ask(700n, 1_000n)
    assert.deepEqual([answer.outcome, answer.granted, answer.isFinal], ['granted', 300n, true])
  })
})

suite('overrun', () => {
  test('is debited from other lots first', () => {
    const lots = [lot('money', 'money', 1_000n), lot('data', 'bytes', megabytes(5n))]
    const calls = session(lots, perMegabyte)
    calls.ask(0n, megabytes(5n))
    calls.ask(megabytes(7n), null)
    assert.deepEqual(calls.amounts('data'), { available: 0n, reserved: 0n, debited: megabytes(5n) })
    assert.deepEqual(calls.amounts(), { available: 800n, reserved: 0n, debited: 200n })
  })

  test('makes the last lot negative rather than being dropped', () => {
    const calls = session([lot('money', 'money', 100n)], perMegabyte)
    calls.ask(0n, megabytes(1n))
    calls.ask(megabytes(3n), null)
    assert.deepEqual(calls.amounts(), { available: -200n, reserved: 0n, debited: 300n })
  })

  test('stays visible where there is no lot at all', () => {
    const calls = session([], perMegabyte)
    calls.ask(0n, megabytes(1n))
    calls.ask(megabytes(3n), null)
    assert.equal(calls.reservation.unpaid, megabytes(3n))
  })
})

suite('the order of lots is total', () => {
  const tomorrow = at('2026-03-11T08:00:00Z')
  const cases: readonly (readonly [Partial<BalanceLot>, Partial<BalanceLot>, string])[] = [
    [{ priority: 1 }, { priority: 2, validTo: tomorrow }, 'priority before expiry'],
    [{ validTo: tomorrow }, { validTo: null }, 'what expires before what does not'],
    [{ createdAt: at('2026-03-09T08:00:00Z') }, {}, 'the older before the newer'],
    [{}, {}, 'at last the id'],
  ]
  for (const [first, second, why] of cases)
    test(why, () => {
      const lots = [lot('b', 'money', 1n, second), lot('a', 'money', 1n, first)]
      assert.deepEqual(
        payingLots(lots, perMegabyte, now).map(({ id }) => id),
        ['a', 'b'],
      )
    })

  test('units of the service come before money; other units, lots to come and lots gone do not pay', () => {
    const lots = [
      lot('money', 'money', 1n, { priority: -1 }),
      lot('data', 'bytes', 1n),
      lot('voice', 'seconds', 1n),
      lot('later', 'bytes', 1n, { validFrom: tomorrow }),
      lot('gone', 'bytes', 1n, { validTo: now }),
    ]
    assert.deepEqual(
      payingLots(lots, perMegabyte, now).map(({ id }) => id),
      ['data', 'money'],
    )
  })
})

test('an event that the balance does not cover whole changes nothing', () => {
  const terms: Terms = { unit: 'messages', packageUnits: 1n, packageMinor: 40n }
  const lots = [lot('sms', 'messages', 2n), lot('money', 'money', 50n)]
  const tooMany = chargeEvent(lots, { used: 0n, requested: 4n, terms }, now)
  assert.equal(tooMany.answer.outcome, 'out-of-credit')
  assert.deepEqual(tooMany.lots, lots)
  const fits = chargeEvent(lots, { used: 0n, requested: 3n, terms }, now)
  assert.deepEqual(
    fits.lots.map(({ available }) => available),
    [0n, 10n],
  )
})

test('a lot that is over expires, but for what rolls over and what sessions still hold', () => {
  const over = { ...lot('data', 'bytes', 100n, { validTo: now }), available: 70n, reserved: 30n }
  const { lot: expired, carried } = expiryOf(over, { max: 50n, days: 30 }, now)
  assert.deepEqual([expired.available, expired.expired, expired.reserved, carried], [0n, 70n, 30n, 50n])
  assert.equal(expiryOf(over, null, now.subtract({ seconds: 1 })).lot, over)
})

test('after any operations: granted = available + reserved + debited + expired, and holds and debits are what was told', () => {
  const amounts = fc.bigInt({ min: 0n, max: 5_000n })
  const lotOf = fc.record({
    unit: fc.constantFrom('money', 'bytes', 'seconds'),
    granted: fc.bigInt({ min: 1n, max: 9_000n }),
    priority: fc.integer({ min: 0, max: 2 }),
    step: fc.constantFrom(1n, 60n),
    isBlocking: fc.boolean(),
    days: fc.option(fc.integer({ min: 0, max: 3 })),
  })
  const operation = fc.record({
    kind: fc.constantFrom('ask', 'ask', 'ask', 'finish', 'event', 'top-up', 'lapse', 'expire'),
    session: fc.integer({ min: 0, max: 2 }),
    used: amounts,
    requested: amounts,
    lot: lotOf,
    hours: fc.integer({ min: 0, max: 30 }),
  })
  const terms = fc.record({
    unit: fc.constantFrom('bytes', 'seconds'),
    packageUnits: fc.constantFrom(1n, 7n, 1_000n),
    packageMinor: fc.option(fc.constantFrom(0n, 3n, 100n)),
  })

  fc.assert(
    fc.property(terms, fc.array(operation, { maxLength: 40 }), (terms: Terms, operations) => {
      let lots: readonly BalanceLot[] = []
      let clock = now
      let granted = 0n
      let debited = 0n
      const reservations: Reservation[] = [newReservation, newReservation, newReservation]
      for (const { kind, session, used, requested, lot: draft, hours } of operations) {
        clock = clock.add({ hours })
        const reservation = reservations[session]!
        const wasAvailable = lots.map((one) => [one.id, one.available] as const)
        if (kind === 'top-up') {
          const { days, ...more } = draft
          const validTo = days === null ? null : clock.add({ hours: days * 24 + 1 })
          const step = more.unit === 'money' ? 1n : more.step
          lots = [
            ...lots,
            lot(`lot-${lots.length}`, more.unit, more.granted, { ...more, step, validTo, validFrom: clock, createdAt: clock }),
          ]
          granted += more.granted
        } else if (kind === 'expire') lots = lots.map((one) => expiryOf(one, null, clock).lot)
        else if (kind === 'lapse') {
          const after = expireReservation(lots, reservation)
          lots = after.lots
          reservations[session] = newReservation
        } else {
          const after =
            kind === 'event'
              ? chargeEvent(lots, { used: 0n, requested, terms }, clock)
              : chargeGroup(lots, reservation, { used, requested: kind === 'finish' ? null : requested, terms }, clock)
          lots = after.lots
          debited += totalOf(after.answer.debits)
          if (kind !== 'event') reservations[session] = kind === 'finish' ? newReservation : after.reservation
          // Only use may take a lot below zero: never a grant.
          if (kind === 'event' || used === 0n)
            for (const one of lots) assert.ok(one.available >= 0n || one.available >= new Map(wasAvailable).get(one.id)!)
        }
        for (const one of lots) {
          assert.equal(one.granted, one.available + one.reserved + one.debited + one.expired)
          const holds = reservations.flatMap((reservation) => reservation.holds).filter(({ lotId }) => lotId === one.id)
          assert.equal(one.reserved, totalOf(holds))
        }
        const sum = (of: (lot: BalanceLot) => bigint) => lots.reduce((total, one) => total + of(one), 0n)
        assert.equal(
          sum((one) => one.debited),
          debited,
        )
        assert.equal(granted, sum((one) => one.available) + sum((one) => one.reserved) + debited + sum((one) => one.expired))
      }
    }),
    { numRuns: 500 },
  )
})
