import { z } from 'zod'
import { assert } from '#kernel/assert.ts'
import { type Scope, transact, type Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { enqueue, job } from '#kernel/jobs.ts'
import type { Money } from '#kernel/money.ts'
import type { Platform } from '#kernel/platform.ts'
import { readAccount, readCustomer } from '#modules/customers'
import { readTenant } from '#modules/tenants'
import { type Checkout, judge, type Verdict } from './checkout.ts'
import {
  amountNotPositive,
  checkoutNotFound,
  credentialsMissing,
  currencyNotTaken,
  emailMissing,
  gatewayDisabled,
  gatewayNotFound,
  wrongCurrency,
} from './errors.ts'
import { type Failure, gatewayReach, type PaymentGateway, type Standing } from './gateway.ts'
import {
  checkoutsToAsk,
  findCheckout,
  findGateway,
  type Gateway,
  type GatewayWithAccess,
  insertCheckout,
  lockCheckout,
  moveCheckout,
  noteCheck,
  openGateway,
  readGateways,
  recordUrl,
} from './gateway-store.ts'
import { gateways } from './gateways.ts'
import { receivePayment } from './receive-payment.ts'
import { keepMethod } from './saved-method-store.ts'

/**
 * Writes down that a customer is asked for an amount. A job then registers it with the gateway and records the address at which
 * the customer pays, so that nothing outside happens inside this transaction.
 * @throws payments.gateway_not_found, payments.gateway_disabled, payments.credentials_missing, payments.currency_not_taken,
 *   payments.wrong_currency, payments.amount_not_positive, payments.email_missing
 */
export async function startCheckout(
  tx: Tx,
  ask: {
    /** Where its page has to know it before it is there. */
    id?: string | undefined
    accountId: string
    gatewayId: string
    amount: Money
    email?: string | undefined
    keepsMethod?: boolean | undefined
    /** Where the browser comes back to, below our own address. */
    returnPath?: string | undefined
    now: Temporal.Instant
  },
): Promise<Checkout> {
  const gateway = await findGateway(tx, ask.gatewayId)
  if (!gateway) throw gatewayNotFound()
  if (!gateway.enabled) throw gatewayDisabled(gateway.name)
  if (!gateway.hasCredentials) throw credentialsMissing(gateway.name)
  const account = await readAccount(tx, ask.accountId)
  if (ask.amount.minor <= 0n) throw amountNotPositive()
  if (ask.amount.currency !== account.currency) throw wrongCurrency(ask.amount.currency, account.currency)
  const adapter = adapterOf(gateway.provider)
  if (!adapter.currencies.includes(ask.amount.currency)) throw currencyNotTaken(adapter.title, ask.amount.currency)
  const email = ask.email ?? (await readCustomer(tx, account.customerId)).email ?? ((await readTenant(tx)).email || undefined)
  if (!email) throw emailMissing()

  const checkout = await insertCheckout(tx, {
    id: ask.id,
    gatewayId: gateway.id,
    accountId: account.id,
    customerId: account.customerId,
    reference: `TL-${crypto.randomUUID()}`,
    amount: ask.amount,
    keepsMethod: ask.keepsMethod ?? false,
    createdAt: ask.now,
  })
  assert(checkout, 'Only charges of saved methods have a source')
  await enqueue(tx, openCheckout.name, { checkoutId: checkout.id, email, returnPath: ask.returnPath }, { key: `checkout:${checkout.id}` })
  return checkout
}

/** The gateway that a customer pays through by themselves: the first by name that is open and takes the currency. */
export async function gatewayFor(tx: Tx, currency: string): Promise<Gateway | undefined> {
  const usable = (await readGateways(tx)).filter(({ enabled, hasCredentials }) => enabled && hasCredentials)
  return usable.find(({ provider }) => adapterOf(provider).currencies.some((taken) => taken === currency))
}

/** Registers a checkout with its gateway. Where the answer to an earlier attempt was lost, the customer never saw an address. */
export const openCheckout = job({
  name: 'payments.open-checkout',
  input: z.object({ checkoutId: z.uuid(), email: z.string(), returnPath: z.string().startsWith('/').default('/pay/return') }),
  attemptsMax: 5,
  async run({ platform, transact: inTenant }, { checkoutId, email, returnPath }) {
    const { checkout, gateway } = await inTenant((tx) => readWithGateway(tx, checkoutId, platform))
    if (checkout.state !== 'open' || checkout.url !== null) return
    const answer = await adapterOf(gateway.provider).open(gateway.access, {
      reference: checkout.reference,
      amount: checkout.amount,
      email,
      returnUrl: `${platform.publicUrl}${returnPath}`,
    })
    if (answer.kind === 'unreachable') throw new Error(answer.detail)
    await inTenant((tx) =>
      answer.kind === 'opened' ? opened(tx, checkout, answer.url) : fail(tx, checkout, answer.detail, platform.clock.now()),
    )
  },
})

async function opened(tx: Tx, checkout: Checkout, url: string): Promise<void> {
  await recordUrl(tx, checkout.id, url)
  await emit(
    tx,
    'checkout.opened.v1',
    { checkoutId: checkout.id, accountId: checkout.accountId, customerId: checkout.customerId, url },
    checkout.id,
  )
}

export async function fail(tx: Tx, checkout: Checkout, error: string, at: Temporal.Instant): Promise<void> {
  await moveCheckout(tx, checkout.id, { state: 'failed', error, at })
  await emit(
    tx,
    'checkout.failed.v1',
    {
      checkoutId: checkout.id,
      accountId: checkout.accountId,
      customerId: checkout.customerId,
      amount: checkout.amount,
      savedMethodId: checkout.savedMethodId,
      reason: error,
    },
    checkout.id,
  )
}

/**
 * Asks the gateway how the payment of a checkout stands, outside any transaction, and does what follows from it. However often and
 * from however many sides this is called, money is taken once.
 */
export async function checkCheckout(platform: Platform, scope: Scope, checkoutId: string): Promise<Verdict | Failure> {
  const { checkout, gateway } = await transact(platform.db, scope, (tx) => readWithGateway(tx, checkoutId, platform))
  if (checkout.state === 'paid') return { kind: 'nothing' }
  const standing = await adapterOf(gateway.provider).read(gateway.access, checkout.reference)
  const now = platform.clock.now()
  if (standing.kind === 'refused' || standing.kind === 'unreachable') {
    await transact(platform.db, scope, (tx) => noteCheck(tx, checkoutId, now, standing.detail))
    return standing
  }
  return transact(platform.db, scope, (tx) => follow(tx, checkoutId, gateway, standing, now))
}

async function follow(tx: Tx, checkoutId: string, gateway: GatewayWithAccess, standing: Standing, now: Temporal.Instant): Promise<Verdict> {
  const checkout = await lockCheckout(tx, checkoutId)
  assert(checkout, 'Checkouts are never deleted')
  const verdict = judge(checkout, standing, now)
  switch (verdict.kind) {
    case 'take':
      await take(tx, checkout, gateway, verdict.receivedAt, now)
      if (checkout.keepsMethod && verdict.reusable) await keepMethod(tx, checkout, verdict.reusable)
      break
    case 'fail':
      await fail(tx, checkout, verdict.reason, now)
      break
    case 'abandon':
      if (checkout.savedMethodId) await fail(tx, checkout, 'The gateway knew of no outcome for a day.', now)
      else await moveCheckout(tx, checkout.id, { state: 'abandoned', error: null, at: now })
      break
    case 'reject':
      await noteCheck(tx, checkout.id, now, verdict.reason)
      break
    case 'wait':
      await noteCheck(tx, checkout.id, now, null)
      break
    case 'nothing':
      break
    default:
      verdict satisfies never
  }
  return verdict
}

async function take(
  tx: Tx,
  checkout: Checkout,
  gateway: GatewayWithAccess,
  receivedAt: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<void> {
  const isPast = receivedAt !== null && Temporal.Instant.compare(receivedAt, now) <= 0 // the other side's clock may be ahead
  await receivePayment(tx, {
    accountId: checkout.accountId,
    amount: checkout.amount,
    method: gateway.provider,
    reference: checkout.reference,
    receivedAt: isPast ? receivedAt : now,
    checkoutId: checkout.id,
    now,
  })
  await moveCheckout(tx, checkout.id, { state: 'paid', error: null, at: now })
}

export async function readWithGateway(
  tx: Tx,
  checkoutId: string,
  { config }: Pick<Platform, 'config'>,
): Promise<{ checkout: Checkout; gateway: GatewayWithAccess }> {
  const checkout = await findCheckout(tx, checkoutId)
  if (!checkout) throw checkoutNotFound()
  const gateway = await openGateway(tx, checkout.gatewayId, gatewayReach(config))
  assert(gateway, 'A checkout has a gateway')
  return { checkout, gateway }
}

export function adapterOf(provider: string): PaymentGateway {
  const adapter = gateways.get(provider)
  assert(adapter, `There is an adapter for ${provider}`)
  return adapter
}

const askedAtOnce = 100

/** Asks about checkouts that stay open: the webhook may be lost, or the customer never came back. */
export const askGateways = job({
  name: 'payments.ask-gateways',
  input: z.object({}),
  schedule: '*/5 * * * *',
  attemptsMax: 2,
  async run({ platform, scope, transact: inAll }) {
    const open = await inAll((tx) => checkoutsToAsk(tx, platform.clock.now(), askedAtOnce))
    for (const { id, tenantId } of open) await checkCheckout(platform, { ...scope, tenants: [tenantId] }, id)
  },
})
