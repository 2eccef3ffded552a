/** A tenant with RADIUS, the doors of this module, and a simulated router that is plugged in from zero. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { createHttpServer } from '#kernel/http.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import type { Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { createLogin, startRadius } from '#modules/access'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, subscribe } from '#modules/subscriptions'
import { createMikrotik, type Mikrotik, type MikrotikOptions } from '#simulators/mikrotik'
import { startEnrolment } from './enrol-router.ts'
import { type EnrolmentDraft, joinCommand } from './enrolment.ts'
import { look } from './jobs.ts'
import { routes } from './routes.ts'
import { readEnrolment } from './store.ts'

export interface JoinWorld extends TestTenant {
  readonly publicUrl: string
  /** Begins to add a router. */
  enrol(draft?: Partial<EnrolmentDraft>): Promise<{ readonly enrolmentId: string; readonly command: string }>
  /** A router that has typed the command. */
  joined(draft?: Partial<EnrolmentDraft>, options?: MikrotikOptions): Promise<{ readonly nasId: string; readonly mikrotik: Mikrotik }>
  lookAt(nasId: string): Promise<void>
}

export const enrolmentDraft = (draft: Partial<EnrolmentDraft> = {}): EnrolmentDraft => ({
  name: `Roof ${crypto.randomUUID().slice(0, 8)}`,
  locationId: null,
  uses: ['hotspot', 'pppoe'],
  interface: 'ether2',
  gardenHosts: ['*.pay.example'],
  coaPort: 3799,
  hasTunnel: false,
  ...draft,
})

export async function plugIn(options: MikrotikOptions = {}): Promise<Mikrotik> {
  const mikrotik = await createMikrotik({ retry: { tries: 3, timeoutMs: 1_000 }, ...options })
  after(() => mikrotik.close())
  return mikrotik
}

/** Other tests have routers at the same time. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}

export async function joinWorld(settings: Partial<TestTenant['platform']['config']> = {}): Promise<JoinWorld> {
  const tenant = await testTenant()
  const local = { HOST: '127.0.0.1', RADIUS_AUTH_PORT: 0, RADIUS_ACCT_PORT: 0, ROUTERS_ON_LOOPBACK: true, ...settings }
  const radius = await startRadius({ ...tenant.platform, config: { ...tenant.platform.config, ...local } })
  after(() => radius.stop())
  const config = { ...tenant.platform.config, ...local, RADIUS_AUTH_PORT: radius.authPort, RADIUS_ACCT_PORT: radius.acctPort }
  const platform = { ...tenant.platform, config, publicUrl: '' }
  const app = createHttpServer(platform, routes, async () => null)
  await app.listen({ port: 0, host: '127.0.0.1' })
  after(() => app.close())
  platform.publicUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

  async function enrol(draft: Partial<EnrolmentDraft> = {}) {
    const ported = { coaPort: await freePort(), ...draft }
    const { enrolment, token } = await tenant.transact((tx) => startEnrolment(tx, platform, enrolmentDraft(ported), platform.clock.now()))
    return { enrolmentId: enrolment.id, command: joinCommand(platform.publicUrl, token) }
  }
  return {
    ...tenant,
    platform,
    publicUrl: platform.publicUrl,
    enrol,
    async joined(draft = {}, options = {}) {
      const { enrolmentId, command } = await enrol(draft)
      const mikrotik = await plugIn(options)
      await mikrotik.type(command)
      const enrolment = await tenant.transact((tx) => readEnrolment(tx, enrolmentId))
      return { nasId: enrolment!.nasId!, mikrotik }
    },
    lookAt: (nasId) => runJobNow(platform, look, tenant.scope, { nasId }),
  }
}

/** A subscription of 20 down / 5 up Mbit/s with a login. */
export async function subscriber(tx: Tx, now: Temporal.Instant, username: string, password: string): Promise<string> {
  const { customerId } = await createCustomer(tx, { name: username })
  const terms = {
    validFrom: Temporal.PlainDate.from('2026-01-01'),
    recurring: money(80_000n, 'BDT'),
    downloadBps: 20_000_000n,
    uploadBps: 5_000_000n,
  }
  const { offerId } = await createOffer(tx, { code: `P-${crypto.randomUUID().slice(0, 8)}`, name: 'Home 20', technology: 'pppoe', terms })
  await publishOffer(tx, offerId)
  const { id } = await subscribe(tx, { customerId, offerId, startOn: Temporal.PlainDate.from('2026-03-01') })
  await activate(tx, id, now)
  await createLogin(tx, { subscriptionId: id, username, password })
  return id
}

/** Looks until it is there, for at most three seconds. */
export async function eventually<T>(find: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  let found = await find()
  for (let tries = 0; tries < 150 && !isThere(found); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    found = await find()
  }
  return found
}
