/**
 * A power cut: 100,000 sessions are open on two NAS, one of them comes back and its 50,000 subscribers log in at once. Seconds until every one
 * of them has an accept and a confirmed Accounting-Start. The NAS retransmits after a second, twice, and a device that got no answer dials again
 * five seconds later. Then what is stored is compared: one open session each, the old ones ended where they were last heard, nothing used twice.
 * Run: npm run -s bench -- radius-storm [--short]
 */
import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { sealSecret } from '#kernel/vault.ts'
import { type AttributePair, decode, encodeRequest, hidePassword, type Packet, read, replyFault, sharedSecret } from '#protocols/radius'
import { type Installation, withInstallation } from './lib/installation.ts'
import { allApplied } from './lib/measure-radius.ts'
import { memoryMb, meterProcessors, processTree } from './lib/processes.ts'
import { startRoles } from './lib/program.ts'
import { readOptions, report, say } from './lib/report.ts'
import { addSubscribers, radiusSecret, subscribers } from './lib/world.ts'

const { isShort } = readOptions()
const storm = isShort ? 20_000 : 50_000
const nasAddress = '127.0.0.2'
const sockets = 64
const retransmitMs = 1_000
const sendings = 3
const redialMs = 5_000
const secret = sharedSecret(radiusSecret)

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  await openSessions(installation)
  const program = await startRoles(installation, ['radius'])
  try {
    await sleep(10_000)
    const rssMb = memoryMb(processTree(program.pid)) ?? Number.NaN
    const meter = meterProcessors({ server: program.pid, postgres: installation.postgres.pid })
    const result = await reconnect(program.ports)
    const processors = meter(2 * storm)
    await allApplied(installation)
    await assertStored(installation)
    report({ bench: 'radius-storm', value: result.seconds, unit: 's', subscribers: storm, rssMb, ...result, ...processors })
  } finally {
    await program.remove()
  }
})

/** Everybody is online; the first of them on the NAS that loses its power. */
async function openSessions({ transact }: Installation): Promise<void> {
  await transact(async (tx) => {
    await sql`insert into nas (name, address, vendor, secret_sealed) values ('storm', ${nasAddress}, 'mikrotik', ${await sealSecret(tx, radiusSecret, 'nas.secret')})`.execute(
      tx,
    )
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`
      insert into session (tenant_id, identity, nas_id, subscription_id, login_id, username, acct_session_id, calling_station, started_at, updated_at,
        session_seconds, upload_bytes, download_bytes)
      select l.tenant_id, md5(n.id || E'\n' || 'before' || l.username || E'\n' || l.username)::uuid, n.id, l.subscription_id, l.id, l.username,
        'before' || l.username, '02:00:' || l.username, now() - interval '1 hour', now() - interval '1 minute', 3540, 1000000, 9000000
      from login l join nas n on n.name = case when substr(l.username, 5)::int <= ${storm} then 'storm' else 'generator' end`.execute(tx)
  })
  say(`${subscribers} sessions are open`)
}

interface Asked {
  readonly device: number
  readonly request: Packet
  readonly isStart: boolean
  sentAt: number
  left: number
}

interface Reconnected {
  readonly seconds: number
  readonly retransmits: number
  /** Devices that got no answer to any sending, and dialled again. */
  readonly redials: number
}

