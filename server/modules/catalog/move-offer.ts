import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { holdOffer } from './change-offer.ts'
import { moveNotAllowed } from './errors.ts'
import { canMove, type Deed, moves, type Offer } from './offer.ts'
import { updateOffer } from './store.ts'

/** Puts a plan on sale. */
export const publishOffer = (tx: Tx, offerId: string): Promise<Offer> => move(tx, offerId, 'publish')

/** Takes a plan off sale; those who have it keep it. */
export const retireOffer = (tx: Tx, offerId: string): Promise<Offer> => move(tx, offerId, 'retire')

async function move(tx: Tx, offerId: string, deed: Deed): Promise<Offer> {
  const offer = await holdOffer(tx, offerId)
  if (!canMove(offer.state, deed)) throw moveNotAllowed(offer.code, offer.state, deed)
  const { to } = moves[deed]
  await emit(tx, `offer.${to}.v1`, { offerId, code: offer.code }, offerId)
  return updateOffer(tx, offerId, { state: to })
}
