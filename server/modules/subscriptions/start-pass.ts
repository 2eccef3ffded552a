import type { Tx } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import { billDayOf, type OfferVersion, readVersions, validityEnd } from '#modules/catalog'
import { readAccountsOf } from '#modules/customers'
import { readTenant } from '#modules/tenants'
import { notAPass } from './errors.ts'
import { announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { updateSubscriptions } from './store.ts'
import { addSubscriptions, chooseAccount, requireSameCurrency } from './subscribe.ts'
import { isAllowed, type Subscription } from './subscription.ts'

export interface PassDraft {
  readonly customerId: string
  readonly accountId?: string | undefined
  /** The terms that were paid for, which need not be those on sale today. */
  readonly offerVersionId: string
  readonly locationId?: string | null | undefined
}

/**
 * Begins a pass: service that was paid at once, to the moment its time is over. It is billed by nobody, and ends by itself.
 *
 *   24 hours:   10 Mar 15:00 ├────────┤ 11 Mar 15:00
 */
export async function startPass(tx: Tx, draft: PassDraft, now: Temporal.Instant): Promise<Subscription> {
  const { timeZone } = await readTenant(tx)
  const version = (await readVersions(tx, [draft.offerVersionId])).get(draft.offerVersionId)!
  const account = chooseAccount(await readAccountsOf(tx, [draft.customerId]), draft.accountId)
  requireSameCurrency(version, account)
  const today = dateIn(now, timeZone)
  const [pending] = await addSubscriptions(tx, [
    {
      customerId: draft.customerId,
      accountId: account.id,
      offerId: version.offerId,
      offerVersionId: version.id,
      locationId: draft.locationId ?? null,
      startOn: today,
      billDay: billDayOf(version, today, account.billDay),
    },
  ])
  const pass: Subscription = {
    ...pending!,
    state: 'active',
    activatedAt: now,
    ...paidUntil(validityEnd(lengthOf(version), now, timeZone), timeZone),
  }
  await updateSubscriptions(tx, [pass])
  await announce(tx, 'subscription.activated.v1', [pass], (one) => ({ startedOn: one.startedOn }))
  return pass
}

/**
 * Prolongs a pass that is running by another of the same terms, from its end on.
 * @throws subscriptions.not_found, subscriptions.not_a_pass when it is over, or was never a pass
 */
export async function extendPass(tx: Tx, id: string, now: Temporal.Instant): Promise<Subscription> {
  const pass = await lockSubscription(tx, id)
  const isRunning = pass.endsAt !== null && Temporal.Instant.compare(pass.endsAt, now) > 0 && isAllowed(pass.state, 'end')
  if (!isRunning) throw notAPass(pass.number)
  const { timeZone } = await readTenant(tx)
  const version = (await readVersions(tx, [pass.offerVersionId])).get(pass.offerVersionId)!
  const extended: Subscription = { ...pass, ...paidUntil(validityEnd(lengthOf(version), pass.endsAt!, timeZone), timeZone) }
  await updateSubscriptions(tx, [extended])
  await announce(tx, 'subscription.extended.v1', [extended], (one) => ({ endsAt: one.endsAt }))
  return extended
}

const lengthOf = ({ pass, cycle }: OfferVersion) => pass ?? cycle

/** The day on which a pass ends is its last; nothing of it is left to be billed. */
function paidUntil(endsAt: Temporal.Instant, timeZone: string): Pick<Subscription, 'endsAt' | 'endsOn' | 'billedUntil'> {
  const lastMoment = endsAt.subtract({ nanoseconds: 1 }) // one that ends at midnight has its last day before it
  const endsOn = dateIn(lastMoment, timeZone).add({ days: 1 })
  return { endsAt, endsOn, billedUntil: endsOn }
}
