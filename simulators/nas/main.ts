/** Keeps a number of subscribers online at a RADIUS server. Usage: see --help. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runFleet } from './fleet.ts'
import { loginMethods } from './nas.ts'

const help = `node simulators/nas/main.ts --logins FILE.json|- [options]
  --server HOST        127.0.0.1
  --auth-port N        1812        --acct-port N  1813
  --coa-port N         3799, where CoA and Disconnect are listened for; 0 lets the system choose
  --secret TEXT        testing123
  --sessions N         how many of the logins are online; default all
  --interim SECONDS    60, when the server names no Acct-Interim-Interval
  --nas-id TEXT        nas-simulator     --nas-ip A.B.C.D  127.0.0.1
  --service NAME       pppoe | hotspot
  --time-zone ZONE     of the daily rhythm; default UTC
  --seed N             1
FILE.json holds [{"username": "…", "password": "…", "method": "pap|chap|mschapv2", "callingStationId": "…"}, …]`

/** Between two lines of progress. */
const reportMs = 10_000

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: '127.0.0.1' },
    'auth-port': { type: 'string', default: '1812' },
    'acct-port': { type: 'string', default: '1813' },
    'coa-port': { type: 'string', default: '3799' },
    secret: { type: 'string', default: 'testing123' },
    sessions: { type: 'string' },
    interim: { type: 'string', default: '60' },
    'nas-id': { type: 'string', default: 'nas-simulator' },
    'nas-ip': { type: 'string', default: '127.0.0.1' },
    service: { type: 'string', default: 'pppoe' },
    'time-zone': { type: 'string', default: 'UTC' },
    seed: { type: 'string', default: '1' },
    logins: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help || values.logins === undefined) {
  process.stdout.write(`${help}\n`)
  process.exit(values.help ? 0 : 2)
}

const login = z
  .object({
    username: z.string(),
    password: z.string(),
    method: z.enum(loginMethods).default('pap'),
    callingStationId: z.string().optional(),
  })
  .transform(({ callingStationId, ...rest }) => (callingStationId === undefined ? rest : { ...rest, callingStationId }))
const logins = z.array(login).parse(JSON.parse(readFileSync(values.logins === '-' ? 0 : values.logins, 'utf8')))

const fleet = await runFleet({
  host: values.server,
  authPort: Number(values['auth-port']),
  acctPort: Number(values['acct-port']),
  coaPort: Number(values['coa-port']),
  secret: values.secret,
  identifier: values['nas-id'],
  nasIp: values['nas-ip'],
  service: z.enum(['pppoe', 'hotspot']).parse(values.service),
  interimSeconds: Number(values.interim),
  timeZone: values['time-zone'],
  seed: Number(values.seed),
  sessions: values.sessions === undefined ? logins.length : Number(values.sessions),
  logins,
})

const report = setInterval(() => {
  process.stdout.write(`${JSON.stringify({ online: fleet.nas.sessions.size, ...fleet.counts })}\n`)
}, reportMs)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(report)
    void fleet.drain()
  })
}
