// Customers of Spark Wi-Fi who pay at the stand-in of Paystack while the demo runs.
import { transact } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { startCheckout } from '#modules/payments'
import type { Paystack } from '#simulators/paystack'
import { findOpenInvoice } from './store.ts'

const everyMs = 90_000
const declinedEvery = 10

/** Lets somebody begin to pay an open invoice now and then; at the next turn they have paid, or their card was declined. */
export function payNowAndThen(
  platform: Platform,
  paystack: Paystack,
  owner: { readonly tenantId: string; readonly gatewayId: string },
): { stop(): void } {
  const scope = { tenants: [owner.tenantId], actor: 'demo', requestId: '' }
  let turns = 0
  let reference: string | undefined

  async function turn(): Promise<void> {
    const begun = reference
    reference = undefined
    if (begun && ++turns % declinedEvery === 0) paystack.decline(begun)
    else if (begun) await paystack.pay(begun)
    reference = await transact(platform.db, scope, async (tx) => {
      const invoice = await findOpenInvoice(tx)
      return invoice && (await startCheckout(tx, { ...invoice, gatewayId: owner.gatewayId, now: platform.clock.now() })).reference
    })
  }

  const timer = setInterval(() => void turn().catch((error: unknown) => log.warn({ err: error }, 'a checkout of the demo failed')), everyMs)
  return { stop: () => clearInterval(timer) }
}
