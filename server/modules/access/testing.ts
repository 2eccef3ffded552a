/** A small world for tests of access: a tenant with a subscriber, a NAS and, when wanted, the running RADIUS service. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import fc from 'fast-check'
import type { Config } from '#kernel/config.ts'
import type { Tx } from '#kernel/db.ts'
import { runSubscribers } from '#kernel/events.ts'
import { money } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { createOffer, type OfferTerms, publishOffer } from '#modules/catalog'
import { beginFairUseCycles, openCycleBuckets } from '#modules/charging'
import { createCustomer } from '#modules/customers'
import { activate, subscribe } from '#modules/subscriptions'
import { certificates, createNas, type Nas as SimulatedNas } from '#simulators/nas'
import { createLogin } from './create-login.ts'
import { addNas } from './keep-nas.ts'
import type { Nas, NasDraft } from './nas.ts'
import { commandOrders } from './order-commands.ts'
import { startRadius } from './radius-service.ts'
import type { RadiusServer } from './radius-server.ts'

export const secret = 'testing-secret-123'
const mega = 1_000_000n

export interface Terms {
  readonly quotaBytes?: bigint
  readonly quotaPolicy?: 'throttle' | 'cut'
  readonly fupTiers?: OfferTerms['fupTiers']
  readonly freeWindows?: OfferTerms['freeWindows']
  readonly sessionsMax?: number
  readonly sessionLimitPolicy?: 'reject-new' | 'kick-oldest'
}

/** A subscription of 20 down / 5 up Mbit/s with a login; throttled to 2 / 1. */
export async function subscribed(tx: Tx, now: Temporal.Instant, username: string, password: string, terms: Terms = {}): Promise<string> {
  const { customerId } = await createCustomer(tx, { name: username })
  const throttled = terms.quotaPolicy === 'throttle' ? { throttledDownloadBps: 2n * mega, throttledUploadBps: mega } : {}
  const { offerId } = await createOffer(tx, {
    code: `P-${crypto.randomUUID().slice(0, 8)}`,
    name: 'Home 20',
    technology: 'pppoe',
    terms: {
      validFrom: Temporal.PlainDate.from('2026-01-01'),
      recurring: money(80_000n, 'BDT'),
      downloadBps: 20n * mega,
      uploadBps: 5n * mega,
      ...terms,
      ...throttled,
    },
  })
  await publishOffer(tx, offerId)
  const { id } = await subscribe(tx, { customerId, offerId, startOn: Temporal.PlainDate.from('2026-03-01') })
  await activate(tx, id, now)
  await openCycleBuckets(tx, [id], now)
  await beginFairUseCycles(tx, now, [id])
  await createLogin(tx, { subscriptionId: id, username, password })
  return id
}

export const nasDraft = (draft: Partial<NasDraft> = {}): NasDraft => ({
  name: 'Router',
  address: '127.0.0.1',
  certificateFingerprint: null,
  certificateName: null,
  identifier: `nas-${crypto.randomUUID()}`,
  vendor: 'mikrotik',
  requireMessageAuthenticator: true,
  coaPort: 3799,
  interimSeconds: 300,
  walledGarden: null,
  requestsPerSecondMax: null,
  voucherPassword: 'off',
  locationId: null,
  enabled: true,
  ...draft,
})

export interface RadiusWorld extends TestTenant {
  readonly radius: RadiusServer
  readonly nas: Nas
  readonly router: SimulatedNas
}

/** The RADIUS service with its subscribers, and one simulated router that it knows. */
export async function radiusWorld(settings: Partial<Config> = {}): Promise<RadiusWorld> {
  const tenant = await testTenant()
  const config = { ...tenant.platform.config, HOST: '127.0.0.1', RADIUS_AUTH_PORT: 0, RADIUS_ACCT_PORT: 0, RADIUS_TLS_PORT: 0, ...settings }
  const radius = await startRadius({ ...tenant.platform, config })
  const subscribers = await runSubscribers(tenant.platform, [commandOrders])
  after(async () => {
    await radius.stop()
    await subscribers.stop()
  })
  return { ...tenant, radius, ...(await connectRouter(tenant, radius)) }
}

/** Settings with which RADIUS over TLS is on. */
export function certificateFiles() {
  const { authority, server } = certificates
  const dir = mkdtempSync(path.join(tmpdir(), 'trunkline-radsec-'))
  const file = (name: string, text: string) => {
    writeFileSync(path.join(dir, name), text)
    return path.join(dir, name)
  }
  return {
    RADIUS_TLS_CERT: file('cert.pem', server.cert),
    RADIUS_TLS_KEY: file('key.pem', server.key),
    RADIUS_TLS_CA: file('ca.pem', authority.cert),
  }
}

/** A simulated router, and the NAS as which it is known. */
export async function connectRouter(
  { platform, transact }: TestTenant,
  { authPort, acctPort }: RadiusServer,
  draft: Partial<NasDraft> = {},
): Promise<Pick<RadiusWorld, 'nas' | 'router'>> {
  const identifier = `router-${crypto.randomUUID()}`
  const retry = { tries: 3, timeoutMs: 1_000 }
  const router = await createNas({ host: '127.0.0.1', authPort, acctPort, secret, identifier, clock: platform.clock, retry })
  after(() => router.close())
  const nas = await transact((tx) => addNas(tx, nasDraft({ name: identifier, identifier, coaPort: router.coaPort, ...draft }), secret))
  return { router, nas }
}

const withinSeconds = 60

/** Waits until `find` gives something: for long, because how fast things are is measured in `bench/`, where nothing else runs. */
export async function eventually<T>(find: () => Promise<T | undefined | false>, what: string): Promise<T> {
  const deadline = performance.now() + withinSeconds * 1_000
  for (;;) {
    const found = await find()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`${what} did not happen within ${withinSeconds} seconds`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** What becomes of a packet on its way: octets changed, the rest cut off or replaced by noise. */
export interface Mutation {
  readonly flip: readonly [at: number, bits: number]
  readonly cut: number | null
  readonly noise: Uint8Array
}

export const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  flip: fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 255 })),
  cut: fc.option(fc.nat(40)),
  noise: fc.uint8Array({ maxLength: 60 }),
})

export function mutated(packet: Uint8Array, { flip: [at, bits], cut, noise }: Mutation): Buffer {
  const bytes = Buffer.from(packet)
  bytes[at % bytes.length]! ^= bits
  return cut === null ? bytes : Buffer.concat([bytes.subarray(0, cut), noise])
}
