import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { openFiles } from '#kernel/files.ts'
import { enqueue, job, type JobContext } from '#kernel/jobs.ts'
import type { Platform } from '#kernel/platform.ts'
import { zip } from '#kernel/zip.ts'
import { creditNoteDocument, type DrawnDocument, findCreditNoteForm, findTaxForm, invoiceDocument, readBillRun } from '#modules/billing'
import { receiptDocument } from '#modules/payments'
import type { TaxForm } from '#modules/tax'
import { readTenant } from '#modules/tenants'
import { type Archive, type ArchiveKind, type ArchiveSpan, partName, type Place } from './archive.ts'
import { nothingToArchive, onlyInvoicesHaveRuns, spanUnknown } from './errors.ts'
import {
  addPart,
  countDocuments,
  endOfParts,
  expireArchives,
  failArchive,
  findArchive,
  finishArchive,
  insertArchive,
  nextDocuments,
} from './store.ts'

export interface ArchiveAsk {
  readonly kind: ArchiveKind
  readonly from?: Temporal.PlainDate | undefined
  readonly to?: Temporal.PlainDate | undefined
  readonly billRunId?: string | undefined
}

/**
 * Asks for an archive; a job makes it.
 * @throws documents.span_unknown, documents.only_invoices_have_runs, documents.nothing_to_archive
 */
export async function startArchive(tx: Tx, ask: ArchiveAsk): Promise<Archive> {
  const span = await spanOf(tx, ask)
  const count = await countDocuments(tx, span, (await readTenant(tx)).timeZone)
  if (count === 0n) throw nothingToArchive()
  const id = await insertArchive(tx, span, count)
  await enqueue(tx, makeArchive.name, { archiveId: id }, { key: `document-archive:${id}` })
  return (await findArchive(tx, id))!
}

async function spanOf(tx: Tx, { kind, from, to, billRunId }: ArchiveAsk): Promise<ArchiveSpan> {
  if (billRunId !== undefined) {
    if (kind !== 'invoice') throw onlyInvoicesHaveRuns()
    const run = await readBillRun(tx, billRunId)
    if (!run) throw spanUnknown()
    return { kind, from: run.asOf, to: run.asOf.add({ days: 1 }), billRunId }
  }
  if (!from || !to || Temporal.PlainDate.compare(from, to) >= 0) throw spanUnknown()
  return { kind, from, to, billRunId: null }
}

const attemptsMax = 8
const keptDays = 14
/** What one file holds at most: it is packed in memory, and the file store takes 32 MB. */
const partBytesMax = 24 * 1024 * 1024
/** Documents at once, each with a connection of its own: enough that the drawing process is seldom idle. */
const drawnAtOnce = 4

/** Draws and packs, part by part. Run again after a kill it goes on behind the last part. */
export const makeArchive = job({
  name: 'documents.archive',
  input: z.object({ archiveId: z.uuid() }),
  attemptsMax,
  async run(context, { archiveId }) {
    const archive = await context.transact((tx) => findArchive(tx, archiveId))
    if (archive?.state !== 'running') return
    const now = () => context.platform.clock.now()
    try {
      while (await packPart(context, archive.id));
      await context.transact(async (tx) => {
        await finishArchive(tx, archive.id, now(), now().add({ hours: keptDays * 24 }))
        await emit(tx, 'document_archive.ready.v1', { archiveId: archive.id, kind: archive.kind }, archive.id)
      })
    } catch (error) {
      if (context.attempt >= attemptsMax) await context.transact((tx) => failArchive(tx, archive.id, String(error), now()))
      throw error
    }
  },
})

/** Draws the documents of the next part and keeps them. @returns whether there were any */
async function packPart(context: JobContext, archiveId: string): Promise<boolean> {
  const { transact, platform, progress } = context
  const archive = (await transact((tx) => findArchive(tx, archiveId)))!
  const begin = await transact((tx) => endOfParts(tx, archiveId))
  const { files, documents, end } = await drawPart(context, archive, begin)
  if (!end) return false
  const bytes = await packed(files)
  const part = archive.parts.length + 1
  await transact(async (tx) => {
    const fileId = await openFiles(platform.config).put(tx, { name: partName(archive, part), contentType: 'application/zip', bytes })
    await addPart(tx, archive.id, { part, fileId, documentCount: documents, bytesCount: BigInt(bytes.length), end })
  })
  await progress(archive.documentDone + BigInt(documents), archive.documentCount)
  return true
}

interface PackedFile {
  readonly path: string
  readonly content: Uint8Array
}

/** As many of the next documents as fit into one file. @returns where they end; undefined when there are none */
async function drawPart({ transact, platform }: JobContext, archive: Archive, begin: Place | undefined) {
  const { timeZone } = await transact(readTenant)
  const files: PackedFile[] = []
  let documents = 0
  let end: Place | undefined
  for (let bytes = 0; bytes < partBytesMax;) {
    const places = await transact((tx) => nextDocuments(tx, archive, timeZone, end ?? begin, drawnAtOnce))
    if (places.length === 0) break
    const drawn = (await Promise.all(places.map(({ id }) => transact((tx) => draw[archive.kind](tx, id, platform))))).flat()
    files.push(...drawn)
    documents += places.length
    bytes += drawn.reduce((total, { content }) => total + content.length, 0)
    end = places.at(-1)
  }
  return { files, documents, end }
}

/** A document as PDF, and beside it in the form of the tax office, where that has one and would take it. */
const draw: Readonly<Record<ArchiveKind, (tx: Tx, id: string, platform: Platform) => Promise<PackedFile[]>>> = {
  invoice: async (tx, id, platform) => filesOf(await invoiceDocument(tx, id, platform), await findTaxForm(tx, id)),
  'credit-note': async (tx, id, platform) => filesOf(await creditNoteDocument(tx, id, platform), await findCreditNoteForm(tx, id)),
  receipt: async (tx, id, platform) => filesOf(await receiptDocument(tx, id, platform), undefined),
}

function filesOf({ fileName, pdf }: DrawnDocument, form: TaxForm | undefined): PackedFile[] {
  const printed = { path: fileName, content: pdf }
  if (!form || form.faults.length > 0) return [printed]
  const path = fileName.replace(/\.pdf$/, `-${form.form}.json`)
  return [printed, { path, content: Buffer.from(JSON.stringify(form.content, null, 2)) }]
}

async function packed(files: readonly PackedFile[]): Promise<Uint8Array> {
  const entries = files.map(({ path, content }) => ({ path, content: [content] }))
  return Buffer.concat(await Array.fromAsync(zip(entries)))
}

/** Archives can be asked for again at any time; their files are not kept for ever. */
export const forgetArchives = job({
  name: 'documents.forget-archives',
  input: z.object({}),
  schedule: '41 3 * * *',
  run: ({ platform, transact }) =>
    transact(async (tx) => openFiles(platform.config).remove(tx, await expireArchives(tx, platform.clock.now()))),
})
