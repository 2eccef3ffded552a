/** What stands in the database after any sequence of accounting packets. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { scopeOfAllTenants, sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { sharedSecret } from '#protocols/radius'
import { Accounting } from './accounting.ts'
import { expectedWaitMs } from './apply-accounting.ts'
import { appendToJournal, discardRefused, keepRefused, replayRefused } from './journal-store.ts'
import { type AccountingRecord, recordsFrom, textOf } from './accounting-record.ts'
import { closeStale } from './jobs.ts'
import { addNas } from './keep-nas.ts'
import type { Nas } from './nas.ts'
import { Online } from './online.ts'
import { mergeSamples, type Sample, sessionIdentity } from './sample.ts'
import { readClass, signedClass } from './session-class.ts'
import { nasDraft, secret, subscribed } from './testing.ts'

interface World extends TestTenant {
  readonly nas: Nas
  readonly subscriptionId: string
  readonly accounting: Accounting
  /** Stores in one batch each; a new Accounting forgets what is online, as after a restart. */
  store(...batches: readonly (readonly Sample[])[]): Promise<void>
}

async function world(): Promise<World> {
  const tenant = await testTenant()
  const nas = await tenant.transact((tx) => addNas(tx, nasDraft(), secret))
  const subscriptionId = await tenant.transact((tx) =>
    subscribed(tx, tenant.platform.clock.now(), `u-${crypto.randomUUID().slice(0, 8)}`, 'secret-42'),
  )
  const accounting = new Accounting({
    db: tenant.db,
    online: new Online(),
    nowMs: () => tenant.platform.clock.now().epochMilliseconds,
    onHeard: () => {},
  })
  const store = async (...batches: readonly (readonly Sample[])[]) => {
    for (const batch of batches)
      await Promise.all(
        batch.map(
          (sample) =>
            new Promise<void>((resolve, reject) => {
              accounting.add([{ kind: 'sample', sample }], (isDurable) => (isDurable ? resolve() : reject(new Error('not answered'))))
            }),
        ),
      ).then(() => accounting.applied())
  }
  return { ...tenant, nas, subscriptionId, accounting, store }
}

const startMs = Temporal.Instant.from('2026-03-10T08:00:00Z').epochMilliseconds

/** A sample at some minute of session `acctSessionId`, which began at minute `from`. */
function sample(world: World, acctSessionId: string, minute: number, change: Partial<Sample> & { from?: number } = {}): Sample {
  const { from = 0, ...rest } = change
  const username = 'alice'
  return {
    identity: sessionIdentity(world.nas.id, acctSessionId, username),
    tenantId: world.tenantId,
    nasId: world.nas.id,
    subscriptionId: world.subscriptionId,
    loginId: null,
    username,
    acctSessionId,
    callingStation: null,
    calledStation: null,
    nasPort: null,
    address: null,
    address6: null,
    prefix6: null,
    delegated6: null,
    interface6: null,
    isWalled: false,
    startedAtMs: startMs + from * 60_000,
    atMs: startMs + minute * 60_000,
    sessionSeconds: (minute - from) * 60,
    uploadBytes: minute * 10,
    downloadBytes: minute * 1_000,
    endedAtMs: null,
    terminateCause: null,
    ...rest,
  }
}
const stop = (world: World, acctSessionId: string, minute: number, change: Partial<Sample> & { from?: number } = {}) =>
  sample(world, acctSessionId, minute, { endedAtMs: startMs + minute * 60_000, terminateCause: 'User-Request', ...change })

async function sessions(world: World) {
  return world.transact(async (tx) => {
    const { rows } = await sql<{ said: string }>`
      select concat_ws(' ', acct_session_id, extract(epoch from started_at - to_timestamp(${startMs / 1000}))::int / 60 || '-' ||
        coalesce((extract(epoch from ended_at - to_timestamp(${startMs / 1000}))::int / 60)::text, ''), upload_bytes, download_bytes, closed_by, terminate_cause) as said
      from session order by started_at, acct_session_id`.execute(tx)
    return rows.map((row) => row.said)
  })
}

async function usage(world: World): Promise<{ up: bigint; down: bigint }> {
  return world.transact(async (tx) => {
    const { rows } = await sql<{ up: bigint; down: bigint }>`
      select coalesce(sum(upload_bytes), 0)::bigint as up, coalesce(sum(download_bytes), 0)::bigint as down from usage_hour`.execute(tx)
    return rows[0]!
  })
}

