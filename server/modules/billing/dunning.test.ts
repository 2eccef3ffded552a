import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { atMoment, sql } from '#kernel/db.ts'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { verifyLedger } from '#modules/ledger'
import { block } from '#modules/subscriptions'
import { promiseToPay } from './change-invoice.ts'
import { dunningLists } from './dunning-lists.ts'
import { replaceHolidays } from './dunning-store.ts'
import { liftUnpaid } from './run-dunning.ts'
import { changeSettings } from './settings-store.ts'
import { lateCustomer } from './testing.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

type LateCustomer = Awaited<ReturnType<typeof lateCustomer>>

const dueOn = async ({ transact }: LateCustomer) =>
  day((await transact((tx) => sql<{ due: string }>`select due_on as due from invoice order by due_on limit 1`.execute(tx))).rows[0]!.due)

const friday = 5

const cutting = [
  { days: 3, action: 'walled-garden' },
  { days: 10, action: 'suspend' },
  { days: 30, action: 'terminate' },
] as const

suite('stages', () => {
  test('follow each other; paying takes all of it back, the planned end too', async () => {
    const one = await lateCustomer({ stages: cutting })
    const due = await dueOn(one)
    const after = (days: number) => due.add({ days }).toString()
    await one.dun(after(2))
    assert.deepEqual(await one.withheld(), [])
    await one.dun(after(3))
    assert.deepEqual(await one.withheld(), ['unpaid'], 'leads to the payment page')
    await one.dun(after(10))
    assert.deepEqual(await one.withheld(), ['unpaid', 'arrears'], 'and closes that door')
    assert.deepEqual(await one.dun(after(30)), { reminded: 0, charged: 0, suspended: 0, ending: 1 })
    const { endsOn } = await one.subscription()
    assert.ok(endsOn)
    assert.deepEqual(await one.events('device_recovery.requested.v1'), [
      { subscriptionId: one.subscriptionId, customerId: one.customerId, accountId: one.accountId, endsOn: endsOn.toString() },
    ])
    await one.pay(await one.open(), after(31))
    const back = await one.subscription()
    assert.deepEqual([back.state, back.blockReasons, back.endsOn], ['active', [], null])
  })

  test('are gone through day by day when a run is late; running again changes nothing', async () => {
    const one = await lateCustomer({ stages: [{ days: 0, action: 'remind' }, { days: 1, action: 'remind' }, ...cutting] })
    const start = (await dueOn(one)).add({ days: 40 })
    for (const days of [0, 1, 2, 3]) {
      const on = start.add({ days }).toString()
      await one.dun(on)
      const after = [await one.steps(), await one.events('dunning.step_taken.v1')]
      assert.deepEqual(await one.dun(on), { reminded: 0, charged: 0, suspended: 0, ending: 0 })
      assert.deepEqual([await one.steps(), await one.events('dunning.step_taken.v1')], after)
    }
    assert.deepEqual(await one.steps(), [
      `remind@${start}`,
      `remind@${start}`,
      `walled-garden@${start}`,
      `suspend@${start.add({ days: 1 })}`,
      `terminate@${start.add({ days: 2 })}`,
    ])
    assert.equal((await one.events('dunning.step_taken.v1')).length, 4, 'of two reminders that came together, one is told')
  })

  test('a suspension without a walled garden before it is what it always was', async () => {
    const one = await lateCustomer({ stages: [{ days: 10, action: 'suspend' }] })
    await one.dun((await dueOn(one)).add({ days: 10 }).toString())
    assert.deepEqual(await one.withheld(), ['unpaid'])
  })

  test('a retry asks whoever keeps the means of payment', async () => {
    const one = await lateCustomer({ stages: [{ days: 1, action: 'retry' }] })
    await one.dun((await dueOn(one)).add({ days: 1 }).toString())
    const [asked] = await one.events('payment_retry.requested.v1')
    assert.deepEqual([asked!['accountId'], asked!['amount']], [one.accountId, { minor: String(await one.open()), currency: 'BDT' }])
  })
})

