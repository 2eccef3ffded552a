// What keeps the screens of the demo moving: routers with people on them, and a stand-in of Paystack.
import { scopeOfAllTenants, transact } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { changeGateway } from '#modules/payments'
import { type Fleet, runFleet } from '#simulators/nas'
import { createPaystack } from '#simulators/paystack'
import { type Business, businesses, fleetSecret, type Site } from './businesses.ts'
import { payNowAndThen } from './checkouts.ts'
import { coaPortOf, interimSeconds } from './network.ts'
import { knownUsernames, passwordOf } from './residents.ts'
import { existingSlugs, findGatewayNamed, readFleetLogins } from './store.ts'

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
    business.sites.map((site) => startFleet(platform, business, site, usernames.get(site.router) ?? [])),
  )
  const faults = started.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
  if (faults.length > 0)
    log.warn({ business: business.tenant.name, faults }, 'simulated routers did not start; another demo on this machine holds their ports')
  return started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

function startFleet(platform: Platform, business: Business, site: Site, usernames: readonly string[]): Promise<Fleet> {
  const { RADIUS_AUTH_PORT: authPort, RADIUS_ACCT_PORT: acctPort } = platform.config
  return runFleet({
    host: '127.0.0.1',
    authPort,
    acctPort,
    secret: fleetSecret,
    address: business.nasAddress,
    nasIp: business.nasAddress,
    identifier: site.router,
    coaPort: coaPortOf(business, site.router),
    logins: usernames.map((username) => ({ username, password: passwordOf(business, username) })),
    timeZone: business.tenant.timeZone,
    interimSeconds,
    loginsPerSecond,
  })
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
    changeGateway(tx, gatewayId, { settings: { baseUrl: paystack.url }, credentials: { secretKey: paystackKey } }, '*'),
  )
  const payers = payNowAndThen(platform, paystack, { tenantId, gatewayId })
  return {
    async stop() {
      payers.stop()
      await paystack.close()
    },
  }
}
