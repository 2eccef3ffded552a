/**
 * Full logins per second by EAP (a new TLS handshake each) and by MS-CHAPv2, with 100,000 subscribers; devices and server share the machine.
 * The figure is EAP-TTLS-PAP. `papP99Ms` is what a plain login waits meanwhile.
 * Run: npm run -s bench -- radius-eap [--short]
 */
import { sql } from '#kernel/db.ts'
import { systemClock } from '#kernel/time.ts'
import { createNas, type Nas } from '#simulators/nas'
import { type EapMethod, Supplicant } from '#simulators/supplicant'
import { issueForServer } from '../server/modules/access/keep-eap-certificates.ts'
import { type Installation, withInstallation } from './lib/installation.ts'
import { meterProcessors } from './lib/processes.ts'
import { startRoles } from './lib/program.ts'
import { readOptions, report, say } from './lib/report.ts'
import { addSubscribers, radiusSecret } from './lib/world.ts'

const { isShort } = readOptions()
const logins = isShort ? 300 : 2_000
const window = 16
const methods = ['ttls-pap', 'ttls-mschapv2', 'peap-mschapv2', 'mschapv2'] as const
type Method = (typeof methods)[number]

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  const ca = await makeCertificate(installation)
  const program = await startRoles(installation, ['radius'])
  try {
    const [nas, other] = await Promise.all([openNas(program.ports), openNas(program.ports)])
    const figures: Record<string, { perSecond: number; serverUsEach: number | undefined; papP99Ms: number }> = {}
    for (const method of methods) figures[method] = await measure(method, nas, other, ca, program.pid)
    nas.close()
    other.close()
    report({ bench: 'radius-eap', value: figures['ttls-pap']!.perSecond, unit: 'logins/s', methods: figures })
  } finally {
    await program.remove()
  }
})

async function makeCertificate({ transact }: Installation): Promise<string> {
  await transact((tx) => issueForServer(tx, 'radius.bench.example', systemClock.now()))
  const { rows } = await transact((tx) =>
    sql<{ certificate: string }>`select certificate from eap_certificate where role = 'authority'`.execute(tx),
  )
  return rows[0]!.certificate
}

function openNas({ auth, acct }: { readonly auth: number; readonly acct: number }): Promise<Nas> {
  return createNas({ host: '127.0.0.1', authPort: auth, acctPort: acct, secret: radiusSecret, retry: { tries: 5, timeoutMs: 1_000 } })
}

/** `window` devices log in at once, each a subscriber of its own; beside them one logs in by PAP, again and again. */
async function measure(method: Method, nas: Nas, other: Nas, ca: string, serverPid: number) {
  const meter = meterProcessors({ server: serverPid })
  const startedAt = performance.now()
  const first = methods.indexOf(method) * logins // a place is kept for who was let in a moment ago
  let begun = 0
  const device = async () => {
    while (begun < logins) await logIn(nas, method, first + ++begun, ca)
  }
  const devices = Promise.all(Array.from({ length: window }, device))
  const waits = await pingUntil(other, devices)
  const perSecond = Math.round(logins / ((performance.now() - startedAt) / 1000))
  const serverUsEach = meter(logins)?.microseconds['server']
  const papP99Ms = Math.round(waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)]! * 10) / 10
  say(`${method}: ${perSecond}/s, ${serverUsEach} µs of the server each, PAP beside it p99 ${papP99Ms} ms`)
  return { perSecond, serverUsEach, papP99Ms }
}

async function logIn(nas: Nas, method: Method, number: number, ca: string): Promise<void> {
  const digits = String(number).padStart(7, '0')
  const user = { username: `user${digits}`, password: `pw-${digits}` }
  const eap =
    method === 'mschapv2'
      ? undefined
      : new Supplicant({ method: method satisfies EapMethod, identity: user.username, password: user.password, ca })
  const { outcome } = await nas.login(eap ? { ...user, eap } : { ...user, method: 'mschapv2' })
  if (outcome !== 'accepted') throw new Error(`${method} of ${user.username}: ${outcome}; first look for the reason`)
}

/** @returns milliseconds that plain logins waited until `work` was done */
async function pingUntil(nas: Nas, work: Promise<unknown>): Promise<number[]> {
  const waits: number[] = []
  let isDone = false
  void work.finally(() => (isDone = true))
  while (!isDone) {
    const askedAt = performance.now()
    await nas.login({ username: 'user0099999', password: 'pw-0099999', callingStationId: '02:00:00:00:00:01' })
    waits.push(performance.now() - askedAt)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await work
  return waits
}
