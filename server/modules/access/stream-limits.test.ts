/** What one sender may hold of us, and for how long. */
import assert from 'node:assert/strict'
import net from 'node:net'
import { after, test } from 'node:test'
import { encodeReply, encodeRequest, sharedSecret } from '#protocols/radius'
import type { KnownNas } from './directory.ts'
import { NasAllowances } from './nas-allowances.ts'
import { NasConnections } from './nas-connections.ts'
import { openStreamDoor, type StreamLimits, usualLimits } from './stream-door.ts'

const secret = sharedSecret('limits-secret')
const nas: KnownNas = {
  id: 'nas',
  tenantId: 'tenant',
  name: 'Router',
  address: '127.0.0.1',
  certificateFingerprint: null,
  certificateName: null,
  identifier: null,
  vendor: 'generic',
  requireMessageAuthenticator: true,
  coaPort: 3799,
  interimSeconds: 300,
  walledGarden: null,
  requestsPerSecondMax: null,
  voucherPassword: 'off',
  locationId: null,
  enabled: true,
  secretUnreadable: false,
  version: 1,
  secretSealed: '',
  secret,
  classKey: secret,
  heard: { atMs: 0 },
  authorities: [],
}
const status = (identifier: number) =>
  encodeRequest({ code: 'Status-Server', identifier, authenticator: new Uint8Array(16), attributes: [] }, secret).bytes

/** A door that knows everybody and accepts everything. */
async function door(limits: Partial<StreamLimits>) {
  const reasons: string[] = []
  const opened = await openStreamDoor({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    limits: { ...usualLimits, ...limits },
    isKnown: () => true,
    findNas: () => nas,
    answer: (request, { secret: key }, _nowMs, reply) => void reply(encodeReply(request, { code: 'Access-Accept', attributes: [] }, key)),
    allowances: new NasAllowances(),
    recorder: { dropped: (reason) => void reasons.push(reason) },
    connections: new NasConnections(),
    nowMs: () => 0,
  })
  after(() => opened.close())
  const connect = async () => {
    const socket = net.connect(opened.port, '127.0.0.1')
    socket.on('error', () => {})
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.once('connect', resolve))
    return { socket, closed }
  }
  /** @returns whether the door still answers on a connection */
  const isServed = async ({ socket, closed }: Awaited<ReturnType<typeof connect>>) => {
    const answered = new Promise<true>((resolve) => socket.once('data', () => resolve(true)))
    socket.write(status(1))
    return Promise.race([answered, closed.then(() => false)])
  }
  return { reasons, connect, isServed }
}

for (const limits of [{ connectionsMax: 2 }, { perAddressMax: 2 }])
  test(`with ${JSON.stringify(limits)} the third connection is refused, until one has ended`, async () => {
    const { reasons, connect, isServed } = await door(limits)
    const [first, second] = [await connect(), await connect()]
    assert.deepEqual([await isServed(first), await isServed(second)], [true, true])
    assert.equal(await isServed(await connect()), false)
    assert.deepEqual(reasons, ['too_many_connections'])
    first.socket.destroy()
    await first.closed
    let isIn = false
    for (let tries = 0; tries < 50 && !isIn; tries++) isIn = await isServed(await connect())
    assert.equal(isIn, true)
  })

test('a packet that is never finished ends its connection, however slowly its octets drip', async () => {
  const { reasons, connect } = await door({ halfOpenMs: 60 })
  const { socket, closed } = await connect()
  const octets = status(1)
  let at = 0
  const drip = setInterval(() => socket.write(octets.subarray(at, ++at)), 10)
  await closed
  clearInterval(drip)
  assert.deepEqual(reasons, ['half_open'])
})

test('a connection without packets ends', async () => {
  const { connect } = await door({ idleMs: 50 })
  const { closed } = await connect()
  await closed
})

test('whoever asks and never reads is cut off before its answers fill memory', async () => {
  const { reasons, connect } = await door({})
  const { socket, closed } = await connect()
  socket.pause()
  const many = Buffer.concat(Array.from({ length: 256 }, (_, identifier) => status(identifier)))
  const flood = setInterval(() => {
    for (let times = 0; times < 40; times++) socket.write(many)
  }, 1)
  await closed
  clearInterval(flood)
  assert.deepEqual(reasons, ['replies_unread'])
})
