import type { Tx } from '#kernel/db.ts'
import { compareDecimals, decimalToMoney, subtractDecimals, sumDecimals } from '#kernel/decimal.ts'
import { emitAll } from '#kernel/events.ts'
import type { Decimal } from '#kernel/money.ts'
import { readTenant } from '#modules/tenants'
import type { CompiledTariff } from './rating/compile-tariff.ts'
import { rateUsage } from './rating/rate-usage.ts'
import { lockRecords, type StoredRecord, storeRerated } from './usage-store.ts'

export interface Rerated {
  readonly record: StoredRecord
  readonly zone: string
  readonly cost: Decimal
  readonly difference: Decimal // what is to be charged on top; negative: to be given back
}

/**
 * Rates stored records anew, the oldest first. A record keeps its identity and what it cost before; only where the cost differs is
 * anything written. `usage.rerated.v1` tells the difference of each subscription, of what was billed apart: an issued invoice is never
 * edited, the next one adjusts it.
 */
export async function rerateUsage(tx: Tx, recordIds: readonly string[], tariff: CompiledTariff, now: Temporal.Instant): Promise<Rerated[]> {
  const records = await lockRecords(tx, recordIds)
  const rerated = records.flatMap((record) => {
    const rated = rateUsage(tariff, record)
    if (typeof rated === 'string' || compareDecimals(rated.cost, record.cost) === 0) return []
    return [{ record, ...rated, difference: subtractDecimals(rated.cost, record.cost) }]
  })
  await storeRerated(tx, rerated, now)
  await announce(tx, rerated)
  return rerated
}

async function announce(tx: Tx, rerated: readonly Rerated[]): Promise<void> {
  if (rerated.length === 0) return
  const { id: tenantId, currency } = await readTenant(tx)
  const total = (own: readonly Rerated[]) => decimalToMoney(sumDecimals(own.map((one) => one.difference)), currency)
  await emitAll(
    tx,
    [...Map.groupBy(rerated, ({ record }) => record.subscriptionId)].map(([subscriptionId, own]) => ({
      tenantId,
      type: 'usage.rerated.v1',
      subject: subscriptionId,
      payload: {
        subscriptionId,
        records: own.length,
        difference: total(own),
        ofWhichBilled: total(own.filter(({ record }) => record.state === 'billed')),
      },
    })),
  )
}
