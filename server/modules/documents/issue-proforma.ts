import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { dateIn } from '#kernel/time.ts'
import { quote, type QuoteAsk } from '#modules/billing'
import { readAccountsOf } from '#modules/customers'
import { readSubscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { nothingToPay, proformaNeedsCustomer } from './errors.ts'
import { askedBy, dueOf, type Proforma } from './proforma.ts'
import { insertProforma } from './proforma-store.ts'

export interface ProformaAsk {
  readonly ask: QuoteAsk
  readonly validDays: number
  readonly isMailed: boolean
}

/**
 * Writes down what a step would cost, for who must have a paper before paying; nothing is billed, booked or changed.
 * @throws documents.proforma_needs_customer, documents.nothing_to_pay, and what quotes throw
 */
export async function issueProforma(tx: Tx, { ask, validDays, isMailed }: ProformaAsk, now: Temporal.Instant): Promise<Proforma> {
  const payer = await payerOf(tx, ask)
  const asked = askedBy(await quote(tx, ask, now))
  if (!asked) throw nothingToPay()
  const issuedOn = dateIn(now, (await readTenant(tx)).timeZone)
  const proforma = await insertProforma(tx, { ...payer, ...asked, issuedOn, validUntil: issuedOn.add({ days: validDays }) })
  const { id, number, customerId, accountId, validUntil } = proforma
  await emit(tx, 'proforma.issued.v1', { proformaId: id, number, customerId, accountId, due: dueOf(proforma), validUntil, isMailed }, id)
  return proforma
}

/** Whom a step would be billed to. */
async function payerOf(tx: Tx, ask: QuoteAsk): Promise<{ customerId: string; accountId: string }> {
  if (ask.kind === 'terms') throw proformaNeedsCustomer()
  if (ask.kind !== 'subscription') return readSubscription(tx, ask.subscriptionId)
  const accountId = ask.accountId ?? (await readAccountsOf(tx, [ask.customerId]))[0]?.id
  if (accountId === undefined) throw proformaNeedsCustomer()
  return { customerId: ask.customerId, accountId }
}
