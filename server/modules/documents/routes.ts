import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { openFiles } from '#kernel/files.ts'
import { emit } from '#kernel/events.ts'
import { zBigint, zDate, zId, zInstant, zMoney } from '#kernel/wire.ts'
import { creditNoteDocument, type DrawnDocument, zQuoteAsk } from '#modules/billing'
import { readAccount } from '#modules/customers'
import { archiveKinds, archiveStates } from './archive.ts'
import { archiveNotFound, proformaNotFound, spanUnknown } from './errors.ts'
import { issueProforma } from './issue-proforma.ts'
import { startArchive } from './make-archive.ts'
import { dueOf, type Proforma, zProformaContent } from './proforma.ts'
import { proformaDocument } from './proforma-document.ts'
import { findProforma } from './proforma-store.ts'
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

const zProforma = zProformaContent
  .extend({
    id: zId,
    number: z.string(),
    customerId: zId,
    accountId: zId,
    issuedOn: zDate,
    validUntil: zDate,
    net: zMoney,
    total: zMoney,
    credited: zMoney.describe('What a change gives back of what was paid'),
    due: zMoney.describe('To be paid: the total less what is given back'),
    createdAt: zInstant,
  })
  .meta({ id: 'Proforma' })

const shown = (proforma: Proforma) => ({ ...proforma, due: dueOf(proforma) })

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
    method: 'POST',
    path: '/accounts/:id/statement/mail',
    summary: 'Sends the customer a statement of account as PDF',
    tag: 'documents',
    permission: 'documents.issue',
    status: 202,
    params: zWithId,
    body: z.object({ from: zDate, to: zDate.describe('Exclusive') }),
    response: z.object({}),
    async handle({ tx, params, body: { from, to } }) {
      const { id: accountId, number, customerId } = await readAccount(tx, params.id)
      if (Temporal.PlainDate.compare(from, to) >= 0) throw spanUnknown()
      await emit(tx, 'statement.sent.v1', { accountId, number, customerId, from, to }, accountId)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/proformas',
    summary: 'Writes a proforma invoice of what a step would cost; nothing is billed',
    tag: 'documents',
    permission: 'documents.issue',
    status: 201,
    body: z.object({
      ask: zQuoteAsk,
      validDays: z.int().min(0).max(365).default(14),
      isMailed: z.boolean().default(false).describe('The customer gets it by mail'),
    }),
    response: zProforma,
    handle: async ({ tx, body, now }) => shown(await issueProforma(tx, body, now)),
  }),
  route({
    method: 'GET',
    path: '/proformas/:id',
    summary: 'A proforma invoice',
    tag: 'documents',
    permission: 'billing.read',
    params: zWithId,
    response: zProforma,
    async handle({ tx, params }) {
      const proforma = await findProforma(tx, params.id)
      if (!proforma) throw proformaNotFound()
      return shown(proforma)
    },
  }),
  route({
    method: 'GET',
    path: '/proformas/:id/document',
    summary: "The proforma invoice as PDF, in the customer's language",
    tag: 'documents',
    permission: 'billing.read',
    params: zWithId,
    produces: 'application/pdf',
    async handle({ tx, params, platform, reply }) {
      const document = await proformaDocument(tx, params.id, platform)
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
