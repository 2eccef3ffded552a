import type { OfferVersion } from '#modules/catalog'

/** An add-on that somebody has beside a plan. Another quantity is another item, so that each has its days. */
export interface Item {
  readonly id: string
  readonly subscriptionId: string
  readonly offerId: string
  readonly offerVersionId: string
  readonly quantity: number
  readonly fromOn: Temporal.PlainDate // first billed day
  readonly toOn: Temporal.PlainDate | null // first day without it
  readonly billedUntil: Temporal.PlainDate // first day that no invoice covers yet
}

export const isHad = ({ toOn }: Pick<Item, 'toOn'>, on: Temporal.PlainDate): boolean =>
  toOn === null || Temporal.PlainDate.compare(toOn, on) > 0

/** Whether an add-on may be had beside a plan. */
export const isFor = ({ appliesTo }: Pick<OfferVersion, 'appliesTo'>, offerId: string): boolean =>
  appliesTo.length === 0 || appliesTo.includes(offerId)
