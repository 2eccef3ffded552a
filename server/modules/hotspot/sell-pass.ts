import type { Tx } from '#kernel/db.ts'
import { type Subscriber, subscriber } from '#kernel/events.ts'
import type { Money } from '#kernel/money.ts'
import { sha256 } from '#kernel/crypto.ts'
import { dateIn } from '#kernel/time.ts'
import { billCharge, passCharge, priceOfCharge } from '#modules/billing'
import { type OfferVersion, readVersions, versionInForce } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { startCheckout } from '#modules/payments'
import { startPass } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { offerNotSold, paymentOff } from './errors.ts'
import { findPurchase, insertPurchase, lockPaidPurchases, markStarted, type Purchase, readOffersSold, readSettings } from './store.ts'

export interface PassForSale {
  readonly version: OfferVersion
  readonly price: Money // with taxes
}

/** What the portal sells today, with what it comes to. */
export async function passesForSale(tx: Tx, now: Temporal.Instant): Promise<PassForSale[]> {
  const { offerIds } = await readSettings(tx)
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  const passes: PassForSale[] = []
  for (const offerId of await readOffersSold(tx, offerIds)) {
    const version = await versionInForce(tx, offerId, today)
    passes.push({ version, price: await priceOfCharge(tx, passCharge(offered(version), nobody, today)) })
  }
  return passes
}

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Begins a purchase: a guest, and a page of the gateway on which to pay. Nothing is billed before it is paid.
 * @throws hotspot.offer_not_sold, hotspot.payment_off and what `startCheckout` throws
 */
export async function startPurchase(
  tx: Tx,
  ask: {
    readonly offerId: string
    readonly phone: string | null
    readonly email: string | null
    readonly visitSealed: string
    readonly token: string
  },
  now: Temporal.Instant,
): Promise<string> {
  const { gatewayId } = await readSettings(tx)
  if (gatewayId === null) throw paymentOff()
  const chosen = (await passesForSale(tx, now)).find(({ version }) => version.offerId === ask.offerId)
  if (!chosen) throw offerNotSold()
  const { customerId, accountId } = await createCustomer(tx, {
    name: ask.phone ?? ask.email ?? 'Guest',
    ...(ask.phone !== null && { phone: ask.phone }),
    ...(ask.email !== null && { email: ask.email }),
    tags: ['hotspot'],
  })
  const id = crypto.randomUUID()
  const returnPath = `/portal/${(await readTenant(tx)).slug}/purchases/${id}`
  const checkout = await startCheckout(tx, { accountId, gatewayId, amount: chosen.price, email: ask.email ?? undefined, returnPath, now })
  await insertPurchase(tx, {
    id,
    checkoutId: checkout.id,
    accountId,
    customerId,
    offerVersionId: chosen.version.id,
    visitSealed: ask.visitSealed,
    tokenHash: sha256(ask.token),
  })
  return id
}

export const readPurchase = findPurchase

/** Begins the pass of a purchase once it is paid, in the transaction of the event that says so: once, however often it is told. */
export const startPaidPasses: Subscriber = subscriber({
  name: 'hotspot.start-paid-passes',
  types: ['payment.received.v1'],
  async handle(tx, events, { clock }) {
    const accountIds = events.map((event) => String(event.payload['accountId']))
    for (const purchase of await lockPaidPurchases(tx, accountIds)) await begin(tx, purchase, clock.now())
  },
})

async function begin(tx: Tx, { id, customerId, accountId, offerVersionId }: Purchase, now: Temporal.Instant): Promise<void> {
  const { timeZone } = await readTenant(tx)
  const version = (await readVersions(tx, [offerVersionId])).get(offerVersionId)!
  const pass = await startPass(tx, { customerId, accountId, offerVersionId }, now)
  const charge = passCharge(offered(version), accountId, dateIn(now, timeZone))
  await billCharge(tx, { ...charge, to: pass.endsOn }) // earned over its days where it lasts longer than one
  await markStarted(tx, id, pass.id)
}

const offered = (version: OfferVersion) => ({ name: version.offerName, terms: version })
