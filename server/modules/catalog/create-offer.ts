import { isDuplicate, type Tx } from '#kernel/db.ts'
import { readTenant } from '#modules/tenants'
import { holdOffer } from './change-offer.ts'
import { codeTaken, termsInvalid, validFromTooEarly } from './errors.ts'
import { faultsIn } from './faults.ts'
import { completeTerms, type Kind, type OfferDraft, type OfferTerms, type TermsDraft } from './offer.ts'
import { insertOffer, insertVersion, readVersionsOf } from './store.ts'

/** Creates a plan with its first version, as a draft that nobody can buy yet. */
export async function createOffer(tx: Tx, { terms, ...draft }: OfferDraft): Promise<{ offerId: string; versionId: string }> {
  const complete = await checkTerms(tx, terms, draft.kind ?? 'plan', '/terms')
  const offer = await insertOffer(tx, draft).catch((error: unknown) => {
    throw isDuplicate(error) ? codeTaken(draft.code) : error
  })
  return { offerId: offer.id, versionId: await insertVersion(tx, offer.id, 1, complete) }
}

/** Adds terms that hold for those who subscribe or change from `validFrom` on; who is on an older version stays there. */
export async function addVersion(tx: Tx, offerId: string, terms: TermsDraft): Promise<{ versionId: string; number: number }> {
  const { kind } = await holdOffer(tx, offerId)
  const complete = await checkTerms(tx, terms, kind)
  const latest = (await readVersionsOf(tx, offerId))[0]!
  if (Temporal.PlainDate.compare(complete.validFrom, latest.validFrom) < 0) throw validFromTooEarly(latest.validFrom)
  const number = latest.number + 1
  return { versionId: await insertVersion(tx, offerId, number, complete), number }
}

/** @param under where the terms are in what was sent */
async function checkTerms(tx: Tx, draft: TermsDraft, kind: Kind, under = ''): Promise<OfferTerms> {
  const terms = completeTerms(draft)
  const faults = faultsIn(terms, kind, (await readTenant(tx)).currency)
  if (faults.length > 0) throw termsInvalid(faults.map((fault) => ({ ...fault, pointer: under + fault.pointer })))
  return terms
}
