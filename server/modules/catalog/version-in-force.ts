import type { Tx } from '#kernel/db.ts'
import { notInForce, notOnSale, offerNotFound, wrongKind } from './errors.ts'
import { inForce, type Kind, type OfferVersion } from './offer.ts'
import { findOffer, readVersionsOf } from './store.ts'

/**
 * The version that somebody who subscribes on a day gets.
 * @throws catalog.not_found, catalog.wrong_kind, catalog.not_on_sale, catalog.not_in_force
 */
export async function versionInForce(tx: Tx, offerId: string, on: Temporal.PlainDate, kind: Kind = 'plan'): Promise<OfferVersion> {
  const offer = await findOffer(tx, offerId)
  if (!offer) throw offerNotFound()
  if (offer.kind !== kind) throw wrongKind(offer.code, offer.kind, kind)
  if (offer.state !== 'published') throw notOnSale(offer.code, offer.state)
  const version = inForce(await readVersionsOf(tx, offerId), on)
  if (!version) throw notInForce(offer.code, on)
  return version
}
