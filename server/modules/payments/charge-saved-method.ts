import { z } from 'zod'
import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { subscriber } from '#kernel/events.ts'
import { enqueue, job } from '#kernel/jobs.ts'
import { money, type Money } from '#kernel/money.ts'
import { zMoney } from '#kernel/wire.ts'
import { dateIn } from '#kernel/time.ts'
import { lockAccount } from '#modules/billing'
import { readTenant } from '#modules/tenants'
import type { Checkout } from './checkout.ts'
import { accountNotFound, amountNotPositive, chargeUnderWay, noSavedMethod, wrongCurrency } from './errors.ts'
import { findOpenCharge, insertCheckout } from './gateway-store.ts'
import { adapterOf, checkCheckout, fail, readWithGateway } from './run-checkout.ts'
import { findChargeable, openMethod, openOf } from './saved-method-store.ts'

export interface ChargeAsk {
  readonly accountId: string
  readonly amount: Money
  /** Names why it is charged; the same source again charges nothing. */
  readonly source: string
  /** The newest that can be charged unless said. */
  readonly savedMethodId?: string | undefined
  readonly now: Temporal.Instant
}

/** `under-way`: the outcome of another charge of the account is not known yet, and decides what is owed. */
export type ChargeStart =
  | { readonly kind: 'started'; readonly checkout: Checkout }
  | { readonly kind: 'no-method' | 'under-way' | 'repeated' }

/**
 * Writes down that the saved method of an account is to be charged. A job then does it, so that nothing outside happens inside this
 * transaction. What comes of it is what comes of every checkout: `payment.received.v1` or `checkout.failed.v1`.
 * @throws payments.account_not_found, payments.amount_not_positive, payments.wrong_currency
 */
export async function chargeSavedMethod(tx: Tx, ask: ChargeAsk): Promise<ChargeStart> {
  const account = await lockAccount(tx, ask.accountId)
  if (!account) throw accountNotFound()
  if (ask.amount.minor <= 0n) throw amountNotPositive()
  if (ask.amount.currency !== account.currency) throw wrongCurrency(ask.amount.currency, account.currency)
  if (await findOpenCharge(tx, ask.accountId)) return { kind: 'under-way' }
  const { timeZone } = await readTenant(tx)
  const method = await findChargeable(tx, ask.accountId, dateIn(ask.now, timeZone), ask.savedMethodId)
  if (!method) return { kind: 'no-method' }

  const checkout = await insertCheckout(tx, {
    gatewayId: method.gatewayId,
    accountId: ask.accountId,
    customerId: account.customerId,
    reference: `TL-${crypto.randomUUID()}`,
    amount: ask.amount,
    savedMethodId: method.id,
    source: ask.source,
    createdAt: ask.now,
  })
  if (!checkout) return { kind: 'repeated' }
  await enqueue(tx, chargeMethod.name, { checkoutId: checkout.id }, { key: `checkout:${checkout.id}` })
  return { kind: 'started', checkout }
}

/** The same because staff want it. @throws payments.no_saved_method, payments.charge_under_way, and those of `chargeSavedMethod` */
export async function chargeNow(tx: Tx, ask: Omit<ChargeAsk, 'source'>): Promise<Checkout> {
  const start = await chargeSavedMethod(tx, { ...ask, source: `staff ${crypto.randomUUID()}` })
  switch (start.kind) {
    case 'started':
      return start.checkout
    case 'no-method':
      throw noSavedMethod()
    case 'under-way':
    case 'repeated':
      throw chargeUnderWay()
    default:
      return start satisfies never
  }
}

/**
 * Charges a saved method, then asks how the payment stands: that decides. Where an answer was lost the provider refuses the repeated
 * reference, and the question tells what became of the first attempt, so nobody is charged twice.
 */
export const chargeMethod = job({
  name: 'payments.charge-saved-method',
  input: z.object({ checkoutId: z.uuid() }),
  attemptsMax: 5,
  async run({ platform, scope, transact: inTenant }, { checkoutId }) {
    const { checkout, gateway, method } = await inTenant(async (tx) => {
      const found = await readWithGateway(tx, checkoutId, platform)
      assert(found.checkout.savedMethodId, 'Only charges of saved methods are enqueued here')
      return { ...found, method: await openMethod(tx, found.checkout.savedMethodId) }
    })
    if (checkout.state !== 'open') return
    const { reference, amount } = checkout
    const charged = await adapterOf(gateway.provider).charge(gateway.access, { reference, amount, ...method })
    if (charged.kind === 'unreachable') throw new Error(charged.detail)
    const verdict = await checkCheckout(platform, scope, checkoutId)
    if (verdict.kind === 'unreachable') throw new Error(verdict.detail)
    if (verdict.kind === 'refused' && charged.kind === 'refused')
      // it was never begun
      await inTenant((tx) => fail(tx, checkout, charged.detail, platform.clock.now()))
  },
})

const zRetry = z.object({ invoiceId: z.string(), accountId: z.string(), amount: zMoney })

/** Dunning asks for what an invoice has open; what was paid meanwhile is not charged. Where nothing is kept, its other steps go on. */
export const retrySavedMethods = subscriber({
  name: 'payments.retry-saved-methods',
  types: ['payment_retry.requested.v1'],
  async handle(tx, events, { clock }) {
    for (const { id, payload } of events) {
      const { invoiceId, accountId, amount } = zRetry.parse(payload)
      const open = await openOf(tx, invoiceId)
      if (open > 0n)
        await chargeSavedMethod(tx, { accountId, amount: money(open, amount.currency), source: `retry ${id}`, now: clock.now() })
    }
  },
})
