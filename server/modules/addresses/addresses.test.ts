import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { addNas, createLogin } from '#modules/access'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, subscribe } from '#modules/subscriptions'
import { forgetMappings } from './jobs.ts'
import { addPool, changePool, poolToChange } from './keep-pool.ts'
import { addRule, succeedRule } from './keep-rule.ts'
import { insertRule, type Mapping, mappingsOf, readRules, saveRetentionDays, upsertMappings } from './nat-store.ts'
import { type PoolDraft, usualUnitLength } from './pool.ts'
import { countOutside, readConflicts, readFreeAddresses, readPoolUse } from './pool-store.ts'
import { findTrace, holdersOf } from './trace-store.ts'
import { traceAddress } from './trace-address.ts'

const at = (iso: string) => Temporal.Instant.from(iso)
let routers = 0

/** Two subscribers, Kamal and Rahima, and a router. */
async function network() {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z' })
  const made = await tenant.transact(async (tx) => {
    const { offerId } = await createOffer(tx, {
      code: 'HOME',
      name: 'Home',
      technology: 'pppoe',
      terms: {
        validFrom: Temporal.PlainDate.from('2026-01-01'),
        recurring: money(80_000n, 'BDT'),
        downloadBps: 1_000_000n,
        uploadBps: 1_000_000n,
      },
    })
    await publishOffer(tx, offerId)
    const people = []
    for (const name of ['kamal', 'rahima']) {
      const { customerId } = await createCustomer(tx, { name })
      const { id } = await subscribe(tx, { customerId, offerId, startOn: Temporal.PlainDate.from('2026-03-01') })
      await activate(tx, id, tenant.platform.clock.now())
      people.push(id)
    }
    return { kamal: people[0]!, rahima: people[1]!, nasId: await router(tx) }
  })
  return { ...tenant, ...made }
}

async function router(tx: Tx): Promise<string> {
  const number = ++routers
  const draft = { certificateFingerprint: null, certificateName: null, identifier: null, vendor: 'mikrotik' as const }
  const rest = {
    requireMessageAuthenticator: true,
    coaPort: 3799,
    interimSeconds: 300,
    walledGarden: null,
    requestsPerSecondMax: null,
    voucherPassword: 'off' as const,
  }
  const nas = await addNas(
    tx,
    { ...draft, ...rest, name: `r${number}`, address: `10.88.${number >> 8}.${number & 255}`, locationId: null, enabled: true },
    'testing-secret-123',
  )
  return nas.id
}

interface Had {
  readonly nasId: string
  readonly subscriptionId: string
  readonly username: string
  readonly address?: string
  readonly prefix6?: string
  readonly delegated6?: string
  readonly from?: string
  readonly until?: string
}

async function session(
  tx: Tx,
  { nasId, subscriptionId, username, address, prefix6, delegated6, from = '2026-03-09T00:00:00Z', until }: Had,
): Promise<void> {
  await sql`
    insert into session (tenant_id, identity, nas_id, subscription_id, username, acct_session_id, address, prefix6, delegated6, started_at, updated_at, ended_at, closed_by)
    values (current_tenant(), uuidv7(), ${nasId}, ${subscriptionId}, ${username}, 'a1', ${address ?? null}, ${prefix6 ?? null}, ${delegated6 ?? null},
      ${from}, ${until ?? from}, ${until ?? null}, ${until ? 'nas' : null})`.execute(tx)
}

const pool = (tx: Tx, draft: Pick<PoolDraft, 'name' | 'kind' | 'prefix'> & Partial<PoolDraft>) =>
  addPool(tx, { unitLength: usualUnitLength(draft.kind, draft.prefix), locationId: null, nasId: null, note: '', ...draft })

const block = (given: Partial<Mapping> = {}): Mapping => ({
  publicAddress: '203.0.113.1',
  portFrom: 1024,
  portTo: 2031,
  privateAddress: '100.64.0.5',
  from: at('2026-03-09T10:00:00Z'),
  until: at('2026-03-09T12:00:00Z'),
  device: 'nat-1',
  ...given,
})

const ask = (address: string, port: number | null, when: string) => ({
  address,
  port,
  at: at(when),
  reference: 'CID 12/2026',
  reason: 'Court order',
})

