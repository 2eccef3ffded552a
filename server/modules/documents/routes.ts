import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { openFiles } from '#kernel/files.ts'
import { zBigint, zDate, zId, zInstant } from '#kernel/wire.ts'
import { creditNoteDocument, type DrawnDocument } from '#modules/billing'
import { archiveKinds, archiveStates } from './archive.ts'
import { archiveNotFound } from './errors.ts'
import { startArchive } from './make-archive.ts'
import { statementDocument } from './statement.ts'
import { findArchive, findPartFile } from './store.ts'

const zWithId = z.object({ id: zId })

const zArchive = z
  .object({
    id: zId,
    kind: z.enum(archiveKinds),
    from: zDate,
    to: zDate.describe('Exclusive'),
    billRunId: zId.nullable(),
    state: z.enum(archiveStates),
    documentCount: zBigint,
    documentDone: zBigint,
    parts: z.array(z.object({ part: z.int(), documentCount: z.int(), bytesCount: zBigint })).readonly(),
    error: z.string().nullable(),
    createdAt: zInstant,
    finishedAt: zInstant.nullable(),
    expiresAt: zInstant.nullable().describe('Its files can be had until then'),
  })
  .meta({ id: 'DocumentArchive' })

const pdfHeaders = ({ fileName }: DrawnDocument) => ({ 'content-disposition': `inline; filename="${fileName}"` })

export const routes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/document-archives',
    summary: 'Packs invoices, credit notes or receipts as PDF into ZIP files: of days, or of a bill run',
    tag: 'documents',
    permission: 'documents.archive',
    status: 202,
    body: z.object({
      kind: z.enum(archiveKinds),
      from: zDate.optional(),
      to: zDate.optional().describe('Exclusive'),
      billRunId: zId.optional().describe('Instead of days'),
    }),
    response: zArchive,
    handle: ({ tx, body }) => startArchive(tx, body),
  }),
  route({
    method: 'GET',
    path: '/document-archives/:id',
    summary: 'How far an archive is, and its files',
    tag: 'documents',
    permission: 'documents.archive',
    params: zWithId,
    response: zArchive,
    async handle({ tx, params }) {
      const archive = await findArchive(tx, params.id)
      if (!archive) throw archiveNotFound()
      return archive
    },
  }),
  route({
    method: 'GET',
    path: '/document-archives/:id/parts/:part',
    summary: 'One ZIP file of an archive; the first has the number 1',
    tag: 'documents',
    permission: 'documents.archive',
    params: zWithId.extend({ part: z.coerce.number().int().min(1) }),
    produces: 'application/zip',
    async handle({ tx, params, platform, reply }) {
      const fileId = await findPartFile(tx, params.id, params.part)
      if (fileId === undefined) throw archiveNotFound()
      const { name, bytes } = await openFiles(platform.config).get(tx, fileId)
      reply.header('content-disposition', `attachment; filename="${name}"`).type('application/zip').send(Buffer.from(bytes))
    },
  }),
  route({
    method: 'GET',
    path: '/accounts/:id/statement/document',
    summary: "Statement of account as PDF, in the customer's language",
    tag: 'documents',
    permission: 'billing.read',
    params: zWithId,
    query: z.object({ from: zDate, to: zDate.describe('Exclusive') }),
    produces: 'application/pdf',
    async handle({ tx, params, query, platform, reply }) {
      const document = await statementDocument(tx, params.id, query, platform)
      reply.headers(pdfHeaders(document)).type('application/pdf').send(Buffer.from(document.pdf))
    },
  }),
  route({
    method: 'GET',
    path: '/credit-notes/:id/document',
    summary: "The credit note as PDF, in the customer's language",
    tag: 'documents',
    permission: 'billing.read',
    params: zWithId,
    produces: 'application/pdf',
    async handle({ tx, params, platform, reply }) {
      const document = await creditNoteDocument(tx, params.id, platform)
      reply.headers(pdfHeaders(document)).type('application/pdf').send(Buffer.from(document.pdf))
    },
  }),
]