suite('a session is', () => {
  const cases: [why: string, batches: (w: World) => Sample[][], expected: string[]][] = [
    [
      'begun by Start, grown by interims, ended by Stop',
      (w) => [[sample(w, 's', 0)], [sample(w, 's', 5)], [stop(w, 's', 9)]],
      ['s 0-9 90 9000 nas User-Request'],
    ],
    ['made by an interim when the Start was lost', (w) => [[sample(w, 's', 5)]], ['s 0- 50 5000']],
    ['made closed by a Stop when all else was lost', (w) => [[stop(w, 's', 9)]], ['s 0-9 90 9000 nas User-Request']],
    [
      'closed by a Stop without counters, when the line broke before the first interim',
      (w) => [[sample(w, 's', 0)], [stop(w, 's', 1, { uploadBytes: 0, downloadBytes: 0 })]],
      ['s 0-1 0 0 nas User-Request'],
    ],
    [
      'not reopened by an interim that comes after its Stop',
      (w) => [[stop(w, 's', 9)], [sample(w, 's', 5)]],
      ['s 0-9 90 9000 nas User-Request'],
    ],
    [
      'ended by the first of two Stops',
      (w) => [[stop(w, 's', 9)], [stop(w, 's', 9, { atMs: startMs + 600_000, endedAtMs: startMs + 600_000 })]],
      ['s 0-9 90 9000 nas User-Request'],
    ],
    [
      'another one when the router reuses the id after a boot',
      (w) => [
        [stop(w, 's', 9)],
        [sample(w, 's', 30, { from: 30, uploadBytes: 0, downloadBytes: 0 })],
        [stop(w, 's', 40, { from: 30, uploadBytes: 7, downloadBytes: 8 })],
      ],
      ['s 0-9 90 9000 nas User-Request', 's 30-40 7 8 nas User-Request'],
    ],
    [
      'another one also when the first was never stopped',
      (w) => [[sample(w, 's', 9)], [sample(w, 's', 30, { from: 20, uploadBytes: 1, downloadBytes: 2 })]],
      ['s 0-9 90 9000 nas-restart NAS-Reboot', 's 20- 1 2'],
    ],
    [
      'another one also when both are in one batch, as after a long Acct-Delay-Time',
      (w) => [[sample(w, 's', 9), sample(w, 's', 30, { from: 20, uploadBytes: 1, downloadBytes: 2 })]],
      ['s 0-9 90 9000 nas-restart NAS-Reboot', 's 20- 1 2'],
    ],
    [
      'kept for an unknown user, without a subscription',
      (w) => [[stop(w, 's', 9, { subscriptionId: null })]],
      ['s 0-9 90 9000 nas User-Request'],
    ],
    [
      'counted from its counters where the router tells no session time',
      (w) => [
        [sample(w, 's', 5, { sessionSeconds: null, startedAtMs: startMs + 300_000 })],
        [sample(w, 's', 10, { sessionSeconds: null, startedAtMs: startMs + 600_000 })],
      ],
      ['s 5- 100 10000'],
    ],
  ]
  for (const [why, batches, expected] of cases)
    test(why, async () => {
      const w = await world()
      await w.store(...batches(w))
      assert.deepEqual(await sessions(w), expected)
    })
})

test('in whatever order, however often and in whatever batches packets come, the session and the usage are the same', async () => {
  const w = await world()
  let number = 0
  const shuffled = fc.shuffledSubarray([0, 3, 5, 7, 9, 0, 3, 5, 7, 9], { minLength: 10, maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(shuffled, fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), async (minutes, cuts) => {
      const id = `p${++number}`
      const before = await usage(w)
      const batches: Sample[][] = [[]]
      minutes.forEach((minute, index) => {
        if (cuts[index]) batches.push([])
        batches.at(-1)!.push(minute === 9 ? stop(w, id, 9) : sample(w, id, minute))
      })
      await w.store(...batches)
      assert.equal((await sessions(w)).filter((said) => said.startsWith(`${id} `)).join(), `${id} 0-9 90 9000 nas User-Request`)
      const after = await usage(w)
      assert.deepEqual([after.up - before.up, after.down - before.down], [90n, 9_000n])
    }),
    { numRuns: 60 },
  )
})