suite('pools', () => {
  test('their use is what open sessions have of them, in IPv4 and IPv6, and what logins have', async () => {
    const { transact, kamal, rahima, nasId } = await network()
    await transact(async (tx) => {
      await pool(tx, { name: 'home', kind: 'dynamic', prefix: '100.64.0.0/22' })
      await pool(tx, { name: 'fixed', kind: 'static', prefix: '198.51.100.0/29' })
      await pool(tx, { name: 'lines', kind: 'prefix6', prefix: '2001:db8:1::/48' })
      await pool(tx, { name: 'homes', kind: 'delegated6', prefix: '2001:db8:100::/40' })
      await session(tx, {
        nasId,
        subscriptionId: kamal,
        username: 'kamal',
        address: '100.64.3.255',
        prefix6: '2001:db8:1:7::/64',
        delegated6: '2001:db8:123:100::/56',
      })
      await session(tx, { nasId, subscriptionId: rahima, username: 'rahima', address: '100.64.4.0' }) // just outside
      await session(tx, { nasId, subscriptionId: rahima, username: 'rahima', address: '100.64.0.9', until: '2026-03-09T01:00:00Z' }) // over
      await createLogin(tx, { subscriptionId: kamal, username: 'kamal', framedAddress: '198.51.100.1' })
      const used = (await readPoolUse(tx)).map((one) => `${one.name} ${one.used} ${one.assigned} of ${one.capacity}`)
      assert.deepEqual(used, ['fixed 0 1 of 8', 'home 1 0 of 1024', 'homes 1 0 of 65536', 'lines 1 0 of 65536'])
      assert.equal(await countOutside(tx), 1n)
    })
  })

  test('the next free address is one that no login and no open session has', async () => {
    const { transact, kamal, nasId } = await network()
    await transact(async (tx) => {
      const { id } = await pool(tx, { name: 'fixed', kind: 'static', prefix: '198.51.100.0/29' })
      await createLogin(tx, { subscriptionId: kamal, username: 'kamal', framedAddress: '198.51.100.1' })
      await session(tx, { nasId, subscriptionId: kamal, username: 'kamal', address: '198.51.100.3' })
      assert.deepEqual(await readFreeAddresses(tx, id, 10), ['198.51.100.2', '198.51.100.4', '198.51.100.5', '198.51.100.6'])
    })
  })

  test('one that was described wrongly is changed, and its use counted anew', async () => {
    const { transact, kamal, nasId } = await network()
    await transact(async (tx) => {
      const { id } = await pool(tx, { name: 'home', kind: 'dynamic', prefix: '100.64.0.0/24' })
      await pool(tx, { name: 'other', kind: 'dynamic', prefix: '10.0.0.0/24' })
      await session(tx, { nasId, subscriptionId: kamal, username: 'kamal', address: '100.64.3.255' })
      const { id: _id, version, ...draft } = await poolToChange(tx, id)
      const changed = await changePool(tx, await poolToChange(tx, id), { ...draft, prefix: '100.64.0.0/22', nasId })
      assert.deepEqual([changed.prefix, changed.nasId, changed.version], ['100.64.0.0/22', nasId, version + 1])
      assert.deepEqual(
        (await readPoolUse(tx)).map((one) => `${one.name} ${one.used} of ${one.capacity}`),
        ['home 1 of 1024', 'other 0 of 256'],
      )
      await assert.rejects(changePool(tx, changed, { ...draft, prefix: '100.64.0.0/33' }), { code: 'addresses.pool_impossible' })
      await assert.rejects(changePool(tx, changed, { ...draft, name: 'other', prefix: '10.0.0.0/24' }), { code: 'addresses.pool_taken' })
    })
  })

  test('one that cannot be is refused', async () => {
    const { transact } = await network()
    await assert.rejects(
      transact((tx) => pool(tx, { name: 'x', kind: 'delegated6', prefix: '10.0.0.0/8' })),
      { code: 'addresses.pool_impossible' },
    )
    await transact((tx) => pool(tx, { name: 'x', kind: 'dynamic', prefix: '10.0.0.0/8' }))
    await assert.rejects(
      transact((tx) => pool(tx, { name: 'x', kind: 'dynamic', prefix: '10.0.0.0/8' })),
      { code: 'addresses.pool_taken' },
    )
  })
})

