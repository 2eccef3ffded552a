import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { money } from '#kernel/money.ts'
import { type Problem } from '#kernel/problem.ts'
import { dateIn } from '#kernel/time.ts'
import { addPendingCharges } from '#modules/billing'
import { createCustomer } from '#modules/customers'
import { type EntryLine, post } from '#modules/ledger'
import { extendPass, startPass, type Subscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { readCode } from './code.ts'
import { codeExpired, codeMistyped, codeNotOnSale, codeUnknown, codeUsed, codeVoid } from './errors.ts'
import { keyOf, voucherIdOf } from './make-batch.ts'
import { chargeOf } from './move-vouchers.ts'
import { findBatch, findPassOf, findRunningPass, findVoucher, lockVoucher, markRedeemed } from './store.ts'
import { type Batch, serialNumber, type Voucher } from './voucher.ts'

export interface Redemption {
  /** As it was typed. */
  readonly code: string
  /** Whose pass it begins, or prolongs; a guest unless said. */
  readonly customerId?: string | undefined
  /** Where it is used, when that is known. */
  readonly locationId?: string | null | undefined
}

export interface Redeemed {
  readonly batch: Batch
  readonly serialNumber: string
  readonly subscription: Subscription
  readonly isExtension: boolean
}

/**
 * Begins the pass a voucher is for, or prolongs the one of the same terms that runs. A voucher is used once, however many try at once.
 * @throws vouchers.code_mistyped, vouchers.code_unknown, vouchers.code_used, vouchers.code_not_on_sale, vouchers.code_expired, vouchers.code_void
 */
export async function redeem(tx: Tx, { code, customerId, locationId }: Redemption, now: Temporal.Instant): Promise<Redeemed> {
  const { voucher, batch } = await usable(tx, code, now, lockVoucher)
  const running = customerId === undefined ? undefined : await findRunningPass(tx, customerId, batch.offerVersionId, now)
  const name = serialNumber(batch.number, voucher.serial)
  const subscription = running
    ? await extendPass(tx, running, now)
    : await startPass(
        tx,
        {
          customerId: customerId ?? (await createCustomer(tx, { name: `Guest ${name}` })).customerId,
          offerVersionId: batch.offerVersionId,
          locationId: locationId ?? batch.locationId,
        },
        now,
      )
  await markRedeemed(tx, voucher, subscription.id, now)
  await book(tx, voucher, batch, subscription, now)
  await emit(
    tx,
    'voucher.redeemed.v1',
    {
      batchId: batch.id,
      serialNumber: name,
      subscriptionId: subscription.id,
      customerId: subscription.customerId,
      offerId: batch.offerId,
      isExtension: running !== undefined,
    },
    subscription.id,
  )
  return { batch, serialNumber: name, subscription, isExtension: running !== undefined }
}

/**
 * The pass of a voucher: begun now, or the one that it began before, while that lasts. So a code is also the way back for somebody whose
 * device has forgotten everything.
 * @throws as `redeem`
 */
export async function passOfVoucher(
  tx: Tx,
  redemption: Redemption,
  now: Temporal.Instant,
): Promise<{ readonly subscriptionId: string; readonly serialNumber: string }> {
  const voucher = await lookUp(tx, redemption.code, lockVoucher)
  const running = voucher.state === 'redeemed' ? await findPassOf(tx, voucher.id, now) : undefined
  if (running === undefined) {
    const { subscription, serialNumber: name } = await redeem(tx, redemption, now)
    return { subscriptionId: subscription.id, serialNumber: name }
  }
  const { number } = (await findBatch(tx, voucher.batchId))!
  return { subscriptionId: running, serialNumber: serialNumber(number, voucher.serial) }
}

/** What a code is good for, without using it. @throws as `redeem` */
export async function inspect(tx: Tx, code: string, now: Temporal.Instant): Promise<{ batch: Batch; voucher: Voucher }> {
  return usable(tx, code, now, findVoucher)
}

/** The voucher of a code in whatever state it is, for staff who are shown one. @throws vouchers.code_mistyped, vouchers.code_unknown */
export async function lookUp(tx: Tx, typed: string, find = findVoucher): Promise<Voucher> {
  const code = readCode(typed)
  if (code === undefined) throw codeMistyped()
  const voucher = await find(tx, voucherIdOf(await keyOf(tx), code))
  if (!voucher) throw codeUnknown()
  return voucher
}

async function usable(tx: Tx, typed: string, now: Temporal.Instant, find: typeof findVoucher): Promise<{ voucher: Voucher; batch: Batch }> {
  const voucher = await lookUp(tx, typed, find)
  const batch = (await findBatch(tx, voucher.batchId))!
  const refusal = refusalOf(voucher, batch, dateIn(now, (await readTenant(tx)).timeZone))
  if (refusal) throw refusal
  return { voucher, batch }
}

function refusalOf({ state, redeemedAt }: Voucher, { redeemUntil }: Batch, today: Temporal.PlainDate): Problem | undefined {
  switch (state) {
    case 'redeemed':
      return codeUsed(redeemedAt)
    case 'void':
      return codeVoid()
    case 'expired':
      return codeExpired()
    case 'generated':
      return codeNotOnSale()
    case 'distributed':
    case 'sold':
      return redeemUntil && Temporal.PlainDate.compare(redeemUntil, today) <= 0 ? codeExpired() : undefined
    default:
      return state satisfies never
  }
}

/** What was paid before is earned while the pass lasts; what an agent owes for it goes on the agent's next invoice. */
async function book(tx: Tx, voucher: Voucher, batch: Batch, pass: Subscription, now: Temporal.Instant): Promise<void> {
  const { timeZone } = await readTenant(tx)
  const today = dateIn(now, timeZone)
  const name = serialNumber(batch.number, voucher.serial)
  const { currency } = batch.price
  if (voucher.paidMinor > 0n) {
    const amount = money(voucher.paidMinor, currency)
    const lasts = { from: today, to: pass.endsOn! }
    const isOneDay = Temporal.PlainDate.compare(today.add({ days: 1 }), pass.endsOn!) >= 0
    const line: EntryLine = isOneDay
      ? { debit: 'sold-vouchers', credit: 'revenue', amount }
      : { debit: 'sold-vouchers', credit: 'deferred-revenue', amount, earnedOver: lasts }
    await post(tx, {
      bookedOn: today,
      description: `Voucher used: ${name}`,
      sourceKind: 'voucher-use',
      sourceId: voucher.id,
      lines: [line],
    })
  }
  if (voucher.owedMinor > 0n && voucher.agentAccountId)
    await addPendingCharges(tx, [
      await chargeOf(tx, batch, {
        accountId: voucher.agentAccountId,
        amount: money(voucher.owedMinor, currency),
        description: `${batch.offerName}, ${name}`,
        billOn: today.with({ day: 1 }).add({ months: 1 }),
        source: `voucher ${voucher.id}`,
      }),
    ])
}
