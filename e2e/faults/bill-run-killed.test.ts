/** A bill run is killed at ten random moments. What it then posted is what an undisturbed run of the same book posts, to the last row. */
import { deepEqual, equal, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { chance } from '../lib/chance.ts'
import { type Company, foundCompany, today } from '../lib/company.ts'
import { withOwner } from '../lib/database.ts'
import { addDueBook, readPosted } from '../lib/due-book.ts'
import { databasePid, startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { verify } from '../lib/verify.ts'
import { waitFor } from '../lib/wait-for.ts'

const kills = 10
const accounts = 12_000
const endsWithinMs = 300_000

suite('a bill run that is killed', () => {
  const random = chance('bill run that is killed')
  const asOf = today()
  let trunkline: Trunkline
  let company: Company

  before(async () => {
    trunkline = await startTrunkline({ env: { SCHEDULED_JOBS: '0' } }) // or services of the book end between one run and the next
    company = await foundCompany(trunkline)
    await trunkline.kill9()
    await withOwner(trunkline, (client) => addDueBook(client, company.tenantId, asOf, accounts))
    await besideDatabase('create database book template trunkline')
    await trunkline.restart()
  })

  after(() => trunkline?.remove())

  test('ten times, twice of them together with its database, posts what an undisturbed one posts', async () => {
    const start = performance.now()
    await runToEnd(await startRun())
    const undisturbedMs = performance.now() - start
    const expected = await withOwner(trunkline, readPosted)
    ok(expected['invoices']!.rows > accounts / 2, 'most accounts are billed')

    for (let killed = 0; killed < kills;) {
      await openBookAgain()
      const id = await startRun()
      while (killed < kills && (await isRunning(id))) {
        await sleep(random.int(0, undisturbedMs / 4))
        if (await kill(id, { withDatabase: killed % 5 === 4 })) killed++
        await trunkline.restart()
      }
      await runToEnd(id)
      deepEqual(await withOwner(trunkline, readPosted), expected)
    }
  })

  test('and leaves whole books', async () => {
    const { code, output } = await verify(trunkline)
    equal(code, 0, output)
  })

  async function startRun(): Promise<string> {
    const { id } = await company.api.post<{ id: string }>('/bill-runs', { asOf: asOf.toString() })
    return id
  }

  const isRunning = async (id: string) => (await company.api.get<{ state: string }>(`/bill-runs/${id}`)).state === 'running'
  const runToEnd = (id: string) => waitFor('the end of the run', async () => !(await isRunning(id)), { withinMs: endsWithinMs })

  /** @returns whether the run was not over yet */
  async function kill(id: string, { withDatabase }: { withDatabase: boolean }): Promise<boolean> {
    await trunkline.kill9()
    const { rows } = await withOwner(trunkline, (client) =>
      client.query<{ state: string }>('select state from bill_run where id = $1', [id]),
    )
    if (withDatabase) await killDatabase()
    return rows[0]?.state === 'running'
  }

  async function killDatabase(): Promise<void> {
    process.kill(databasePid(trunkline.dataDir)!, 'SIGQUIT')
    await waitFor('the end of the database', () => databasePid(trunkline.dataDir) === undefined)
  }

  /** Puts the book back as it was before any run. */
  async function openBookAgain(): Promise<void> {
    await trunkline.kill9()
    await besideDatabase('drop database trunkline with (force)')
    await besideDatabase('create database trunkline template book')
    await trunkline.restart()
  }

  async function besideDatabase(statement: string): Promise<void> {
    await withOwner(trunkline, (client) => client.query(statement), 'postgres')
  }
})
