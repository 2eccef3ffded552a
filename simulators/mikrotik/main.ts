/** A router to type at. Usage: see --help. */
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { createMikrotik, Trap } from './index.ts'

const help = `node simulators/mikrotik/main.ts [options]
  --api-port N      binary API; default: the system chooses     --api-ssl-port N   the same over TLS
  --rest-port N     REST API over TLS                           --hotspot-port N   8088, login page
  --version TEXT    of RouterOS; default 7.16.2
What is typed is typed at the router's terminal. Besides:
  :pppoe NAME PASSWORD   a subscriber dials in
  :hang-up               ends every session
  :schedule              runs what the scheduler holds, once
  :quit`

const { values } = parseArgs({
  options: {
    'api-port': { type: 'string', default: '0' },
    'api-ssl-port': { type: 'string', default: '0' },
    'rest-port': { type: 'string', default: '0' },
    'hotspot-port': { type: 'string', default: '8088' },
    version: { type: 'string', default: '7.16.2' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(`${help}\n`)
  process.exit(0)
}

const scheduleMs = 60_000

const router = await createMikrotik({
  version: values.version,
  ports: {
    api: Number(values['api-port']),
    apiSsl: Number(values['api-ssl-port']),
    rest: Number(values['rest-port']),
    hotspot: Number(values['hotspot-port']),
  },
})
const say = (line: string) => void process.stdout.write(`${line}\n`)
say(`${JSON.stringify({ ...router.ports, hotspot: router.hotspot.url })}\n:quit ends it`)
const schedule = setInterval(() => void router.runSchedule().catch((error: unknown) => say(String(error))), scheduleMs)

let shown = 0
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === ':quit') break
  await obey(line).catch((error: unknown) => {
    if (!(error instanceof Trap)) throw error
    say(error.message)
  })
  for (const text of router.terminal.slice(shown)) say(text)
  shown = router.terminal.length
}
clearInterval(schedule)
await router.close()

async function obey(line: string): Promise<void> {
  const [word, username = '', password = ''] = line.trim().split(/\s+/)
  switch (word) {
    case ':pppoe': {
      const result = await router.pppoe({ username, password, method: 'mschapv2' })
      return say(result.outcome === 'rejected' ? `rejected: ${result.message}` : result.outcome)
    }
    case ':hang-up':
      for (const session of router.sessions()) await session.stop('User-Request')
      return undefined
    case ':schedule':
      return router.runSchedule()
    default:
      return router.type(line)
  }
}
