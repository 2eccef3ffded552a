import type { Tx } from '#kernel/db.ts'
import { offerNotFound } from './errors.ts'
import type { Offer } from './offer.ts'
import { lockOffer, updateOffer } from './store.ts'

/** Locks the row until the transaction ends. @throws catalog.not_found */
export async function holdOffer(tx: Tx, id: string): Promise<Offer> {
  const offer = await lockOffer(tx, id)
  if (!offer) throw offerNotFound()
  return offer
}

/** Renames or describes a plan; its terms change by versions only. */
export async function changeOffer(
  tx: Tx,
  id: string,
  patch: { readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<Offer> {
  await holdOffer(tx, id)
  return updateOffer(tx, id, patch)
}