suite('a late fee', () => {
  const cases = [
    // of the stage, of the settings, what comes of an open 1,050.00, why
    [{ feeMinor: 5_000n }, {}, 5_000n, 'a sum'],
    [{ feePercent: '2.5' }, {}, 2_625n, 'a percentage of what is open'],
    [{ feeMinor: 5_000n, feePercent: '1.25' }, {}, 6_313n, 'both; half a paisa is rounded up, once'],
    [{}, { lateFeeMinor: 7_000n, lateFeePercent: '1' }, 8_050n, 'what the settings say'],
    [{}, {}, undefined, 'none where nobody says one'],
  ] as const
  for (const [fee, settings, expected, why] of cases)
    test(`is ${why}`, async () => {
      const one = await lateCustomer({ stages: [{ days: 5, action: 'late-fee', ...fee }] })
      await one.transact((tx) => changeSettings(tx, settings))
      assert.equal(await one.open(), 105_000n)
      const on = (await dueOn(one)).add({ days: 5 }).toString()
      await one.dun(on)
      assert.deepEqual(
        (await one.pending()).map((charge) => charge.amount),
        expected === undefined ? [] : [expected],
      )
    })

  test('comes once for an invoice: of two stages, after a broken promise, and when a run is repeated', async () => {
    const stages = [5, 12].map((days) => ({ days, action: 'late-fee', feeMinor: 5_000n }) as const)
    const one = await lateCustomer({ stages })
    const due = await dueOn(one)
    await one.dun(due.add({ days: 5 }).toString())
    await one.dun(due.add({ days: 12 }).toString())
    const { rows } = await one.transact((tx) => sql<{ id: string }>`select id from invoice`.execute(tx))
    const until = due.add({ days: 15 })
    one.platform.clock.moveTo(until.toPlainDateTime('09:00').toZonedDateTime('Asia/Dhaka').toInstant())
    await one.transact((tx) => promiseToPay(tx, rows[0]!.id, until, one.platform.clock.now()))
    await one.dun(until.add({ days: 1 }).toString())
    assert.equal((await one.pending()).length, 1)
  })

  test('stands on the next invoice', async () => {
    const one = await lateCustomer({ stages: [{ days: 5, action: 'late-fee', feeMinor: 5_000n }] })
    await one.dun((await dueOn(one)).add({ days: 5 }).toString())
    await one.bill('2026-04-01')
    const { rows } = await one.transact((tx) =>
      sql<{ net: bigint }>`select net_minor as net from invoice_line where kind = 'late-fee'`.execute(tx),
    )
    assert.deepEqual(rows, [{ net: 5_000n }])
  })
})

suite('a policy', () => {
  test('an excluded weekday or holiday defers a cut, and skips neither it nor a reminder', async () => {
    const one = await lateCustomer({
      stages: [
        { days: 10, action: 'remind' },
        { days: 10, action: 'suspend' },
      ],
      policy: { excludedWeekdays: [friday] },
    })
    const due = await dueOn(one)
    const cutDay = due.add({ days: 10 })
    const free = Array.from({ length: 7 }, (_, index) => cutDay.add({ days: index })).find((on) => on.dayOfWeek === friday)!
    await one.transact((tx) => replaceHolidays(tx, [{ day: free.add({ days: 1 }), name: 'Eid' }]))
    // The run was away until that Friday.
    await one.dun(free.toString())
    await one.dun(free.add({ days: 1 }).toString())
    assert.deepEqual([await one.withheld(), await one.steps()], [[], [`remind@${free}`]])
    await one.dun(free.add({ days: 2 }).toString())
    assert.deepEqual(await one.withheld(), ['unpaid'])
  })

  test('who owes less than the minimum keeps service, and is cut when more is owed', async () => {
    const one = await lateCustomer({ stages: [{ days: 10, action: 'suspend' }], policy: { minimumMinor: 150_000n } })
    const due = await dueOn(one)
    await one.dun(due.add({ days: 10 }).toString())
    assert.deepEqual(await one.withheld(), [])
    await one.bill('2026-04-01')
    await one.dun('2026-04-02')
    assert.deepEqual(await one.withheld(), ['unpaid'])
    await one.pay(70_000n, '2026-04-03')
    assert.deepEqual(await one.withheld(), [], 'what is left is below the minimum')
  })

  const restoring = [
    ['full', ['unpaid'], 'a part is not enough'],
    ['partial', [], 'a part is enough'],
  ] as const
  for (const [restore, expected, why] of restoring)
    test(`restore ${restore}: ${why}`, async () => {
      const one = await lateCustomer({ stages: [{ days: 10, action: 'suspend' }], policy: { restore } })
      const on = (await dueOn(one)).add({ days: 10 }).toString()
      await one.dun(on)
      await one.pay(1_000n, on)
      await one.dun(on)
      assert.deepEqual(await one.withheld(), expected)
      await one.pay(await one.open(), on)
      assert.deepEqual(await one.withheld(), [])
    })

  test('blocks for other reasons stay when money comes', async () => {
    const one = await lateCustomer({ stages: [{ days: 10, action: 'suspend' }] })
    const on = (await dueOn(one)).add({ days: 10 }).toString()
    await one.dun(on)
    await one.transact((tx) => block(tx, [one.subscriptionId], 'abuse'))
    await one.pay(await one.open(), on)
    assert.deepEqual(await one.withheld(), ['abuse'])
  })
})

