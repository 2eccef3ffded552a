import type { Tx } from '#kernel/db.ts'
import { type Currency, money } from '#kernel/money.ts'
import type { TestTenant } from '#kernel/testing.ts'
import { createOffer, type OfferDraft, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate } from './activate.ts'
import { subscribe } from './subscribe.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

export const terms = (validFrom: string, minor = 80_000n) => ({
  validFrom: day(validFrom),
  recurring: money(minor, 'BDT'),
  downloadBps: 20_000_000n,
  uploadBps: 10_000_000n,
})

/** An offer on sale since the start of 2026. */
export async function published(tx: Tx, code = 'HOME-20', more: Partial<OfferDraft> = {}): Promise<string> {
  const { offerId } = await createOffer(tx, { code, name: code, technology: 'fibre', terms: terms('2026-01-01'), ...more })
  await publishOffer(tx, offerId)
  return offerId
}

/** A customer with a subscription agreed for `startOn`, whose account is billed on the 5th. */
export async function agreed(tx: Tx, startOn = '2026-03-01', currency?: Currency) {
  const customer = await createCustomer(tx, { name: 'Kamal Hossain', billDay: 5, currency })
  const offerId = await published(tx)
  return { ...customer, offerId, subscription: await subscribe(tx, { customerId: customer.customerId, offerId, startOn: day(startOn) }) }
}

/** The same, activated at the time of the clock. */
export async function inService(tx: Tx, tenant: TestTenant) {
  const made = await agreed(tx)
  await activate(tx, made.subscription.id, tenant.platform.clock.now())
  return { ...made, id: made.subscription.id }
}
