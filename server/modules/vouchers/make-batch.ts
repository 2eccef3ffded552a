import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { enqueue, job, type JobContext } from '#kernel/jobs.ts'
import type { Money } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { openSecret, openSecrets, sealSecret } from '#kernel/vault.ts'
import { versionInForce } from '#modules/catalog'
import { readTenant } from '#modules/tenants'
import { drawCodes, drawnFor } from './code.ts'
import { notAPassPlan, redeemUntilPast, wrongCurrency } from './errors.ts'
import {
  addMade,
  findBatch,
  insertBatch,
  insertCodes,
  insertMovement,
  insertSealedKey,
  insertVouchers,
  readCodes,
  readSealedKey,
  setBatchState,
} from './store.ts'
import type { Batch, SerialRange } from './voucher.ts'

export interface BatchDraft {
  readonly offerId: string
  readonly count: number
  /** What the paper says it costs, with tax. */
  readonly price: Money
  readonly prefix?: string | undefined
  readonly redeemUntil?: Temporal.PlainDate | null | undefined
  readonly locationId?: string | null | undefined
  readonly note?: string | undefined
}

const keyPurpose = 'voucher.lookup'
const codesPurpose = 'voucher.codes'
const keyBytes = 32

/**
 * Asks for a batch; a job draws its codes.
 * @throws vouchers.not_for_vouchers, vouchers.redeem_until_past, vouchers.wrong_currency, catalog.not_found, catalog.not_on_sale
 */
export async function startBatch(tx: Tx, draft: BatchDraft, now: Temporal.Instant): Promise<Batch> {
  const { timeZone } = await readTenant(tx)
  const today = dateIn(now, timeZone)
  const version = await versionInForce(tx, draft.offerId, today)
  if (version.offerKind !== 'plan') throw notAPassPlan()
  if (draft.price.currency !== version.recurring.currency) throw wrongCurrency(version.recurring.currency)
  if (draft.redeemUntil && Temporal.PlainDate.compare(draft.redeemUntil, today) <= 0) throw redeemUntilPast()
  const id = await insertBatch(tx, {
    offerId: draft.offerId,
    offerVersionId: version.id,
    locationId: draft.locationId ?? null,
    prefix: draft.prefix ?? '',
    drawn: drawnFor(draft.count),
    count: draft.count,
    price: draft.price,
    redeemUntil: draft.redeemUntil ?? null,
    note: draft.note ?? '',
  })
  await keyOf(tx) // made before the job, whose transactions would otherwise wait for each other
  await enqueue(tx, makeBatch.name, { batchId: id }, { key: `voucher-batch:${id}` })
  return (await findBatch(tx, id))!
}

/** Codes sealed together, and drawn together. */
export const codesPerBlock = 1_000
/** Blocks of one transaction: a kill loses half a second of work. */
const blocksPerTransaction = 20

/** Draws the codes of a batch. Run again after a kill it goes on behind the last block. */
export const makeBatch = job({
  name: 'vouchers.make-batch',
  input: z.object({ batchId: z.uuid() }),
  attemptsMax: 8,
  async run(context: JobContext, { batchId }) {
    const { transact, progress } = context
    for (;;) {
      const batch = await transact((tx) => findBatch(tx, batchId))
      if (batch?.state !== 'making') return
      if (batch.madeCount === batch.count) break
      await transact((tx) => drawBlocks(tx, batch))
      await progress(Math.min(batch.count, batch.madeCount + codesPerBlock * blocksPerTransaction), batch.count)
    }
    await transact(async (tx) => {
      const batch = (await findBatch(tx, batchId))!
      await setBatchState(tx, batchId, 'ready')
      await insertMovement(tx, { batchId, kind: 'generated', from: 1, to: batch.count, count: batch.count })
      await emit(tx, 'voucher_batch.ready.v1', { batchId, number: batch.number, offerId: batch.offerId, count: batch.count }, batchId)
    })
  },
})

async function drawBlocks(tx: Tx, batch: Batch): Promise<void> {
  const key = await keyOf(tx)
  let serial = batch.madeCount + 1
  for (let block = 0; block < blocksPerTransaction && serial <= batch.count; block++) {
    const count = Math.min(codesPerBlock, batch.count - serial + 1)
    const codes = await drawBlock(tx, key, batch, serial, count)
    await insertCodes(tx, batch.id, serial, await sealSecret(tx, codes.join(' '), codesPurpose))
    serial += count
  }
  await addMade(tx, batch.id, serial - 1 - batch.madeCount)
}

/** Draws codes for serials; one that the tenant has already is drawn again. */
async function drawBlock(tx: Tx, key: Buffer, { id, prefix, drawn }: Batch, firstSerial: number, count: number): Promise<string[]> {
  const codes = drawCodes(prefix, drawn, count)
  let missing = [...codes.keys()]
  const first = await insertVouchers(
    tx,
    id,
    firstSerial,
    codes.map((code) => voucherIdOf(key, code)),
  )
  for (missing = missing.filter((index) => !first.has(index)); missing.length > 0;) {
    const index = missing[0]!
    codes[index] = drawCodes(prefix, drawn, 1)[0]!
    const taken = await insertVouchers(tx, id, firstSerial + index, [voucherIdOf(key, codes[index])])
    if (taken.size === 1) missing = missing.slice(1)
  }
  return codes
}

/** The id of the voucher of a code: keyed, so that a stolen table cannot be searched by trying codes. */
export function voucherIdOf(key: Buffer, code: string): string {
  const hex = createHmac('sha256', key).update(code).digest('hex').slice(0, 32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The tenant's key of look-ups, made at first use. */
export async function keyOf(tx: Tx): Promise<Buffer> {
  const sealed = await readSealedKey(tx)
  if (sealed !== undefined) return Buffer.from(await openSecret(tx, sealed, keyPurpose), 'base64')
  await insertSealedKey(tx, await sealSecret(tx, randomBytes(keyBytes).toString('base64'), keyPurpose))
  return keyOf(tx)
}

/** Codes of a range by serial, to be printed. */
export async function openCodes(tx: Tx, batchId: string, range: SerialRange): Promise<Map<number, string>> {
  const blocks = await readCodes(tx, batchId, range, codesPerBlock)
  const opened = await openSecrets(
    tx,
    blocks.map((block) => block.sealed),
    codesPurpose,
  )
  const all = opened.flatMap((codes, block) => codes.split(' ').map((code, index) => [blocks[block]!.firstSerial + index, code] as const))
  return new Map(all.filter(([serial]) => serial >= range.from && serial <= range.to))
}