test('two writers at once, on the same sessions, lose and double nothing', async () => {
  const w = await world()
  const ids = Array.from({ length: 40 }, (_, index) => `c${index}`)
  const other = new Accounting({ db: w.db, online: new Online(), nowMs: () => startMs, onHeard: () => {} })
  const tell = (accounting: Accounting, one: Sample) =>
    new Promise<void>((resolve) => accounting.add([{ kind: 'sample', sample: one }], () => resolve()))
  await Promise.all(
    [1, 2, 3, 4].flatMap((minute) =>
      ids.flatMap((id) => [tell(w.accounting, sample(w, id, minute)), tell(other, sample(w, id, 5 - minute))]),
    ),
  )
  await Promise.all([w.accounting.applied(), other.applied()])
  assert.deepEqual(await usage(w), { up: 40n * 40n, down: 40n * 4_000n })
  assert.equal((await sessions(w)).length, 40)
})

test('a stale session ends where it was last heard; when its interim comes after all it goes on, and nothing counts twice', async () => {
  const w = await world()
  const sweep = async () => runJobNow(w.platform, closeStale, await scopeOfAllTenants(w.db, 'job:test'), {})
  await w.store([sample(w, 's', 5)])
  w.platform.clock.moveTo(Temporal.Instant.fromEpochMilliseconds(startMs).add({ minutes: 20 }))
  await sweep()
  assert.deepEqual(await sessions(w), ['s 0- 50 5000'], 'three interims of five minutes are not over')
  w.platform.clock.advance({ minutes: 1 })
  await sweep()
  assert.deepEqual(await sessions(w), ['s 0-5 50 5000 stale Lost-Carrier'])
  await w.store([sample(w, 's', 30)])
  assert.deepEqual(await sessions(w), ['s 0- 300 30000'])
  assert.deepEqual(await usage(w), { up: 300n, down: 30_000n })
})