suite('conflicts', () => {
  test('are addresses that two have, fixed ones in dynamic pools, and pools that overlap', async () => {
    const { transact, kamal, rahima, nasId } = await network()
    await transact(async (tx) => {
      await pool(tx, { name: 'home', kind: 'dynamic', prefix: '100.64.0.0/22' })
      await pool(tx, { name: 'part', kind: 'static', prefix: '100.64.3.0/24' })
      for (const [username, subscriptionId] of [
        ['kamal', kamal],
        ['rahima', rahima],
      ] as const) {
        await session(tx, { nasId, subscriptionId, username, address: '100.64.0.9' })
        await createLogin(tx, { subscriptionId, username, framedAddress: '100.64.1.1' })
      }
      assert.deepEqual(
        (await readConflicts(tx, 10)).map((one) => `${one.kind} ${one.address} ${one.parties.join('+')}`),
        [
          'two-sessions 100.64.0.9 kamal+rahima',
          'two-logins 100.64.1.1 kamal+rahima',
          'static-in-dynamic 100.64.1.1 kamal+home',
          'static-in-dynamic 100.64.1.1 rahima+home',
          'pools-overlap 100.64.3.0/24 home+part',
        ],
      )
    })
  })

  test('are none where two routers have the same addresses each for itself', async () => {
    const { transact, kamal, rahima, nasId } = await network()
    await transact(async (tx) => {
      const other = await router(tx)
      await pool(tx, { name: 'here', kind: 'dynamic', prefix: '10.5.0.0/24', nasId })
      await pool(tx, { name: 'there', kind: 'dynamic', prefix: '10.5.0.0/24', nasId: other })
      await session(tx, { nasId, subscriptionId: kamal, username: 'kamal', address: '10.5.0.2' })
      await session(tx, { nasId: other, subscriptionId: rahima, username: 'rahima', address: '10.5.0.2' })
      assert.deepEqual(await readConflicts(tx, 10), [])
      assert.deepEqual(
        (await readPoolUse(tx)).map(({ used }) => used),
        [1n, 1n],
      )
    })
  })
})

suite('the log of a NAT', () => {
  test('is taken once, however often it is told, and gets ends later', async () => {
    const { transact } = await network()
    const open = block({ until: null })
    await transact(async (tx) => {
      assert.deepEqual(await upsertMappings(tx, [open, block({ portFrom: 2032, portTo: 3039 }), open]), { added: 2, ended: 0 })
      assert.deepEqual(await upsertMappings(tx, [open]), { added: 0, ended: 0 })
      assert.deepEqual(await upsertMappings(tx, [open, block()]), { added: 0, ended: 1 })
      assert.deepEqual(
        await upsertMappings(tx, [block({ until: at('2026-03-09T23:00:00Z') })]),
        { added: 0, ended: 0 },
        'the first end stays',
      )
    })
  })

  test('is forgotten when its time is over, but for what is still open', async () => {
    const { transact, platform, scope } = await network()
    await transact(async (tx) => {
      await saveRetentionDays(tx, 30)
      const long = at('2025-12-01T00:00:00Z')
      await upsertMappings(tx, [
        block({ from: long, until: at('2025-12-02T00:00:00Z') }),
        block({ portFrom: 5000, portTo: 5999, from: long, until: null, privateAddress: '100.64.0.6' }),
        block({ portFrom: 7000, portTo: 7999, from: long, until: null, privateAddress: '100.64.0.7' }),
        block({ portFrom: 7000, portTo: 7999, from: at('2025-12-05T00:00:00Z'), until: null, privateAddress: '100.64.0.8' }),
        block(),
      ])
    })
    await runJobNow(platform, forgetMappings, scope, {})
    const { rows } = await transact((tx) =>
      sql<{ held: string }>`select host(private_address) as held from nat_mapping order by 1`.execute(tx),
    )
    assert.deepEqual(
      rows.map(({ held }) => held),
      ['100.64.0.5', '100.64.0.6', '100.64.0.8'],
    )
  })
})

