import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { exportCsv } from '#kernel/list-export.ts'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { money } from '#kernel/money.ts'
import { testTenant, type TestTenant } from '#kernel/testing.ts'
import { jobsWith } from './jobs.ts'
import { lists } from './lists.ts'
import type { OutcomeJson } from './outcome.ts'
import type { Played, Player, PlayRequest } from './simulation.ts'
import { cancelSimulation, removeSimulation, type SimulationAsk, startSimulation } from './start-simulation.ts'
import { findSimulation } from './store.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const ask: SimulationAsk = { name: 'Look ahead', from: day('2026-03-10'), to: day('2026-05-31') }
const dearer: SimulationAsk = {
  ...ask,
  alternative: { prices: [{ offerId: '0198a4b0-0000-7000-8000-000000000001', recurring: money(120_000n, 'BDT') }] },
}

const amount = [{ minor: '100000', currency: 'BDT' as const }]
const figures = {
  invoices: 1,
  invoiced: amount,
  creditNotes: 0,
  credited: [],
  receipts: 0,
  received: [],
  suspensions: 0,
  restorations: 0,
  ended: 0,
  arrears: amount,
  accountsInArrears: 1,
}
const course = { ...figures, months: [{ month: '2026-03', ...figures }], plans: [], taxes: [], faults: [] }
const outcome: OutcomeJson = { unchanged: course, changed: course }
const affected = (customer: string, after: string): Played['affected'][number] => ({
  accountId: '0198a4b0-0000-7000-8000-00000000000a',
  customerId: '0198a4b0-0000-7000-8000-00000000000c',
  customer,
  account: 'A-1',
  currency: 'BDT',
  billedBeforeMinor: '100000',
  billedAfterMinor: after,
  arrearsBeforeMinor: '0',
  arrearsAfterMinor: '0',
  suspensionsBefore: 0,
  suspensionsAfter: 1,
})
const played: Played = { outcome, affectedCount: 2, affected: [affected('Loser', '130000'), affected('Winner', '90000')] }

const player = (play: Player['play']): Player => ({ play, sweep: async () => {} })
const never: Player['play'] = (_request, { signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

const start = ({ transact, platform }: TestTenant, asked = ask) => transact((tx) => startSimulation(tx, asked, platform.clock.now()))
const find = ({ transact }: TestTenant, id: string) => transact((tx) => findSimulation(tx, id))
const run = ({ platform, scope }: TestTenant, id: string, who: Player) =>
  runJobNow(platform, jobsWith(who)[0]!, scope, { simulationId: id })

suite('a simulation', () => {
  test('is asked of the player as it was asked for, and keeps what it came to', async () => {
    const tenant = await testTenant()
    const asked: PlayRequest[] = []
    const { id, daysTotal } = await start(tenant, dearer)
    assert.equal(daysTotal, 166, '83 days, twice')
    await run(
      tenant,
      id,
      player(async (request) => (asked.push(request), played)),
    )
    assert.partialDeepStrictEqual(asked[0], {
      from: '2026-03-10',
      to: '2026-05-31',
      alternative: { prices: [{ recurring: { minor: '120000', currency: 'BDT' } }] },
    })
    const kept = (await find(tenant, id))!
    assert.deepEqual([kept.state, kept.affectedCount, kept.daysDone], ['done', 2, 166])
    assert.equal(kept.outcome!.unchanged.invoiced[0]!.minor, 100_000n)
    const list = lists.find((one) => one.name === 'simulation-accounts')!
    const page = await tenant.transact((tx) => readPage(tx, list, zListQuery.parse({ f: `simulationId:eq:${id}` })))
    assert.deepEqual(
      page.items.map(({ customer, difference }) => [customer, (difference as { minor: string }).minor]),
      [
        ['Loser', '30000'],
        ['Winner', '-10000'],
      ],
    )
    const csv = await tenant.transact((tx) => Array.fromAsync(exportCsv(tx, list, zListQuery.parse({}))))
    assert.match(csv.join(''), /Winner,A-1,1000\.00 BDT,900\.00 BDT,-100\.00 BDT/)
  })

  test('that is refused says so in the words of the player, and is not tried again', async () => {
    const tenant = await testTenant()
    const { id } = await start(tenant)
    await run(
      tenant,
      id,
      player(async () => ({ refused: 'No stage is there.' })),
    )
    assert.partialDeepStrictEqual(await find(tenant, id), { state: 'failed', error: 'No stage is there.' })
    await run(
      tenant,
      id,
      player(() => assert.fail('it was played again')),
    ) // a job that is run again finds it finished
  })

  test('is ended where somebody cancels it while it is played', async () => {
    const tenant = await testTenant()
    const { id } = await start(tenant)
    const begun = Promise.withResolvers<void>()
    const running = run(
      tenant,
      id,
      player((request, options) => (begun.resolve(), never(request, options))),
    )
    await begun.promise
    await tenant.transact((tx) => cancelSimulation(tx, id, tenant.platform.clock.now()))
    await running
    assert.equal((await find(tenant, id))!.state, 'cancelled')
  })

  test('that a dying process leaves undone begins anew, and is given up after the third time', async () => {
    const tenant = await testTenant()
    const { id } = await start(tenant)
    const dies = player(() => Promise.reject(new Error('killed')))
    await assert.rejects(run(tenant, id, dies), /killed/)
    assert.equal((await find(tenant, id))!.state, 'running')
    const context = { platform: tenant.platform, scope: tenant.scope, attempt: 3, transact: tenant.transact, progress: async () => {} }
    await jobsWith(dies)[0]!.run(context, { simulationId: id })
    assert.equal((await find(tenant, id))!.state, 'failed')
  })

  test('is refused for days that are over or too many, and when many are under way', async () => {
    const tenant = await testTenant()
    await assert.rejects(start(tenant, { ...ask, from: day('2026-03-09') }), { code: 'simulations.day_is_over' })
    await assert.rejects(start(tenant, { ...ask, to: day('2027-05-01') }), { code: 'simulations.span_invalid' })
    await assert.rejects(start(tenant, { ...ask, to: day('2026-03-09') }), { code: 'simulations.span_invalid' })
    const [first] = [await start(tenant), await start(tenant), await start(tenant)]
    await assert.rejects(start(tenant), { code: 'simulations.too_many_waiting' })
    await assert.rejects(
      tenant.transact((tx) => removeSimulation(tx, first!.id)),
      { code: 'simulations.still_running' },
    )
    await tenant.transact((tx) => cancelSimulation(tx, first!.id, tenant.platform.clock.now()))
    await start(tenant)
    await tenant.transact((tx) => removeSimulation(tx, first!.id))
    assert.equal(await find(tenant, first!.id), undefined)
  })

  test('of long ago is forgotten when new ones come', async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) =>
      sql`insert into simulation (name, from_day, to_day, state, days_total, error, finished_at, created_at)
        select 'old ' || n, '2026-01-01', '2026-01-02', 'failed', 2, '', now(), '2026-01-01'::timestamptz + n * interval '1 minute' from generate_series(1, 55) n`.execute(
        tx,
      ),
    )
    await start(tenant)
    const list = lists.find((one) => one.name === 'simulations')!
    const { items } = await tenant.transact((tx) => readPage(tx, list, zListQuery.parse({ limit: 100 })))
    assert.deepEqual([items.length, items.at(-1)!.name], [50, 'old 7'])
  })
})
