import { type Currency, isNegative, type Money } from '#kernel/money.ts'
import { type Charge, ownCharges } from './charge.ts'
import { cycleCountMax } from './cycle.ts'
import type { Kind, OfferTerms } from './offer.ts'

/** A wrong part of terms, as the pointer and words for a form. */
export interface TermsFault {
  readonly pointer: string
  readonly detail: string
}

/** What contradicts itself in terms; empty when they can be sold. */
export function faultsIn(terms: OfferTerms, kind: Kind, currency: Currency): TermsFault[] {
  return [
    ...faultsInPrices(terms, currency),
    ...faultsInCycle(terms),
    ...faultsInCharges(terms),
    ...faultsInPhases(terms),
    ...faultsInSpeeds(terms, kind),
    ...faultsInQuota(terms),
    ...faultsInTiers(terms),
    ...faultsInQuality(terms),
    ...faultsInTopUp(terms, kind),
  ]
}

/** A fault for each condition that holds. */
const found = (...faults: readonly (readonly [isWrong: boolean, pointer: string, detail: string])[]): TermsFault[] =>
  faults.flatMap(([isWrong, pointer, detail]) => (isWrong ? [{ pointer, detail }] : []))

const faultsInPrice = (price: Money, pointer: string, currency: Currency, inOther: string): TermsFault[] =>
  found([price.currency !== currency, `${pointer}/currency`, inOther], [isNegative(price), `${pointer}/minor`, 'A price is not negative.'])

function faultsInPrices({ recurring, setup, prices, charges, commitment }: OfferTerms, currency: Currency): TermsFault[] {
  const sameCurrency = 'Use the currency of the recurring price.'
  const fee = commitment?.fee.kind === 'fixed' ? commitment.fee.amount : undefined
  return [
    ...faultsInPrice(recurring, '/recurring', currency, `Prices are in ${currency}.`),
    ...faultsInPrice(setup, '/setup', recurring.currency, sameCurrency),
    ...charges.flatMap(({ price }, at) => (price ? faultsInPrice(price, `/charges/${at}/price`, recurring.currency, sameCurrency) : [])),
    ...(fee ? faultsInPrice(fee, '/commitment/fee/amount', recurring.currency, sameCurrency) : []),
    ...found([prices[currency] !== undefined, `/prices/${currency}`, `Prices in ${currency} are those of the plan itself.`]),
    ...Object.entries(prices).flatMap(([code, other]) => {
      const at = `/prices/${code}`
      const within = code as Currency // a key that zod has read as one
      const words = `Give prices in ${code} here.`
      const priced = charges.filter((charge) => charge.price !== null)
      return [
        ...faultsInPrice(other.recurring, `${at}/recurring`, within, words),
        ...faultsInPrice(other.setup, `${at}/setup`, within, words),
        ...Object.entries(other.charges).flatMap(([charge, price]) => faultsInPrice(price, `${at}/charges/${charge}`, within, words)),
        ...priced.flatMap((charge) =>
          found([!other.charges[charge.code], `${at}/charges/${charge.code}`, `Give the price of ${charge.name} in ${code}.`]),
        ),
      ]
    }),
  ]
}

function faultsInCycle({ cycle: { unit, count } }: OfferTerms): TermsFault[] {
  const max = cycleCountMax[unit]
  return found([count > max, '/cycle/count', `A cycle is a year at most: ${max} ${unit}s.`])
}

function faultsInCharges({ charges }: OfferTerms): TermsFault[] {
  const taken = new Set<string>(Object.values(ownCharges))
  return charges.flatMap((charge, at) => {
    const isTaken = taken.has(charge.code)
    taken.add(charge.code)
    return found(
      [isTaken, `/charges/${at}/code`, `There is a charge with the code "${charge.code}" already.`],
      ...faultsInKind(charge, `/charges/${at}`),
    )
  })
}