suite('a rule of a NAT', () => {
  const draft = {
    name: 'nat-2',
    privatePrefix: '100.64.0.0/24',
    publicPrefix: '192.0.2.0/28',
    firstPort: 1024,
    portsEach: 1008,
    from: at('2026-03-01T00:00:00Z'),
    until: null,
  }
  const next = { ...draft, portsEach: 2016, from: at('2026-03-10T00:00:00Z') }

  test('ends where the next layout begins', async () => {
    const { transact } = await network()
    await transact(async (tx) => {
      const { id } = await addRule(tx, draft)
      await succeedRule(tx, id, next)
      assert.deepEqual(
        (await readRules(tx)).map(({ portsEach, from, until }) => `${portsEach} ${from} ${until}`),
        ['1008 2026-03-01T00:00:00Z 2026-03-10T00:00:00Z', '2016 2026-03-10T00:00:00Z null'],
      )
      await assert.rejects(succeedRule(tx, id, { ...next, from: at('2026-03-11T00:00:00Z') }), { code: 'addresses.nat_rule_ended' })
    })
  })

  test('has no successor that began before it, or that has too few ports', async () => {
    const { transact } = await network()
    await transact(async (tx) => {
      const { id } = await addRule(tx, draft)
      await assert.rejects(succeedRule(tx, id, { ...next, from: draft.from }), { code: 'addresses.nat_rule_successor_too_early' })
      await assert.rejects(succeedRule(tx, id, { ...next, portsEach: 60_000 }), { code: 'addresses.nat_rule_too_narrow' })
    })
  })
})

