import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testDatabase, testTenant } from '#kernel/testing.ts'
import { systemClock } from '#kernel/time.ts'
import { seedBilling } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { seedChart } from '#modules/ledger'
import type { Played, PlayRequest } from '#modules/simulations'
import { activate, subscribe } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { playerProcess } from './player-process.ts'

const zone = 'Asia/Dhaka'
/** The player lives by the clock on the wall. */
const now = systemClock.now()
const today = now.toZonedDateTimeISO(zone).toPlainDate()

/** A customer of a plan at 1,000 a month, whose first bill comes today. */
async function business() {
  const tenant = await testTenant({ now: now.toString(), timeZone: zone })
  const offerId = await tenant.transact(async (tx) => {
    await seedChart(tx)
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'HOME',
      name: 'Home',
      technology: 'fibre',
      terms: { validFrom: today, recurring: money(100_000n, 'BDT'), downloadBps: 20_000_000n, uploadBps: 10_000_000n },
    })
    await publishOffer(tx, offerId)
    const { customerId } = await createCustomer(tx, { name: 'Kamal Hossain' })
    const { id } = await subscribe(tx, { customerId, offerId, startOn: today })
    await activate(tx, id, now)
    return offerId
  })
  const { postgres, dataDir } = await testDatabase()
  const player = playerProcess({
    ...process.env,
    DATABASE_URL: postgres.ownerUrl,
    DATABASE_APP_URL: postgres.appUrl,
    DATA_DIR: dataDir,
    MASTER_KEY: Buffer.alloc(32, 'test').toString('base64'),
  })
  const request: PlayRequest = {
    tenant: (await tenant.transact(readTenant)).slug,
    from: today.toString(),
    to: today.add({ months: 2 }).toString(),
    alternative: { prices: [{ offerId, recurring: { minor: '150000', currency: 'BDT' } }] },
  }
  const others = await databases()
  return { player, request, databasesLeft: async () => (await databases()).filter((name) => !others.includes(name)) }
}

async function databases(): Promise<string[]> {
  const { db } = await testDatabase()
  const { rows } = await sql<{
    name: string
  }>`select datname as name from pg_database where starts_with(datname, 'trunkline_simulation_')`.execute(db.kysely)
  return rows.map(({ name }) => name)
}

/** Of this test process alone. */
const players = () =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('player.ts'))
    .map((line) => Number.parseInt(line, 10))

suite('the process that plays', () => {
  test('tells how both courses go, day by day, and whom the change touches', async () => {
    const { player, request } = await business()
    const days: number[] = []
    const played = (await player.play(request, { signal: new AbortController().signal, onDay: (done) => days.push(done) })) as Played
    const { unchanged, changed } = played.outcome
    assert.equal(days.length, (today.until(request.to).days + 1) * 2)
    assert.deepEqual([unchanged.faults, changed!.faults], [[], []])
    assert.equal(unchanged.invoices, changed!.invoices)
    assert.deepEqual(
      unchanged.plans.map(({ name }) => name),
      ['Home'],
    )
    assert.ok(BigInt(changed!.plans[0]!.net.minor) > BigInt(unchanged.plans[0]!.net.minor))
    assert.ok(BigInt(changed!.taxes.find(({ code }) => code === 'VAT')!.tax.minor) > 0n)
    const months = new Set(unchanged.months.map(({ month }) => month))
    assert.ok(months.size >= 2 && unchanged.months.reduce((sum, { invoices }) => sum + invoices, 0) === unchanged.invoices)
    assert.deepEqual([played.affectedCount, played.affected[0]!.customer], [1, 'Kamal Hossain'])
  })

  test('refuses in words what the API refuses', async () => {
    const { player, request } = await business()
    const dunning = [{ id: '0198a4b0-0000-7000-8000-0000000000ff', days: 3, action: 'suspend' as const }]
    const answer = await player.play({ ...request, alternative: { dunning } }, { signal: new AbortController().signal, onDay() {} })
    assert.match((answer as { refused: string }).refused, /PUT .*dunning-stages.* was refused: /)
  })

  test('ends when it is told to, and leaves no database', async () => {
    const { player, request, databasesLeft } = await business()
    const stop = new AbortController()
    const playing = player.play(request, { signal: stop.signal, onDay: () => stop.abort() })
    await assert.rejects(playing, { name: 'AbortError' })
    assert.deepEqual(await databasesLeft(), [])
  })

  test('leaves databases behind when it is killed, which a sweep drops', async () => {
    const { player, request, databasesLeft } = await business()
    const playing = player.play(request, {
      signal: new AbortController().signal,
      onDay: () => players().forEach((pid) => process.kill(pid, 'SIGKILL')),
    })
    await assert.rejects(playing, /ended with SIGKILL/)
    assert.notDeepEqual(await databasesLeft(), [])
    // Their locks go with the connections, which the server notices in its own time.
    for (let tries = 0; tries < 600 && (await databasesLeft()).length > 0; tries++) await player.sweep().then(() => sleep(100))
    assert.deepEqual(await databasesLeft(), [])
  })
})
