// Routers and logins of a business, and what went over them.
import type { Tx } from '#kernel/db.ts'
import { addNas, createLogins, type NasDraft } from '#modules/access'
import { openCycleBuckets } from '#modules/charging'
import { type Business, fleetSecret, tourNas } from './businesses.ts'
import type { Customer } from './history.ts'
import {
  drawBuckets,
  joinByHash,
  type Scene,
  writeCommands,
  writeRefusals,
  writeReplies,
  writeSessions,
  writeUsage,
} from './traffic-store.ts'

const firstCoaPort = 3800 // each simulated router listens on its own; they share an address
export const interimSeconds = 60 // short, so that the screens move

const coaPortOf = (business: Business, router: string) => firstCoaPort + business.sites.findIndex((site) => site.router === router)

/** One router at every site, and where the tour is, the one it plays at. */
export async function addRouters(tx: Tx, business: Business, locationOf: ReadonlyMap<string, string>): Promise<void> {
  const usual = {
    certificateFingerprint: null,
    certificateName: null,
    requireMessageAuthenticator: true,
    interimSeconds,
    walledGarden: null,
    requestsPerSecondMax: null,
    voucherPassword: 'off',
    enabled: true,
  } satisfies Partial<NasDraft>
  for (const { router, vendor, name } of business.sites) {
    const draft = {
      ...usual,
      name: router,
      address: business.nasAddress,
      identifier: router,
      vendor,
      coaPort: coaPortOf(business, router),
      locationId: locationOf.get(name)!,
    }
    await addNas(tx, draft, fleetSecret)
  }
  if (business.tenant.slug === 'padma')
    await addNas(
      tx,
      {
        ...usual,
        name: tourNas.name,
        address: tourNas.address,
        identifier: null,
        vendor: 'mikrotik',
        coaPort: 3799,
        interimSeconds: 300,
        locationId: null,
        requireMessageAuthenticator: false,
      },
      tourNas.secret,
    )
}

export async function addLogins(tx: Tx, customers: readonly Customer[]): Promise<void> {
  await createLogins(
    tx,
    customers.map(({ subscriptionId, login }) => ({ subscriptionId, ...login })),
  )
}

/** What flowed, who was online, who was refused. */
export async function writeTraffic(tx: Tx, customers: readonly Customer[], scene: Scene): Promise<void> {
  await openCycleBuckets(
    tx,
    customers.map((customer) => customer.subscriptionId),
    scene.now,
  )
  await joinByHash(tx)
  await writeUsage(tx, scene)
  await drawBuckets(tx)
  await writeSessions(tx, scene)
  await writeRefusals(tx, scene)
  await writeReplies(tx)
  await writeCommands(tx)
}
