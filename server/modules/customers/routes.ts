import { z } from 'zod'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { zId } from '#kernel/wire.ts'
import { readTenant } from '#modules/tenants'
import { unarchiveCustomers } from './archive-customers.ts'
import { changeAccount, changeCustomer, holdAccount, holdCustomer, openAccount } from './change-customer.ts'
import { createCustomer } from './create-customer.ts'
import { importColumns, importFile, type Mapping, previewImport } from './import-customers.ts'
import { addNote, changeNote, removeNote } from './note.ts'
import { readAccount, readCustomer } from './read-customer.ts'
import { readAccountsOf, readNotes, readTags } from './store.ts'
import { tagCustomers, untagCustomers } from './tag-customers.ts'
import {
  zAccount,
  zAccountDraft,
  zAccountPatch,
  zCustomer,
  zCustomerDraft,
  zCustomerPatch,
  zNote,
  zNoteDraft,
  zNotePatch,
  zTag,
} from './wire.ts'

const params = z.object({ id: zId })
const noteParams = params.extend({ noteId: zId })
const etag = (row: { readonly version: number }) => String(row.version)
const read = { tag: 'customers', permission: 'customers.read' } as const
const write = { tag: 'customers', permission: 'customers.write' } as const

const notesMax = 500 // of one customer on a screen
const tagsShown = 200
const importBytesMax = 12_000_000 // about 50,000 rows

const zMapping = z.partialRecord(z.enum(importColumns as [string, ...string[]]), z.string().max(200)).default({}) as z.ZodType<Mapping>
const zImport = z.object({
  csv: z.string().min(1),
  columns: zMapping.describe('Column of a customer -> header of the file, where the names differ'),
})
const zPreview = z.object({
  headers: z.array(z.string()).readonly(),
  columns: z.record(z.string(), z.string().optional()),
  ignored: z.array(z.string()).readonly(),
  rowCount: z.int(),
  sample: z.array(z.looseObject({ name: z.string() })).readonly(),
  errorCount: z.int(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).readonly(),
})

export const routes: readonly AnyRoute[] = [
  route({
    ...write,
    method: 'POST',
    path: '/customers',
    summary: 'Creates a customer and the account it is billed on',
    body: zCustomerDraft,
    response: z.object({ customerId: zId, accountId: zId, number: z.string() }),
    handle: ({ tx, body }) => createCustomer(tx, body),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/customers/:id',
    summary: 'A customer with its accounts',
    params,
    response: zCustomer.extend({ accounts: z.array(zAccount) }),
    etag,
    async handle({ tx, params }) {
      const customer = await readCustomer(tx, params.id)
      return { ...customer, accounts: await readAccountsOf(tx, [customer.id]) }
    },
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/customers/:id',
    summary: 'Changes a customer',
    params,
    body: zCustomerPatch,
    response: zCustomer,
    etag,
    async handle({ tx, params, body, ifMatch }) {
      const customer = await holdCustomer(tx, params.id)
      requireVersion(ifMatch, customer.version)
      return changeCustomer(tx, customer, body)
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/customers/:id/archival',
    summary: 'Takes a customer out of the archive',
    params,
    async handle({ tx, params }) {
      await readCustomer(tx, params.id)
      await unarchiveCustomers(tx, [params.id])
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/customers/:id/tags/:tag',
    summary: 'Adds a tag',
    params: params.extend({ tag: zTag }),
    async handle({ tx, params }) {
      await readCustomer(tx, params.id)
      const [failed] = await tagCustomers(tx, [params.id], params.tag)
      if (failed) throw failed.problem
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/customers/:id/tags/:tag',
    summary: 'Removes a tag',
    params: params.extend({ tag: zTag }),
    async handle({ tx, params }) {
      await readCustomer(tx, params.id)
      await untagCustomers(tx, [params.id], params.tag)
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/customers/tags',
    summary: 'Adds a tag to many customers',
    status: 200,
    body: z.object({ ids: z.array(zId).min(1).max(10_000), tag: zTag }),
    response: z.object({ done: z.int(), failed: z.array(z.object({ id: zId, code: z.string(), detail: z.string() })) }),
    async handle({ tx, body }) {
      const failed = await tagCustomers(tx, body.ids, body.tag)
      return {
        done: body.ids.length - failed.length,
        failed: failed.map(({ id, problem }) => ({ id, code: problem.code, detail: problem.detail })),
      }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/customers/tags',
    summary: 'Tags in use, the most used first',
    response: z.array(z.string()),
    handle: ({ tx }) => readTags(tx, tagsShown),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/customers/:id/notes',
    summary: 'Notes, pinned ones first',
    params,
    response: z.array(zNote),
    async handle({ tx, params }) {
      const { id } = await readCustomer(tx, params.id)
      return readNotes(tx, id, notesMax)
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/customers/:id/notes',
    summary: 'Adds a note',
    params,
    body: zNoteDraft,
    response: zNote,
    handle: ({ tx, params, body }) => addNote(tx, params.id, body),
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/customers/:id/notes/:noteId',
    summary: 'Rewrites or pins a note',
    params: noteParams,
    body: zNotePatch,
    response: zNote,
    handle: ({ tx, params, body }) => changeNote(tx, params.id, params.noteId, body),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/customers/:id/notes/:noteId',
    summary: 'Deletes a note',
    params: noteParams,
    handle: ({ tx, params }) => removeNote(tx, params.id, params.noteId),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/customers/:id/accounts',
    summary: 'Opens one more account',
    params,
    body: zAccountDraft,
    response: zAccount,
    etag,
    handle: ({ tx, params, body }) => openAccount(tx, params.id, body),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/accounts/:id',
    summary: 'A billing account',
    params,
    response: zAccount,
    etag,
    handle: ({ tx, params }) => readAccount(tx, params.id),
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/accounts/:id',
    summary: 'Changes how an account is billed',
    params,
    body: zAccountPatch,
    response: zAccount,
    etag,
    async handle({ tx, params, body, ifMatch }) {
      const account = await holdAccount(tx, params.id)
      requireVersion(ifMatch, account.version)
      return changeAccount(tx, account, body)
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/customer-imports/preview',
    summary: 'Says what an import would do, row by row',
    status: 200,
    body: zImport,
    bodyBytesMax: importBytesMax,
    response: zPreview,
    handle: async ({ tx, body }) => previewImport(body.csv, body.columns, (await readTenant(tx)).country) as z.output<typeof zPreview>, // what was parsed is what is shown
  }),
  route({
    ...write,
    method: 'POST',
    path: '/customer-imports',
    summary: 'Imports customers: all rows, or none where a value is wrong',
    body: zImport,
    bodyBytesMax: importBytesMax,
    response: z.object({ imported: z.int() }),
    handle: async ({ tx, body }) => ({ imported: await importFile(tx, body.csv, body.columns) }),
  }),
]
