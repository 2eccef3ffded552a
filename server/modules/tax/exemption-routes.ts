import { z } from 'zod'
import { openFiles } from '#kernel/files.ts'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zDate, zId, zInstant, zText } from '#kernel/wire.ts'
import { readCustomer } from '#modules/customers'
import { readExemptionsOf } from './exemption-store.ts'
import { addExemption, attachCertificate, readCertificate, revokeExemption } from './keep-exemptions.ts'

const zWithId = z.object({ id: zId })

const zExemption = z
  .object({
    id: zId,
    customerId: zId,
    jurisdiction: z.string(),
    number: z.string(),
    reason: z.string(),
    validFrom: zDate,
    validUntil: zDate.describe('Included'),
    fileId: zId.nullable().describe('Whether the paper itself is kept'),
    revokedAt: zInstant.nullable(),
  })
  .meta({ id: 'TaxExemption' })

export const exemptionRoutes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/customers/:id/tax-exemptions',
    summary: 'Certificates by which a customer is exempt from taxes',
    tag: 'tax',
    permission: 'tax.read',
    params: zWithId,
    response: z.object({ items: z.array(zExemption) }),
    async handle({ tx, params }) {
      const { id } = await readCustomer(tx, params.id)
      return { items: await readExemptionsOf(tx, id) }
    },
  }),
  route({
    method: 'POST',
    path: '/customers/:id/tax-exemptions',
    summary: 'Keeps a certificate: taxes in per cent of its jurisdiction are left out of bills while it is valid',
    tag: 'tax',
    permission: 'tax.exempt',
    params: zWithId,
    body: z.object({
      jurisdiction: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'Give an ISO 3166 code, like US-TX'),
      number: zText(60),
      reason: zText(80).default('resale'),
      validFrom: zDate,
      validUntil: zDate.describe('Included'),
    }),
    response: zExemption,
    handle: ({ tx, params, body }) => addExemption(tx, params.id, body),
  }),
  route({
    method: 'PUT',
    path: '/tax-exemptions/:id/file',
    summary: 'Keeps the certificate itself: the body is a PDF, PNG or JPEG file of at most 5 MB',
    tag: 'tax',
    permission: 'tax.exempt',
    params: zWithId,
    rawBody: true,
    bodyBytesMax: 6 * 1024 * 1024,
    response: zExemption,
    // With `rawBody` the body is the bytes as they came.
    handle: ({ tx, params, body, platform }) => attachCertificate(tx, openFiles(platform.config), params.id, body as unknown as Buffer),
  }),
  route({
    method: 'GET',
    path: '/tax-exemptions/:id/file',
    summary: 'The certificate itself',
    tag: 'tax',
    permission: 'tax.read',
    params: zWithId,
    produces: 'application/octet-stream',
    async handle({ tx, params, platform, reply }) {
      const { name, contentType, bytes } = await readCertificate(tx, openFiles(platform.config), params.id)
      reply.header('content-disposition', `attachment; filename="${name}"`).type(contentType).send(Buffer.from(bytes))
    },
  }),
  route({
    method: 'POST',
    path: '/tax-exemptions/:id/revocation',
    summary: 'Takes a certificate back: from the next bill on it counts no more',
    tag: 'tax',
    permission: 'tax.exempt',
    status: 200,
    params: zWithId,
    response: zExemption,
    handle: ({ tx, params, now }) => revokeExemption(tx, params.id, now),
  }),
]
