// What keeps the screens of the demo moving: routers with people on them, and a stand-in of Paystack.
import { scopeOfAllTenants, transact } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { changeGateway } from '#modules/payments'
import { changeNas, findNas } from '#modules/access'
import { type Fleet, type FleetOptions, runFleet } from '#simulators/nas'
import { createPaystack } from '#simulators/paystack'
import { type Business, businesses, fleetSecret, type Site } from './businesses.ts'
import { payNowAndThen } from './checkouts.ts'
import { interimSeconds } from './network.ts'
import { knownUsernames, passwordOf } from './residents.ts'
import { existingSlugs, findGatewayNamed, findNasNamed, readFleetLogins } from './store.ts'

/** People online at each router, if it has so many. */
const sessionsPerRouter = 20
const loginsPerSecond = 5

/** Starts the moving parts for the businesses of the demo that are there. */
export async function startDemo(platform: Platform): Promise<{ stop(): Promise<void> }> {
  const ids = await transact(platform.db, await scopeOfAllTenants(platform.db, 'demo'), existingSlugs)
  const present = businesses.flatMap((business) => {
    const tenantId = ids.get(business.tenant.slug)
    return tenantId ? [{ business, tenantId }] : []
  })
  const spark = present.find(({ business }) => business.tenant.slug === 'spark')
  const paystack = spark && (await startPaystack(platform, spark.tenantId))
  const fleets = platform.config.TRUNKLINE_ROLES.includes('radius')
    ? await Promise.all(present.map((one) => startFleets(platform, one.business, one.tenantId)))
    : []
  return {
    async stop() {
      for (const fleet of fleets.flat()) fleet.stop()
      await paystack?.stop()
    },
  }
}

async function startFleets(platform: Platform, business: Business, tenantId: string): Promise<Fleet[]> {
  const usernames = await transact(platform.db, { tenants: [tenantId], actor: 'demo', requestId: '' }, (tx) =>
    readFleetLogins(tx, { perRouter: sessionsPerRouter, without: knownUsernames }),
  )
  const started = await Promise.allSettled(
    business.sites.map((site) => startFleet(platform, business, { tenantId, site, usernames: usernames.get(site.router) ?? [] })),
  )
  const faults = started.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
  if (faults.length > 0) log.warn({ business: business.tenant.name, faults }, 'simulated routers did not start')
  return started.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []))
}

interface Router {
  readonly tenantId: string
  readonly site: Site
  readonly usernames: readonly string[]
}

/** A router listens on the port the server knows, or where another demo on this machine holds that, on a free one it tells the server. */
async function startFleet(platform: Platform, business: Business, { tenantId, site, usernames }: Router): Promise<Fleet | undefined> {
  const scope = { tenants: [tenantId], actor: 'demo', requestId: '' }
  const known = await transact(platform.db, scope, (tx) => findNasNamed(tx, site.router))
  if (!known) return // renamed or removed since by somebody who tries things
  const { RADIUS_AUTH_PORT: authPort, RADIUS_ACCT_PORT: acctPort } = platform.config
  const options: FleetOptions = {
    host: '127.0.0.1',
    authPort,
    acctPort,
    secret: fleetSecret,
    address: business.nasAddress,
    nasIp: business.nasAddress,
    identifier: site.router,
    logins: usernames.map((username) => ({ username, password: passwordOf(business, username) })),
    timeZone: business.tenant.timeZone,
    interimSeconds,
    loginsPerSecond,
  }
  const fleet = await runFleet({ ...options, coaPort: known.coaPort }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    return runFleet(options)
  })
  const { coaPort } = fleet.nas
  if (coaPort !== known.coaPort)
    await transact(platform.db, scope, async (tx) => {
      const nas = await findNas(tx, known.id)
      await changeNas(tx, nas, { ...nas, coaPort }, undefined)
    })
  return fleet
}

const paystackKey = 'sk_test_demo_trunkline'

/** The stand-in has another port at each start, which the gateway is told. */
async function startPaystack(platform: Platform, tenantId: string): Promise<{ stop(): Promise<void> }> {
  const scope = { tenants: [tenantId], actor: 'demo', requestId: '' }
  const gatewayId = await transact(platform.db, scope, (tx) => findGatewayNamed(tx, 'Paystack'))
  if (!gatewayId) return { stop: async () => {} } // renamed since by somebody who tries things
  const webhookUrl = `http://127.0.0.1:${platform.config.PORT}/hooks/paystack/${gatewayId}`
  const paystack = await createPaystack({ secretKey: paystackKey, webhookUrl })
  await transact(platform.db, scope, (tx) =>
    changeGateway(tx, 'loopback', gatewayId, { settings: { baseUrl: paystack.url }, credentials: { secretKey: paystackKey } }, '*'),
  )
  const payers = payNowAndThen(platform, paystack, { tenantId, gatewayId })
  return {
    async stop() {
      payers.stop()
      await paystack.close()
    },
  }
}