function faultsInKind({ kind, price, usage }: Charge, at: string): (readonly [boolean, string, string])[] {
  const isUsage = kind === 'usage'
  return [
    [!isUsage && price === null, `${at}/price`, 'Give a price.'],
    [!isUsage && usage !== null, `${at}/usage`, 'Only a charge by usage has a meter.'],
    [isUsage && usage === null, `${at}/usage`, 'Say which meter is charged, and how.'],
    [isUsage && price !== null, `${at}/price`, 'A charge by usage is priced by its model.'],
  ]
}

const faultsInPhases = ({ phases }: OfferTerms): TermsFault[] =>
  phases.flatMap(({ kind }, at) =>
    found([kind === 'trial' && at > 0, `/phases/${at}`, 'A trial is the first phase, because it ends with the first bill.']),
  )

function faultsInSpeeds(terms: OfferTerms, kind: Kind): TermsFault[] {
  const { downloadBps, uploadBps, throttledDownloadBps, throttledUploadBps } = terms
  return found(
    [kind === 'plan' && downloadBps === 0n, '/downloadBps', 'Give a speed above zero.'],
    [kind === 'plan' && uploadBps === 0n, '/uploadBps', 'Give a speed above zero.'],
    [
      !!throttledDownloadBps && throttledDownloadBps > downloadBps,
      '/throttledDownloadBps',
      'The throttled speed is not above the full speed.',
    ],
    [!!throttledUploadBps && throttledUploadBps > uploadBps, '/throttledUploadBps', 'The throttled speed is not above the full speed.'],
  )
}

function faultsInQuota(terms: OfferTerms): TermsFault[] {
  const { quotaBytes, quotaPolicy, rollover, throttledDownloadBps, throttledUploadBps } = terms
  return found(
    [
      (quotaPolicy === 'none') !== (quotaBytes === null),
      '/quotaPolicy',
      quotaBytes === null
        ? 'Without a quota there is nothing to throttle or cut. Give a quota.'
        : 'Say what happens when the quota is used up: throttle or cut.',
    ],
    [
      quotaPolicy === 'throttle' && !(throttledDownloadBps && throttledUploadBps),
      '/throttledDownloadBps',
      'Give the speeds that remain after the quota, down and up.',
    ],
    [rollover !== null && quotaBytes === null, '/rollover', 'Without a quota nothing remains that could live on.'],
  )
}

function faultsInQuality({ quality, downloadBps, uploadBps }: OfferTerms): TermsFault[] {
  const { burst, guaranteed } = quality ?? {}
  return found(
    [
      !!burst && (burst.downloadBps < downloadBps || burst.uploadBps < uploadBps),
      '/quality/burst/downloadBps',
      'A burst is not slower than the speed of the plan.',
    ],
    [
      !!guaranteed && (guaranteed.downloadBps > downloadBps || guaranteed.uploadBps > uploadBps),
      '/quality/guaranteed/downloadBps',
      'What is guaranteed is not above the speed of the plan.',
    ],
  )
}

/** Each tier begins later and is slower than what is before it; the last begins before the quota ends, if there is one. */
function faultsInTiers({ fupTiers, quotaBytes, downloadBps, uploadBps }: OfferTerms): TermsFault[] {
  return fupTiers.flatMap((tier, at) => {
    const before = fupTiers[at - 1] ?? { usedBytes: 0n, downloadBps, uploadBps }
    return found(
      [tier.usedBytes <= before.usedBytes, `/fupTiers/${at}/usedBytes`, 'A tier begins after the one before it.'],
      [quotaBytes !== null && tier.usedBytes >= quotaBytes, `/fupTiers/${at}/usedBytes`, 'A tier begins before the quota is used up.'],
      [
        tier.downloadBps > before.downloadBps || tier.uploadBps > before.uploadBps,
        `/fupTiers/${at}/downloadBps`,
        'A tier is not faster than what is before it.',
      ],
    )
  })
}

const faultsInTopUp = ({ topUp }: OfferTerms, kind: Kind): TermsFault[] =>
  found(
    [kind === 'top-up' && topUp === null, '/topUp', 'Say what the top-up grants.'],
    [kind !== 'top-up' && topUp !== null, '/topUp', 'Only a top-up grants something when it is bought.'],
  )
