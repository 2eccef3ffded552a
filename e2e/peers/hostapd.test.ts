/**
 * A switch and a computer of real life: hostapd opens its port when our RADIUS says so, accounts, and closes it when we say so. Each test is
 * a step of one story and needs the ones before it.
 */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { topUp } from '#modules/charging'
import { block, unblock } from '#modules/subscriptions'
import { issueForServer } from '../../server/modules/access/keep-eap-certificates.ts'
import { addNas } from '../../server/modules/access/keep-nas.ts'
import { eventually, nasDraft, radiusWorld, secret, subscribed } from '../../server/modules/access/testing.ts'
import { fileWith } from '../lib/eapol-test.ts'
import { freePorts } from '../lib/free-ports.ts'
import { waitFor } from '../lib/wait-for.ts'
import { canPlug, openPort, type Port } from '../lib/wired-dot1x.ts'

const giga = 1_000_000_000n
const password = 'correct-horse-42'

suite('hostapd with wpa_supplicant', { skip: !canPlug && 'it needs hostapd, wpa_supplicant, iproute2 and root' }, async () => {
  if (!canPlug) return
  const world = await radiusWorld()
  const { transact, platform, router, radius } = world
  platform.clock.moveTo(Temporal.Now.instant()) // which is what the computer compares certificates with
  const now = platform.clock.now()
  const username = `ayesha-${world.tenantId.slice(-6)}`
  const identifier = `switch-${world.tenantId.slice(-6)}`
  const { auth: coaPort } = await freePorts()
  const { subscriptionId, authority } = await transact(async (tx) => {
    await addNas(tx, nasDraft({ name: identifier, identifier, vendor: 'generic', coaPort }), secret)
    const subscriptionId = await subscribed(tx, now, username, password, { quotaBytes: giga, quotaPolicy: 'cut', sessionsMax: 2 })
    await issueForServer(tx, 'radius.dhaka.example', now)
    const { rows } = await sql<{ certificate: string }>`select certificate from eap_certificate where role = 'authority'`.execute(tx)
    return { subscriptionId, authority: rows[0]!.certificate }
  })
  await eventually(async () => (await router.login({ username, password })).outcome === 'accepted', 'the directory hearing of the login')
  platform.clock.advance({ seconds: 61 }) // the place kept for that login is free again
  const port = await openPort({ authPort: radius.authPort, acctPort: radius.acctPort, coaPort, secret, nasIdentifier: identifier })
  after(() => port.remove())

  /** Plugs the computer in, as after a cable was pulled; the switch asks it who it is. */
  async function replug(): Promise<Port['lastEvent']> {
    await port.unplug()
    port.plug({
      eap: 'PEAP',
      identity: `"${username}"`,
      anonymous_identity: '"anonymous@dhaka.example"',
      password: `"${password}"`,
      phase2: '"auth=MSCHAPV2"',
      ca_cert: `"${fileWith(authority)}"`,
    })
    return waitFor('what becomes of the login', () => port.lastEvent)
  }

  interface SessionRow {
    readonly id: string
    readonly username: string
    readonly subscription_id: string
    readonly calling_station: string
    readonly is_open: boolean
  }
  const sessions = () =>
    transact(async (tx) => {
      const { rows } = await sql<SessionRow>`
        select s.id, s.username, s.subscription_id, s.calling_station, s.ended_at is null as is_open
        from session s join nas n on n.id = s.nas_id where n.name = ${identifier} order by s.started_at, s.id`.execute(tx)
      return rows
    })
  const refused = (reason: string) =>
    waitFor(`the record of the refusal for ${reason}`, () =>
      transact(async (tx) => {
        const { rows } = await sql`
          delete from login_failure f using nas n where n.id = f.nas_id and n.name = ${identifier} and f.reason = ${reason} returning f.id`.execute(
          tx,
        )
        return rows.length > 0
      }),
    )
  const openSession = () => waitFor('an open session', async () => (await sessions()).find((one) => one.is_open))
  const closedByUs = async (sessionId: string) => {
    await waitFor('the Stop of the switch', async () => (await sessions()).find((one) => one.id === sessionId)?.is_open === false)
    await waitFor('the proof', async () => {
      const query = sql<{ kind: string; state: string }>`select kind, state from network_command where session_id = ${sessionId}`
      const { rows } = await transact((tx) => query.execute(tx))
      return rows.some(({ kind, state }) => kind === 'disconnect' && state === 'confirmed')
    })
  }

  test('the computer is let in, and its session is accounted to the name within the tunnel', async () => {
    assert.equal(await replug(), 'CONNECTED', port.log)
    const session = await openSession()
    assert.equal(session.username, username)
    assert.equal(session.subscription_id, subscriptionId)
    assert.match(session.calling_station, /^([0-9A-F]{2}-){5}[0-9A-F]{2}$/)
  })

  test('when the quota is used up by another device the port is closed by our Disconnect', async () => {
    const { id } = await openSession()
    const phone = await router.login({ username, password, callingStationId: '02:AA:AA:AA:AA:01' })
    assert.ok(phone.outcome === 'accepted')
    await phone.session.start()
    phone.session.count({ upload: 0n, download: giga })
    platform.clock.advance({ seconds: 1 })
    await phone.session.interim()
    await closedByUs(id)
    assert.equal(await replug(), 'EAP-FAILURE')
    await refused('quota-used-up')
  })

  test('more data lets it in again, in a session of its own', async () => {
    const validTo = platform.clock.now().add({ hours: 240 })
    await transact((tx) => topUp(tx, { subscriptionId, bytes: 10n * giga, validTo, now: platform.clock.now() }))
    await waitFor('the return', async () => (await replug()) === 'CONNECTED')
    await openSession()
    assert.equal((await sessions()).length, 2)
  })

  test('an unpaid bill closes the port, and paying opens it again', async () => {
    const { id } = await openSession()
    await transact((tx) => block(tx, [subscriptionId], 'unpaid'))
    await closedByUs(id)
    assert.equal(await replug(), 'EAP-FAILURE')
    await transact((tx) => unblock(tx, [subscriptionId], 'unpaid'))
    await waitFor('the return', async () => (await replug()) === 'CONNECTED')
    await openSession()
    assert.equal((await sessions()).length, 3)
  })
})