async function reconnect({ auth, acct }: { auth: number; acct: number }): Promise<Reconnected> {
  const ports = await Promise.all([auth, acct].map((port) => Promise.all(Array.from({ length: sockets }, () => openSocket(port)))))
  const [logins, starts] = ports.map((list) => list.map((socket) => ({ socket, open: new Map<number, Asked>() }))) as [Line[], Line[]]
  const waiting: { device: number; accept: Packet | null }[] = []
  const count = { done: 0, retransmits: 0, redials: 0 }
  const startedAt = performance.now()

  await confirmed(acct, [['Acct-Status-Type', 7]]) // the NAS is back, and has no sessions
  for (let device = 1; device <= storm; device++) waiting.push({ device, accept: null })
  return new Promise((resolve) => {
    for (const line of [...logins, ...starts]) line.socket.on('message', (datagram) => receive(line, datagram))
    const scan = setInterval(repeat, 50)
    fill()

    function fill(): void {
      for (let at = 0; at < waiting.length;) {
        const { device, accept } = waiting[at]!
        const lines = accept ? starts : logins
        const line = lines[device % sockets]!
        if (line.open.size >= 256) {
          at++
          if (at > sockets) return // all lines of this NAS are full, or nearly
          continue
        }
        waiting.splice(at, 1)
        send(line, device, accept)
      }
    }

    function send(line: Line, device: number, accept: Packet | null): void {
      let identifier = Math.floor(device / sockets) & 255
      while (line.open.has(identifier)) identifier = (identifier + 1) & 255
      const request = accept ? startOf(device, identifier, accept) : loginOf(device, identifier)
      line.open.set(identifier, { device, request, isStart: accept !== null, sentAt: performance.now(), left: sendings - 1 })
      line.socket.send(request.bytes)
    }

    function receive(line: Line, datagram: Buffer): void {
      const reply = decode(Buffer.from(datagram))
      if (typeof reply === 'string') throw new Error(`a malformed answer: ${reply}`)
      const asked = line.open.get(reply.identifier)
      if (!asked || replyFault(reply, asked.request, secret, { messageAuthenticatorRequired: !asked.isStart })) return // of a sending before
      line.open.delete(reply.identifier)
      if (asked.isStart) count.done++
      else if (reply.code === 'Access-Accept') waiting.unshift({ device: asked.device, accept: reply })
      else throw new Error(`device ${asked.device} was refused: ${read(reply, 'Reply-Message')}`)
      if (count.done < storm) return fill()
      clearInterval(scan)
      const seconds = Math.round(performance.now() - startedAt) / 1000
      for (const { socket } of [...logins, ...starts]) socket.close()
      resolve({ seconds, retransmits: count.retransmits, redials: count.redials })
    }

    function repeat(): void {
      const now = performance.now()
      for (const line of [...logins, ...starts])
        for (const [identifier, asked] of line.open) {
          if (now - asked.sentAt < retransmitMs) continue
          asked.sentAt = now
          if (asked.left-- > 0) {
            count.retransmits++
            line.socket.send(asked.request.bytes)
          } else {
            count.redials++
            line.open.delete(identifier)
            setTimeout(() => waiting.push({ device: asked.device, accept: null }) && fill(), redialMs)
          }
        }
    }
  })
}

interface Line {
  readonly socket: Socket
  readonly open: Map<number, Asked>
}

async function openSocket(port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, sendBufferSize: 4 << 20 })
  socket.bind(0, nasAddress)
  await once(socket, 'listening')
  socket.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

async function confirmed(port: number, attributes: readonly AttributePair[]): Promise<void> {
  const socket = await openSocket(port)
  socket.send(encodeRequest({ code: 'Accounting-Request', identifier: 0, attributes }, secret).bytes)
  await once(socket, 'message')
  socket.close()
}

function nameOf(device: number): string {
  return `user${String(device).padStart(7, '0')}`
}

function lineOf(device: number): AttributePair[] {
  return [
    ['User-Name', nameOf(device)],
    ['NAS-IP-Address', nasAddress],
    ['NAS-Port', device],
    ['Calling-Station-Id', `02:00:${nameOf(device)}`],
    ['Acct-Session-Id', `after${nameOf(device)}`],
  ]
}

function loginOf(device: number, identifier: number): Packet {
  const authenticator = randomBytes(16)
  const password = hidePassword(`pw-${String(device).padStart(7, '0')}`, authenticator, secret)
  return encodeRequest(
    { code: 'Access-Request', identifier, authenticator, attributes: [...lineOf(device), ['User-Password', password]] },
    secret,
  )
}

function startOf(device: number, identifier: number, accept: Packet): Packet {
  const given = read(accept, 'Class')
  const attributes: AttributePair[] = [['Acct-Status-Type', 1], ...lineOf(device), ...(given ? [['Class', given] as const] : [])]
  return encodeRequest({ code: 'Accounting-Request', identifier, attributes }, secret)
}

async function assertStored({ db }: Installation): Promise<void> {
  const { rows } = await sql<Record<string, bigint>>`
    select count(*) filter (where s.ended_at is null and s.acct_session_id like 'after%') as back,
      count(distinct s.subscription_id) filter (where s.ended_at is null) as online,
      count(*) filter (where s.ended_at is null) as open,
      count(*) filter (where s.closed_by = 'nas-restart' and s.ended_at = s.updated_at) as ended,
      (select coalesce(sum(upload_bytes + download_bytes), 0)::bigint from usage_hour) as used
    from session s where s.acct_session_id not like 'old%'`.execute(db.kysely)
  const expected = { back: storm, online: subscribers, open: subscribers, ended: storm, used: 0 }
  for (const [what, value] of Object.entries(expected))
    if (String(rows[0]![what]) !== String(value)) throw new Error(`${what}: ${value} are expected, ${rows[0]![what]} are stored`)
}
