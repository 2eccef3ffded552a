import { z } from 'zod'
import { openFiles } from '#kernel/files.ts'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { zCurrency, zEmail, zId, zPhone, zText } from '#kernel/wire.ts'
import { changeTenant } from './change-tenant.ts'
import { addLocation, changeLocation, findLocation, removeLocation } from './keep-locations.ts'
import { changeLogo, readSharedFile, removeLogo } from './keep-logo.ts'
import { lockTenant, readTenant } from './store.ts'
import { isTimeZone } from './tenant.ts'

export const zTimeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, 'Give a time zone by name, like Asia/Dhaka')
  .meta({ id: 'TimeZone', description: 'IANA time zone', example: 'Asia/Dhaka' })
export const zLocale = z
  .string()
  .regex(/^(en|bn|hi)(-[A-Z]{2})?$/, 'Choose English (en), Bengali (bn) or Hindi (hi), with a region if you like: en-NG')
  .meta({ id: 'Locale', description: 'Language, and the region that decides how numbers are written', example: 'en-NG' })
export const zCountry = z
  .string()
  .regex(/^[A-Z]{2}$/, 'Give the two letters of the country, like BD')
  .meta({ id: 'Country', description: 'ISO 3166-1 alpha-2', example: 'BD' })
export const zSlug = z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'Use 2 to 40 small letters, digits and hyphens')

/** Empty, or what `schema` takes: a field of a form that may be cleared. */
const clearable = <S extends z.ZodType>(schema: S) => z.union([z.literal(''), schema])

const editable = {
  name: zText(80),
  legalName: zText(120),
  timeZone: zTimeZone,
  locale: zLocale,
  address: clearable(zText(400)),
  email: clearable(zEmail),
  phone: clearable(zPhone),
  taxNumber: clearable(zText(40)),
  brandColor: z.string().regex(/^#[0-9a-f]{6}$/, 'Give a colour as #rrggbb'),
  paymentTermsDays: z.int().min(0).max(120),
  waysToPay: clearable(zText(1000)).describe(
    'As invoices say them: a paragraph each, its first line the name, then lines like `Account: 9930 214 775`',
  ),
  fiscalYearStartMonth: z.int().min(1).max(12),
}

const zTenant = z
  .object({ id: zId, slug: z.string(), country: zCountry, currency: zCurrency, ...editable, logoFileId: zId.nullable(), version: z.int() })
  .meta({ id: 'Tenant' })
const zTenantPatch = z.object(editable).partial()

const zPosition = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
const zLocation = z
  .object({
    id: zId,
    name: z.string(),
    address: z.string(),
    position: zPosition.nullable(),
    branchCode: z.string().nullable().describe('Of a branch: its documents are numbered by themselves and carry it'),
    taxNumber: z.string().describe("Its own registration; empty where the tenant's holds"),
    version: z.int(),
  })
  .meta({ id: 'Location' })
const zBranchCode = z.string().regex(/^[A-Z]{1,3}$/, 'Give one to three capital letters, like MUM')
const zLocationFields = z.object({
  name: zText(80),
  address: clearable(zText(400)),
  position: zPosition.nullable(),
  branchCode: zBranchCode.nullable(),
  taxNumber: clearable(zText(40)),
})
const zLocationDraft = zLocationFields.extend({
  address: zLocationFields.shape.address.default(''),
  position: zPosition.nullable().default(null),
  branchCode: zBranchCode.nullable().default(null),
  taxNumber: zLocationFields.shape.taxNumber.default(''),
})

const etag = (result: { readonly version: number }) => String(result.version)
const params = z.object({ id: zId })

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/tenant',
    summary: 'The operator one works for',
    tag: 'tenants',
    permission: 'tenant.read',
    response: zTenant,
    etag,
    handle: ({ tx }) => readTenant(tx),
  }),
  route({
    method: 'PATCH',
    path: '/tenant',
    summary: 'Changes the settings of the operator',
    tag: 'tenants',
    permission: 'tenant.write',
    body: zTenantPatch,
    response: zTenant,
    etag,
    async handle({ tx, body, ifMatch }) {
      requireVersion(ifMatch, await lockTenant(tx))
      return changeTenant(tx, body)
    },
  }),
  route({
    method: 'PUT',
    path: '/tenant/logo',
    summary: 'Takes a PNG or JPEG picture of at most 512 KB as the logo; the body is the picture',
    tag: 'tenants',
    permission: 'tenant.write',
    rawBody: true,
    response: zTenant,
    etag,
    // With `rawBody` the body is the bytes as they came.
    handle: ({ tx, body, platform }) => changeLogo(tx, openFiles(platform.config), body as unknown as Buffer),
  }),
  route({
    method: 'DELETE',
    path: '/tenant/logo',
    summary: 'Removes the logo',
    tag: 'tenants',
    permission: 'tenant.write',
    async handle({ tx }) {
      await removeLogo(tx)
    },
  }),
  route({
    method: 'GET',
    path: '/files/:id',
    summary: 'A picture that all staff may see, such as the logo',
    tag: 'tenants',
    permission: 'session',
    params,
    produces: 'image/*',
    async handle({ tx, params, platform, reply }) {
      const { contentType, bytes, sha256 } = await readSharedFile(tx, openFiles(platform.config), params.id)
      // What is behind an id never changes; the next logo has another.
      reply.headers({ 'cache-control': 'private, max-age=31536000, immutable', etag: `"${sha256}"` })
      reply.type(contentType).send(Buffer.from(bytes))
    },
  }),
  route({
    method: 'POST',
    path: '/locations',
    summary: 'Adds a location',
    tag: 'tenants',
    permission: 'tenant.write',
    body: zLocationDraft,
    response: zLocation,
    etag,
    handle: ({ tx, body }) => addLocation(tx, body),
  }),
  route({
    method: 'GET',
    path: '/locations/:id',
    summary: 'A location',
    tag: 'tenants',
    permission: 'tenant.read',
    params,
    response: zLocation,
    etag,
    handle: ({ tx, params }) => findLocation(tx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/locations/:id',
    summary: 'Renames or moves a location',
    tag: 'tenants',
    permission: 'tenant.write',
    params,
    body: zLocationFields.partial(),
    response: zLocation,
    etag,
    async handle({ tx, params, body, ifMatch }) {
      const location = await findLocation(tx, params.id)
      requireVersion(ifMatch, location.version)
      return changeLocation(tx, location, body)
    },
  }),
  route({
    method: 'DELETE',
    path: '/locations/:id',
    summary: 'Deletes a location that nothing uses',
    tag: 'tenants',
    permission: 'tenant.write',
    params,
    handle: ({ tx, params }) => removeLocation(tx, params.id),
  }),
]
