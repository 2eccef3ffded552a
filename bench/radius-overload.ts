/**
 * Accounting beyond what can be stored: as much as is answered in a closed loop, then one, two and four times that in an open one, sent whether
 * or not there are answers, and each packet sent again after a second, twice. What is answered must not fall with what is asked, and whatever was
 * answered must be stored. In the end the closed loop again: nothing of the storm may stay behind.
 * Run: npm run -s bench -- radius-overload [--short]
 */
import { sql } from '#kernel/db.ts'
import { type Packet, read, sessionOctets } from '#protocols/radius'
import { type Installation, withInstallation } from './lib/installation.ts'
import { allApplied } from './lib/measure-radius.ts'
import { memoryMb, meterProcessors, processTree } from './lib/processes.ts'
import { startRoles } from './lib/program.ts'
import { readOptions, report, say } from './lib/report.ts'
import { addSubscribers, radiusSecret, subscribers } from './lib/world.ts'
import { radiusLoad, type RadiusLoadOptions, type RadiusLoadResult } from './radius-load.ts'

const { isShort } = readOptions()
const closedLoopPackets = isShort ? 100_000 : 400_000
const stormSeconds = isShort ? 5 : 15
const factors = [1, 2, 4]
const patience = { timeoutMs: 1_000, tries: 3 }
const identifiersOfSocket = 256

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  const program = await startRoles(installation, ['radius'])
  const load = (options: RadiusLoadOptions) =>
    radiusLoad({
      authPort: program.ports.auth,
      acctPort: program.ports.acct,
      secret: radiusSecret,
      users: subscribers,
      mode: 'acct',
      ...options,
    })

  /** Packets a second in a closed loop. */
  async function capacity(): Promise<number> {
    const { rps, lost } = await load({ count: closedLoopPackets, window: 256 })
    if (lost > 0) throw new Error(`${lost} lost in a closed loop; first look for the reason`)
    await allApplied(installation)
    return rps
  }

  async function storm(rate: number) {
    const count = rate * stormSeconds
    const answered: Packet[] = []
    const inFlightMax = Math.min(count, (rate * patience.timeoutMs * (patience.tries + 1)) / 1000)
    const meter = meterProcessors({ server: program.pid, postgres: installation.postgres.pid })
    const result = await load({
      count,
      rate,
      warmup: 0,
      sockets: Math.ceil(inFlightMax / identifiersOfSocket),
      verifyEvery: 1,
      ...patience,
      onAnswered: (request) => answered.push(request),
    })
    const rssMb = memoryMb(processTree(program.pid)) ?? Number.NaN
    await allApplied(installation)
    const processors = meter(result.totals.replies)
    await assertStored(installation, answered)
    return { ...figuresOf(result), rssMb, ...processors }
  }

  try {
    const before = await capacity()
    say(`closed loop: ${before}/s`)
    const storms = []
    for (const factor of factors) {
      const figures = { factor, ...(await storm(before * factor)) }
      say(JSON.stringify(figures))
      storms.push(figures)
    }
    const after = await capacity()
    say(`closed loop again: ${after}/s`)
    const last = storms.at(-1)!
    report({
      bench: 'radius-overload',
      value: last.answeredPerSecond,
      unit: 'requests/s',
      p99Ms: last.p99Ms,
      rssMb: last.rssMb,
      before,
      after,
      storms,
    })
  } finally {
    await program.remove()
  }
})

function figuresOf({ p50Ms, p99Ms, lost, bad, totals }: RadiusLoadResult) {
  const { sent, retransmits, sendingSeconds, repliesWhileSending } = totals
  return {
    askedPerSecond: Math.round(sent / sendingSeconds),
    answeredPerSecond: Math.round(repliesWhileSending / sendingSeconds),
    p50Ms,
    p99Ms,
    lostShare: Math.round((lost / sent) * 1000) / 1000,
    retransmits,
    bad,
  }
}

/** Of each session what was answered last, or more: of what was not answered some may have been stored all the same. */
async function assertStored({ db }: Installation, answered: readonly Packet[]): Promise<void> {
  const sessions = new Map<string, { upload: bigint; download: bigint }>()
  for (const packet of answered) {
    const id = read(packet, 'Acct-Session-Id')!
    const used = sessionOctets(packet)
    if (used.upload >= (sessions.get(id)?.upload ?? 0n)) sessions.set(id, used)
  }
  const used = [...sessions.values()]
  const { rows } = await sql<{ missing: bigint }>`
    select count(*) as missing
    from unnest(${[...sessions.keys()]}::text[], ${used.map((one) => one.upload)}::bigint[], ${used.map((one) => one.download)}::bigint[]) a (id, upload, download)
    left join session s on s.acct_session_id = a.id
    where s.id is null or s.upload_bytes < a.upload or s.download_bytes < a.download`.execute(db.kysely)
  if (rows[0]!.missing > 0n) throw new Error(`of ${rows[0]!.missing} sessions less is stored than was answered`)
}