suite('who had an address', () => {
  async function told({ transact, kamal, rahima, nasId }: TestTenant & { kamal: string; rahima: string; nasId: string }) {
    await transact(async (tx) => {
      await session(tx, {
        nasId,
        subscriptionId: kamal,
        username: 'kamal',
        address: '100.64.0.5',
        from: '2026-03-09T09:00:00Z',
        until: '2026-03-09T11:00:00Z',
      })
      await session(tx, { nasId, subscriptionId: rahima, username: 'rahima', address: '100.64.0.5', from: '2026-03-09T11:00:00Z' })
      await session(tx, { nasId, subscriptionId: rahima, username: 'rahima', delegated6: '2001:db8:123:100::/56' })
      await upsertMappings(tx, [
        block(),
        block({ from: at('2026-03-09T12:00:00Z'), until: null, privateAddress: '100.64.0.77' }),
        block({ from: at('2026-03-09T14:00:00Z'), until: null }),
        block({ publicAddress: '203.0.113.2', portFrom: 1, portTo: 65_535 }),
      ])
      await insertRule(tx, {
        name: 'nat-2',
        privatePrefix: '100.64.0.0/24',
        publicPrefix: '192.0.2.0/28',
        firstPort: 1024,
        portsEach: 1008,
        from: at('2026-03-01T00:00:00Z'),
        until: null,
      })
    })
  }
  const cases: readonly (readonly [string, number | null, string, string, string])[] = [
    ['203.0.113.1', 1024, '2026-03-09T10:30:00Z', 'one log:kamal', 'the first port of a block'],
    ['203.0.113.1', 2031, '2026-03-09T10:30:00Z', 'one log:kamal', 'the last'],
    ['203.0.113.1', 2032, '2026-03-09T10:30:00Z', 'none', 'one after'],
    ['203.0.113.1', 1024, '2026-03-09T09:59:59Z', 'none', 'before it was given out'],
    ['203.0.113.1', 1500, '2026-03-09T11:00:00Z', 'one log:rahima', 'sessions are half open: the next had the address'],
    ['203.0.113.1', 1500, '2026-03-09T12:00:00Z', 'none log:', 'so are blocks; whom the NAT names had no session'],
    ['203.0.113.1', 1500, '2026-03-09T15:00:00Z', 'one log:rahima', 'an open block ends when it is given out again'],
    ['203.0.113.2', 40_000, '2026-03-09T10:30:00Z', 'one log:kamal', 'one to one'],
    ['192.0.2.0', 6500, '2026-03-09T10:30:00Z', 'one rule:kamal', 'computed: the sixth block begins at 6064'],
    ['192.0.2.0', 6500, '2026-02-09T10:30:00Z', 'none', 'before the rule'],
    ['203.0.113.1', null, '2026-03-09T10:30:00Z', 'none', 'an address of a NAT without its port'],
    ['100.64.0.5', null, '2026-03-09T10:30:00Z', 'one direct:kamal', 'not translated'],
    ['2001:db8:123:1aa::7', null, '2026-03-09T10:30:00Z', 'one direct:rahima', 'in a delegated prefix'],
    ['2001:db8:123:200::7', null, '2026-03-09T10:30:00Z', 'none', 'in the next one'],
  ]
  test('is told by sessions, the log and rules', async () => {
    const world = await network()
    await told(world)
    for (const [address, port, when, expected, why] of cases) {
      const { verdict, findings } = await world.transact((tx) => traceAddress(tx, ask(address, port, when)))
      const found = findings.map(({ via, sessions }) => `${via}:${sessions.map(({ username }) => username).join('+')}`)
      assert.equal([verdict, ...found].join(' '), expected, why)
    }
  })

  test('two routers with the same private address give two answers, and say so', async () => {
    const { transact, kamal, rahima, nasId } = await network()
    await transact(async (tx) => {
      await session(tx, { nasId, subscriptionId: kamal, username: 'kamal', address: '10.5.0.2' })
      await session(tx, { nasId: await router(tx), subscriptionId: rahima, username: 'rahima', address: '10.5.0.2' })
      assert.equal((await traceAddress(tx, ask('10.5.0.2', null, '2026-03-09T10:00:00Z'))).verdict, 'several')
    })
  })

  test('is written down with its reason, and cannot be changed', async () => {
    const world = await network()
    await told(world)
    const trace = await world.transact((tx) => traceAddress(tx, ask('203.0.113.1', 1500, '2026-03-09T10:30:00Z')))
    const kept = await world.transact((tx) => findTrace(tx, trace.id))
    assert.equal(kept?.reference, 'CID 12/2026')
    assert.match(JSON.stringify(kept?.findings), /"privateAddress": ?"100.64.0.5".*"username": ?"kamal"/)
    const { rows } = await world.transact((tx) =>
      sql<{
        reason: string
      }>`select after ->> 'reason' as reason from audit where table_name = 'address_trace' and row_id = ${trace.id}`.execute(tx),
    )
    assert.deepEqual(rows, [{ reason: 'Court order' }])
    await assert.rejects(
      world.transact((tx) => sql`update address_trace set reason = 'x'`.execute(tx)),
      /permission denied/,
    )
    await assert.rejects(
      world.transact((tx) => sql`delete from address_trace`.execute(tx)),
      /permission denied/,
    )
  })

  test('is found by indexes in a log and in sessions of a year', async () => {
    const { transact, kamal, nasId } = await network()
    await transact(async (tx) => {
      await sql`
        insert into nat_mapping (public_address, port_from, port_to, private_address, from_at, until_at)
        select '203.0.113.0'::inet + a, 1024 + b * 1008, 2031 + b * 1008, '100.64.0.0'::inet + a * 64 + b, '2025-03-01'::timestamptz + d * interval '1 day',
          '2025-03-02'::timestamptz + d * interval '1 day'
        from generate_series(0, 3) a, generate_series(0, 63) b, generate_series(0, 99) d`.execute(tx)
      await sql`
        insert into session (tenant_id, identity, nas_id, subscription_id, username, acct_session_id, address, started_at, updated_at, ended_at, closed_by)
        select current_tenant(), uuidv7(), ${nasId}, ${kamal}, 'kamal', 'a', '100.64.0.0'::inet + n % 256, '2025-03-01'::timestamptz + n * interval '1 hour',
          '2025-03-01', '2025-03-02'::timestamptz + n * interval '1 hour', 'nas' from generate_series(1, 5000) n`.execute(tx)
      const when = at('2025-04-01T12:00:00Z')
      for (const [statement, index] of [
        [mappingsOf('203.0.113.2', 30_000, when), /Limit[^]*Index Only Scan Backward[^]*Index Cond: .*port_from <= .*port_from > /],
        [holdersOf(['100.64.0.9'], when), /Index Cond: .*address = ANY/],
      ] as const) {
        const { rows } = await sql<Record<string, string>>`explain (costs off) ${statement}`.execute(tx)
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        assert.match(plan, index)
        assert.doesNotMatch(plan, /Seq Scan on (nat_mapping|session)/)
      }
    })
  })
})