suite('the journal', () => {
  const journalOf = (w: World) =>
    w.transact(async (tx) => (await sql<{ error: string | null }>`select error from accounting_journal order by id`.execute(tx)).rows)
  const started = async (w: World) => {
    const accounting = new Accounting({ db: w.db, online: new Online(), nowMs: () => startMs, onHeard: () => {} })
    await accounting.start()
    await accounting.stop()
  }
  const recordOf = (one: Sample): AccountingRecord => ({ kind: 'sample', sample: one })

  test('killed after the answer: the next start applies it, once', async () => {
    const w = await world()
    await w.store([sample(w, 's', 2)])
    await appendToJournal(w.db, [sample(w, 's', 5), stop(w, 's', 9), sample(w, 't', 3)].map(recordOf))
    await started(w)
    await started(w)
    assert.deepEqual(await sessions(w), ['s 0-9 90 9000 nas User-Request', 't 0- 30 3000'])
    assert.deepEqual(await usage(w), { up: 120n, down: 12_000n })
    assert.deepEqual(await journalOf(w), [])
  })

  test('what was applied already and is found again changes nothing', async () => {
    const w = await world()
    await w.store([sample(w, 's', 5)], [stop(w, 's', 9)])
    await appendToJournal(w.db, [recordOf(sample(w, 's', 5))])
    await started(w)
    assert.deepEqual(await sessions(w), ['s 0-9 90 9000 nas User-Request'])
    assert.deepEqual(await usage(w), { up: 90n, down: 9_000n })
  })

  test('a record that the database refuses is kept with its error, the others take effect', async () => {
    const w = await world()
    await w.store([
      sample(w, 'a', 1),
      sample(w, 'b', 1, { calledStation: 'a\0b' }),
      sample(w, 'c', 1),
      sample(w, 'd', 1, { address: 'here' }),
    ])
    assert.deepEqual(await sessions(w), ['a 0- 10 1000', 'c 0- 10 1000'])
    const errors = (await journalOf(w)).map((row) => row.error!)
    assert.equal(errors.length, 2)
    assert.match(errors[0]!, /invalid byte sequence/)
    assert.match(errors[1]!, /inet/)
    await started(w)
    assert.equal((await journalOf(w)).length, 2, 'it is not tried again by itself')
  })

  test('a refused record is tried again when a person wants it, or given up', async () => {
    const w = await world()
    const refuse = (minute: number) => ({ record: recordOf(sample(w, 's', minute)), error: 'refused' })
    await w.transact((tx) => keepRefused(tx, [refuse(3), refuse(5)]))
    const idsOf = async () =>
      w.transact(async (tx) =>
        (await sql<{ id: bigint }>`select id from accounting_journal order by id`.execute(tx)).rows.map((row) => String(row.id)),
      )
    const [first, second] = await idsOf()
    await w.transact((tx) => replayRefused(tx, [first!]))
    await started(w)
    assert.deepEqual(await sessions(w), ['s 0- 30 3000'])
    await w.transact((tx) => discardRefused(tx, [second!]))
    await started(w)
    assert.deepEqual(await sessions(w), ['s 0- 30 3000'])
    assert.deepEqual(await journalOf(w), [])
  })

  test('an end stores and applies what is in hand', async () => {
    const w = await world()
    const answers: boolean[] = []
    for (const minute of [0, 5, 9]) w.accounting.add([recordOf(sample(w, 's', minute))], (isDurable) => answers.push(isDurable))
    await w.accounting.stop()
    assert.deepEqual(answers, [true, true, true])
    assert.deepEqual(await sessions(w), ['s 0- 90 9000'])
    assert.deepEqual(await journalOf(w), [])
    assert.equal(
      w.accounting.add([recordOf(sample(w, 's', 10))], () => assert.fail('not to be answered')),
      false,
    )
  })

  test('while what was answered cannot be applied, only so much more is taken', async () => {
    const w = await world()
    await w.store([sample(w, 's', 0)])
    const accounting = new Accounting({ db: w.db, online: new Online(), nowMs: () => startMs, onHeard: () => {}, backlogMax: 3 })
    const add = (minute: number) => {
      let isTaken = false
      const answered = new Promise<void>((resolve) => {
        isTaken = accounting.add([recordOf(sample(w, 's', minute))], () => resolve())
      })
      return { isTaken, answered }
    }
    await w.transact(async (tx) => {
      await sql`select from session for update`.execute(tx)
      const taken = [add(1), add(2), add(3)]
      assert.deepEqual([...taken.map((one) => one.isTaken), add(4).isTaken], [true, true, true, false])
      await Promise.all(taken.map((one) => one.answered)) // answered, though it cannot be applied yet
      assert.equal(add(5).isTaken, false)
    })
    await accounting.applied()
    assert.equal(add(6).isTaken, true)
    await accounting.stop()
    assert.deepEqual(await sessions(w), ['s 0- 60 6000'])
  })

  suite('the wait of what comes next is that of the batches before it', () => {
    const cases = [
      [0, 3_000, 0, 'none: it is applied at once'],
      [1, 3_000, 3_000, 'one is not full'],
      [8_000, 3_000, 3_000, 'one is full'],
      [8_001, 3_000, 6_000, 'one is full, the next begun'],
      [24_000, 100, 300, 'many that are fast'],
    ] as const
    for (const [backlog, batchMs, waitMs, why] of cases) test(why, () => assert.equal(expectedWaitMs(backlog, batchMs), waitMs))
  })

  test('the restart of a NAS ends what came before it in the same batch, and nothing that came after', async () => {
    const w = await world()
    const restart = { kind: 'nas-restart', tenantId: w.tenantId, nasId: w.nas.id, atMs: startMs + 6 * 60_000 } as const
    const late = sample(w, 'new', 7, { from: 6, startedAtMs: restart.atMs, atMs: restart.atMs, uploadBytes: 1, downloadBytes: 2 })
    await appendToJournal(w.db, [recordOf(sample(w, 'old', 5)), restart, recordOf(late)])
    await started(w)
    assert.deepEqual(await sessions(w), ['old 0-5 50 5000 nas-restart NAS-Reboot', 'new 6- 1 2'])
  })

  test('what a killed database undid, and is found again, stays ended by the restart that was applied meanwhile', async () => {
    const w = await world()
    await w.store([sample(w, 'old', 0)])
    const restart = { kind: 'nas-restart', tenantId: w.tenantId, nasId: w.nas.id, atMs: startMs + 7 * 60_000 } as const
    await new Promise((resolve) => w.accounting.add([restart], resolve))
    await w.store([sample(w, 'new', 8, { from: 7, uploadBytes: 1, downloadBytes: 2 })])
    await appendToJournal(w.db, [sample(w, 'old', 5), sample(w, 'its start too', 6), sample(w, 'new', 9, { from: 7 })].map(recordOf))
    await w.accounting.start()
    await w.accounting.stop()
    assert.deepEqual(await sessions(w), [
      'its start too 0-6 60 6000 nas-restart NAS-Reboot',
      'old 0-5 50 5000 nas-restart NAS-Reboot',
      'new 7- 90 9000',
    ])
  })

  test('says what it was told, whatever routers put into it', () => {
    const text = fc.option(fc.string({ unit: 'binary' }))
    const any = fc.record({
      callingStation: text,
      calledStation: text,
      nasPort: text,
      terminateCause: text,
      uploadBytes: fc.maxSafeNat(),
      isWalled: fc.boolean(),
    })
    const like = { tenantId: crypto.randomUUID(), nas: { id: crypto.randomUUID() }, subscriptionId: crypto.randomUUID() } as World
    fc.assert(
      fc.property(fc.array(any), fc.nat(), (changes, atMs) => {
        const records = [
          ...changes.map((change) => recordOf(sample(like, 's', 1, change))),
          { kind: 'nas-restart', tenantId: like.tenantId, nasId: like.nas.id, atMs } as const,
        ]
        assert.deepEqual(recordsFrom(textOf(records), like.tenantId), records)
      }),
    )
  })
})

