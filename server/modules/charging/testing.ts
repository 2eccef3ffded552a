import { money } from '#kernel/money.ts'
import type { TestTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, subscribe } from '#modules/subscriptions'

/** A prepaid subscription in service, whose plan itself costs nothing. @returns its id */
export async function prepaidSubscriber(tenant: TestTenant, currency = 'BDT'): Promise<string> {
  const day = Temporal.PlainDate.from('2026-01-01')
  return tenant.transact(async (tx) => {
    const { offerId } = await createOffer(tx, {
      code: `P-${crypto.randomUUID().slice(0, 8)}`,
      name: 'Prepaid',
      technology: 'mobile',
      terms: { validFrom: day, recurring: money(0n, currency), downloadBps: 20_000_000n, uploadBps: 10_000_000n },
    })
    await publishOffer(tx, offerId)
    const { customerId } = await createCustomer(tx, { name: 'Rahima Begum' })
    const { id } = await subscribe(tx, { customerId, offerId, startOn: day })
    await activate(tx, id, tenant.platform.clock.now())
    return id
  })
}
