/**
 * What staff wait for: finding a customer as they type, and opening one, with 100,000 customers and 50 connections. The figure is the 95th
 * percentile while each connection asks again 200 ms after its answer, as people who type do; beside it stands what the program does when
 * all 50 ask without rest. Run: npm run -s bench -- api [--short]
 */
import { sql } from '#kernel/db.ts'
import { random } from '../demo/random.ts'
import type { Trunkline } from '../e2e/lib/trunkline.ts'
import { type HttpFigures, type HttpLoad, httpLoad } from './lib/http-load.ts'
import { type Installation, withInstallation } from './lib/installation.ts'
import { memoryMb, meterProcessors, processTree } from './lib/processes.ts'
import { startRoles } from './lib/program.ts'
import { readOptions, report, say } from './lib/report.ts'
import { addApiKey, addBusiness, addSubscribers } from './lib/world.ts'

const { isShort } = readOptions()
const connections = 50
const typingPauseMs = 200
/** Rows of the search in the command palette. */
const shownWhileTyping = 8
const chance = random('api')

interface Target {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly phone: string
}

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  await addBusiness(installation)
  const targets = await readTargets(installation)
  const headers = { authorization: `Bearer ${await addApiKey(installation, ['customers.read'])}` }
  const program = await startRoles(installation, ['api'])
  try {
    const workloads = {
      search: () => `/api/v1/lists/customers/rows?limit=${shownWhileTyping}&q=${encodeURIComponent(typed(chance.pick(targets)))}`,
      story: () => `/api/v1/customers/${chance.pick(targets).id}/story`,
      customer: () => `/api/v1/customers/${chance.pick(targets).id}`,
    }
    const figures: Record<string, HttpFigures & { unpaced: HttpFigures }> = {}
    for (const [name, nextPath] of Object.entries(workloads)) {
      const load = (pauseMs: number) => measure(`${name}, pause ${pauseMs} ms`, program, installation, { headers, nextPath, pauseMs })
      figures[name] = { ...(await load(typingPauseMs)), unpaced: await load(0) }
    }
    const slowest = Object.values(figures).toSorted((a, b) => b.p95Ms - a.p95Ms)[0]!
    const rssMb = memoryMb([...processTree(program.pid), ...processTree(installation.postgres.pid)])
    report({ bench: 'api', value: slowest.p95Ms, unit: 'ms p95', p99Ms: slowest.p99Ms, ...(rssMb && { rssMb }), ...figures })
  } finally {
    await program.remove()
  }
})

type Load = Pick<HttpLoad, 'headers' | 'nextPath' | 'pauseMs'>

async function measure(name: string, { url, pid }: Trunkline, { postgres }: Installation, load: Load): Promise<HttpFigures> {
  const meter = meterProcessors({ server: pid, postgres: postgres.pid })
  const figures = await httpLoad({ url, connections, seconds: isShort ? 1.5 : 12, warmUpSeconds: isShort ? 0.5 : 2, ...load })
  const processors = meter(figures.requests)
  say(`${name}: ${JSON.stringify(figures)} ${JSON.stringify(processors)}`)
  return { ...figures, ...processors }
}

async function readTargets({ db }: Installation): Promise<Target[]> {
  const { rows } = await sql<Target>`select id, number, name, phone from customer tablesample system (5)`.execute(db.kysely)
  return rows
}

/** How far people type before they see whom they look for: part of a name, a number, a telephone number, a login. */
function typed({ number, name, phone }: Target): string {
  const [given = '', family = ''] = name.toLowerCase().split(' ')
  return chance.weighted([
    [given.slice(0, 3), 2],
    [`${given} ${family.slice(0, 2)}`, 3],
    [family, 1],
    [phone.slice(0, 9), 1],
    [number, 2],
    [`user${number.slice(2, 8)}`, 1],
  ])
}
