/**
 * How long a million vouchers take: codes drawn, sealed, and stored so that each is found by its code only and no two are alike.
 * Run: npm run -s bench -- vouchers [--short]
 */
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { systemClock } from '#kernel/time.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { makeBatch, startBatch } from '#modules/vouchers'
import { platformOf, withInstallation } from './lib/installation.ts'
import { meterProcessors } from './lib/processes.ts'
import { readOptions, report } from './lib/report.ts'

const { isShort } = readOptions()
const count = isShort ? 200_000 : 1_000_000

await withInstallation(async (installation) => {
  const now = systemClock.now()
  const batch = await installation.transact(async (tx) => {
    const terms = {
      validFrom: Temporal.PlainDate.from('2026-01-01'),
      recurring: money(50_000n, 'BDT'),
      downloadBps: 5_000_000n,
      uploadBps: 5_000_000n,
      pass: { unit: 'hour' as const, count: 24 },
    }
    const { offerId } = await createOffer(tx, { code: 'DAY', name: 'Day pass', technology: 'hotspot', terms })
    await publishOffer(tx, offerId)
    return startBatch(tx, { offerId, count, price: money(50_000n, 'BDT'), prefix: 'K7' }, now)
  })
  const { platform, scope } = platformOf(installation)
  const meter = meterProcessors({ postgres: installation.postgres.pid })
  const begun = performance.now()
  await runJobNow(platform, makeBatch, scope, { batchId: batch.id })
  const seconds = (performance.now() - begun) / 1_000
  const processors = meter(count)
  await platform.db.close()

  const { rows } = await installation.transact((tx) =>
    sql<{ vouchers: bigint; different: bigint }>`select count(*) as vouchers, count(distinct id) as different from voucher`.execute(tx),
  )
  if (rows[0]!.vouchers !== BigInt(count) || rows[0]!.different !== BigInt(count))
    throw new Error(`${rows[0]!.different} of ${count} were made`)
  report({
    bench: 'vouchers',
    value: Number(seconds.toFixed(1)),
    unit: 's',
    vouchers: count,
    perSecond: Math.round(count / seconds),
    ...processors,
  })
})