test('the board shows who is where, and what comes next and when', async () => {
  const one = await lateCustomer({ stages: [{ days: 0, action: 'remind' }, ...cutting], policy: { excludedWeekdays: [friday] } })
  const due = await dueOn(one)
  const [list] = dunningLists
  const board = async (on: Temporal.PlainDate) => {
    const moment = on.toPlainDateTime('10:00').toZonedDateTime('Asia/Dhaka').toInstant()
    const { items } = await one.transact(async (tx) => {
      await atMoment(tx, moment)
      return readPage(tx, list!, zListQuery.parse({}))
    })
    return items
  }
  const on = due.add({ days: 4 })
  one.platform.clock.moveTo(on.toPlainDateTime('10:00').toZonedDateTime('Asia/Dhaka').toInstant())
  assert.deepEqual(await board(due), [], 'on the due day nothing is overdue')
  await one.dun(on.toString())
  const [row] = await board(on)
  assert.ok(row)
  const cutDay = due.add({ days: 10 })
  const nextOn = cutDay.dayOfWeek === friday ? cutDay.add({ days: 1 }) : cutDay
  assert.equal(row['nextOn'], nextOn.toString())
  assert.deepEqual([row['customer'], row['stage'], row['next'], row['excluded']], ['Rahima Khatun', 'walled-garden', 'suspend', false])
  const act = (name: string) => one.transact((tx) => list!.actions![name]!.run(tx, [one.accountId], one.platform))
  await act('exclude')
  assert.deepEqual(await one.withheld(), [])
  await one.dun(due.add({ days: 20 }).toString())
  assert.deepEqual([await one.withheld(), (await board(due.add({ days: 20 })))[0]?.['next']], [[], null])
  await act('include')
  await one.dun(due.add({ days: 20 }).toString())
  assert.deepEqual(await one.withheld(), ['unpaid', 'arrears'])
  await act('promise')
  assert.deepEqual(await one.withheld(), [])
})

test('however days, bills, payments and promises follow each other: who paid is served, a second run changes nothing', async () => {
  const deed = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('pay' as const), percent: fc.constantFrom(10, 50, 100) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('promise' as const) }) },
  )
  const policy = fc.record({
    ageBasis: fc.constantFrom('due' as const, 'oldest-issue' as const),
    restore: fc.constantFrom('full' as const, 'partial' as const),
    minimumMinor: fc.constantFrom(0n, 50_000n),
    excludedWeekdays: fc.constantFrom<number[]>([], [5], [5, 6, 7]),
  })
  const property = fc.asyncProperty(policy, fc.array(deed, { minLength: 4, maxLength: 14 }), async (given, deeds) => {
    const one = await lateCustomer({
      stages: [{ days: 1, action: 'remind' }, { days: 2, action: 'late-fee', feeMinor: 5_000n }, ...cutting],
      policy: given,
    })
    let on = day('2026-03-01')
    for (const { kind, ...how } of deeds) {
      if (kind === 'pay' && 'percent' in how) {
        const minor = ((await one.open()) * BigInt(how.percent)) / 100n
        if (minor > 0n) await one.pay(minor, on.toString())
      } else if (kind === 'promise') {
        const { rows } = await one.transact((tx) => sql<{ id: string }>`select id from invoice where state = 'open'`.execute(tx))
        for (const { id } of rows) await one.transact((tx) => promiseToPay(tx, id, on.add({ days: 5 }), one.platform.clock.now()))
      } else if ('days' in how) on = on.add({ days: how.days })

      await one.bill(on.toString())
      const before = await one.withheld()
      await one.dun(on.toString())
      const standing = async () => [await one.withheld(), await one.steps(), await one.pending()]
      const after = await standing()
      await one.dun(on.toString())
      assert.deepEqual(await standing(), after, `a second run on ${on}`)
      const reasons = await one.withheld()
      if ((await one.open()) === 0n) assert.deepEqual(reasons, [], `nothing is owed on ${on}`)
      if (given.excludedWeekdays.includes(on.dayOfWeek)) assert.ok(reasons.length <= before.length, `no cut on ${on}`)
      if (given.restore === 'partial') continue
      await one.transact((tx) => liftUnpaid(tx, [one.accountId], one.platform.clock.now()))
      assert.deepEqual(await one.withheld(), reasons, `who is withheld on ${on} is not to be given back`)
    }
    assert.deepEqual(await one.transact(verifyLedger), [])
  })
  await fc.assert(property, { numRuns: 12 })
})