test('who is online follows the answers: a Stop frees the place though what came before it is applied later', async () => {
  const w = await world()
  const online = new Online()
  const [start, end] = [sample(w, 's', 0), stop(w, 's', 1)]
  const stored = {
    id: crypto.randomUUID(),
    identity: start.identity,
    subscription_id: w.subscriptionId,
    upload_delta: 0n,
    download_delta: 0n,
    was: 'absent',
    is: 'open',
  } as const
  online.hear([{ kind: 'sample', sample: start }])
  assert.equal(online.presenceOf(w.subscriptionId).size, 1)
  online.hear([{ kind: 'sample', sample: end }])
  online.stored(start, stored)
  assert.equal(online.presenceOf(w.subscriptionId).size, 0)
})

test('merging samples: order, repetition and grouping do not matter', () => {
  const base = {
    identity: 'i',
    tenantId: 't',
    nasId: 'n',
    username: 'u',
    acctSessionId: 's',
    loginId: null,
    calledStation: null,
    nasPort: null,
    address6: null,
    prefix6: null,
    delegated6: null,
    interface6: null,
  } as const
  const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary)
  // Counters, times and addresses follow from the moment of the sample, as they do in a router.
  const any = fc
    .record({
      at: fc.nat(50),
      isStop: fc.boolean(),
      hasAddress: fc.boolean(),
      subscription: option(fc.constant('sub')),
      station: option(fc.constant('mac')),
      isWalled: fc.boolean(),
      hasSeconds: fc.boolean(),
    })
    .map((one): Sample => ({
      ...base,
      subscriptionId: one.subscription,
      callingStation: one.station,
      address: one.hasAddress ? '10.0.0.1' : null,
      isWalled: one.isWalled,
      startedAtMs: one.hasSeconds ? 0 : one.at,
      atMs: one.at,
      sessionSeconds: one.hasSeconds ? one.at : null,
      uploadBytes: one.at * 2,
      downloadBytes: one.at * 3,
      endedAtMs: one.isStop ? one.at : null,
      terminateCause: one.isStop ? 'User-Request' : null,
    }))
  fc.assert(
    fc.property(any, any, any, (a, b, c) => {
      assert.deepEqual(mergeSamples(a, a), a)
      assert.deepEqual(mergeSamples(a, b), mergeSamples(b, a))
      assert.deepEqual(mergeSamples(mergeSamples(a, b), c), mergeSamples(a, mergeSamples(b, c)))
    }),
  )
})

suite('Class', () => {
  const [one, other] = [sharedSecret('one-secret'), sharedSecret('other-secret')]
  const given = { loginId: '01a1fc7f-8595-794b-be61-2f914ded31d3', isWalled: true }
  test('comes back as it was given', () => assert.deepEqual(readClass(signedClass(given, one), one), given))
  test('of another NAS, altered, cut or foreign is none', () => {
    const value = signedClass(given, one)
    assert.equal(readClass(value, other), undefined)
    for (let at = 0; at < value.length; at++) {
      const altered = Buffer.from(value)
      altered[at]! ^= 1
      assert.equal(readClass(altered, one), undefined)
    }
    assert.equal(readClass(value.subarray(1), one), undefined)
    assert.equal(readClass(undefined, one), undefined)
  })
})
