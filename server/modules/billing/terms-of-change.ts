import { createHash } from 'node:crypto'
import { stringify, type Tx } from '#kernel/db.ts'
import { startOfDay } from '#kernel/time.ts'
import type { Change } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import type { LineDraft } from './invoice.ts'
import { type ChangeAsk, type Quote, quote } from './quote.ts'

/**
 * What a change costs from a day on, as a fingerprint: the fees that come with it and what each cycle costs after it, with taxes. Days are
 * no part of it, nor what is shared by them or given back: those follow from the day, which whoever agrees to wait does not choose.
 * @returns null for what costs nothing of its own
 * @throws what keeps the change from being made
 */
export async function termsOfChange(tx: Tx, subscriptionId: string, change: Change, on: Temporal.PlainDate): Promise<string | null> {
  const ask = askOf(subscriptionId, change)
  if (!ask) return null
  const quoted = await quote(tx, ask, startOfDay(on, (await readTenant(tx)).timeZone))
  const said = stringify([...feesOf(quoted), ...cycleOf(quoted, on)].map(priceOf))
  return createHash('sha256').update(said).digest('base64url')
}

function askOf(subscriptionId: string, change: Change): ChangeAsk | null {
  switch (change.kind) {
    case 'plan':
      return { kind: 'plan-change', subscriptionId, offerId: change.offerId }
    case 'add-item':
      return { kind: 'add-on', subscriptionId, offerId: change.offerId, quantity: change.quantity }
    case 'item-quantity':
      return { kind: 'quantity', subscriptionId, itemId: change.itemId, quantity: change.quantity }
    case 'remove-item':
      return { kind: 'removal', subscriptionId, itemId: change.itemId }
    case 'transfer':
      return { kind: 'transfer', subscriptionId, customerId: change.customerId, accountId: change.accountId }
    case 'cancel':
      return { kind: 'cancellation', subscriptionId }
    case 'pause':
    case 'resume':
      return null
    default:
      return change satisfies never
  }
}

const feesOf = ({ invoices }: Quote) =>
  invoices.flatMap(({ invoice }) => invoice.lines).filter(({ kind }) => kind === 'one-time' || kind === 'termination-fee')

/** The last of the bills that a quote shows is one of whole cycles. */
const cycleOf = ({ invoices }: Quote, on: Temporal.PlainDate) =>
  (invoices.at(-1)?.invoice.lines ?? []).filter(
    ({ kind, from }) => kind === 'recurring' && from !== null && Temporal.PlainDate.compare(from, on) >= 0,
  )

const priceOf = ({ description, quantity, unit, discount, net, taxes }: LineDraft) => ({
  description,
  quantity,
  unit,
  discount,
  net,
  taxes,
})
