import { stringify } from '#kernel/db.ts'
import { type OfferVersion, readVersionsOf } from '#modules/catalog'
import type { AlternativeJson } from '#modules/simulations'
import type { Book } from './book.ts'
import type { Change } from './change.ts'
import { Refusal } from './refusal.ts'

type Request = Change[number]
type NewPrice = NonNullable<AlternativeJson['prices']>[number]

/** The requests to the API that make an alternative; settings before prices, so that moving everybody already follows them. */
export async function requestsFor(alternative: AlternativeJson, book: Book, today: Temporal.PlainDate): Promise<Change> {
  const { prices = [], taxes = [], dunning = [], billing } = alternative
  const requests: Request[] = [
    ...taxes.map((rate) => post('/tax-rates', { ...rate, validFrom: today.toString() })),
    ...(billing ? [put('/billing-settings', billing)] : []),
    ...dunning.map(({ id, segment, ...stage }) =>
      id === undefined ? post('/dunning-stages', { segment, ...stage }) : put(`/dunning-stages/${id}`, stage),
    ),
  ]
  for (const price of prices) requests.push(...newTerms(price, await latestVersion(book, price.offerId), today, requests.length))
  return requests
}

const latestVersion = async (book: Book, offerId: string): Promise<OfferVersion | undefined> =>
  (await book.transact((tx) => readVersionsOf(tx, offerId)))[0]

/** The latest terms at another price, and a move of everybody to them. @param before how many requests come first */
function newTerms(
  { offerId, recurring }: NewPrice,
  latest: OfferVersion | undefined,
  today: Temporal.PlainDate,
  before: number,
): Request[] {
  if (!latest) throw new Refusal('A plan whose price is changed does not exist any more.')
  const validFrom = Temporal.PlainDate.compare(latest.validFrom, today) > 0 ? latest.validFrom : today
  const body = JSON.parse(stringify({ ...latest, recurring, validFrom })) as Request['body'] // what is not a term is left aside there
  return [post(`/plans/${offerId}/versions`, body), post('/plan-migrations', { offerId, toVersionId: `{${before + 1}.versionId}` })]
}

// As they were checked when somebody asked for them: JSON.
const post = (path: string, body: unknown): Request => ({ method: 'POST', path, body: body as Request['body'], ifMatch: '*' })
const put = (path: string, body: unknown): Request => ({ ...post(path, body), method: 'PUT' })
