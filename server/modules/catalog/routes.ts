import { z } from 'zod'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { zBigint, zDate, zId, zInstant, zMoney, zText } from '#kernel/wire.ts'
import { changeOffer, holdOffer } from './change-offer.ts'
import { addVersion, createOffer } from './create-offer.ts'
import { offerNotFound } from './errors.ts'
import { publishOffer, retireOffer } from './move-offer.ts'
import { quotaPolicies, sessionLimitPolicies, states, technologies } from './offer.ts'
import { findOffer, readVersionsOf } from './store.ts'

const zRate = zBigint.refine((bitsPerSecond) => bitsPerSecond > 0n, 'Give a speed above zero, in bits per second')
const zQuotaBytes = zBigint.refine((bytes) => bytes > 0n, 'Give a quota above zero, or none')

const terms = {
  validFrom: zDate,
  recurring: zMoney,
  setup: zMoney,
  cycleMonths: z.int().min(1).max(12),
  taxCategory: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'Use small letters, digits and hyphens'),
  pricesIncludeTax: z.boolean(),
  downloadBps: zRate,
  uploadBps: zRate,
  quotaBytes: zQuotaBytes.nullable(),
  quotaPolicy: z.enum(quotaPolicies),
  throttledDownloadBps: zRate.nullable(),
  throttledUploadBps: zRate.nullable(),
  sessionsMax: z.int().min(1).max(100),
  sessionLimitPolicy: z.enum(sessionLimitPolicies),
  idleTimeoutSeconds: z.int().min(60).max(86_400).nullable(),
  addressPool: zText(100).nullable(),
}
const zTerms = z.object(terms)
const zTermsDraft = zTerms
  .partial()
  .required({ validFrom: true, recurring: true, downloadBps: true, uploadBps: true })
  .meta({ id: 'PlanTerms', description: 'What a version of a plan promises; what is left out takes the usual value' })

const zCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'Use 1 to 40 letters, digits, points, hyphens and underscores')
const zDescription = z.string().trim().max(1_000)
const zOffer = z.object({
  id: zId,
  code: z.string(),
  name: z.string(),
  description: z.string(),
  technology: z.enum(technologies),
  state: z.enum(states),
  version: z.int(),
  createdAt: zInstant,
})
const zVersion = z.object({ id: zId, number: z.int(), ...terms, validFrom: zDate })
const zPlan = zOffer.extend({ versions: z.array(zVersion) }).meta({ id: 'Plan', description: 'A plan with its versions, the newest first' })

const params = z.object({ id: zId })
const etag = (offer: { readonly version: number }) => String(offer.version)
const write = { tag: 'catalog', permission: 'catalog.write' } as const

export const routes: readonly AnyRoute[] = [
  route({
    ...write,
    method: 'POST',
    path: '/plans',
    summary: 'Drafts a plan with its first version',
    body: z.object({
      code: zCode,
      name: zText(80),
      description: zDescription.optional(),
      technology: z.enum(technologies),
      terms: zTermsDraft,
    }),
    response: z.object({ offerId: zId, versionId: zId }),
    handle: ({ tx, body }) => createOffer(tx, body),
  }),
  route({
    method: 'GET',
    path: '/plans/:id',
    summary: 'A plan with its versions',
    tag: 'catalog',
    permission: 'catalog.read',
    params,
    response: zPlan,
    etag,
    async handle({ tx, params }) {
      const offer = await findOffer(tx, params.id)
      if (!offer) throw offerNotFound()
      return { ...offer, versions: await readVersionsOf(tx, offer.id) }
    },
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/plans/:id',
    summary: 'Renames or describes a plan',
    params,
    body: z.object({ name: zText(80), description: zDescription }).partial(),
    response: zOffer,
    etag,
    async handle({ tx, params, body, ifMatch }) {
      requireVersion(ifMatch, (await holdOffer(tx, params.id)).version)
      return changeOffer(tx, params.id, body)
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/plans/:id/versions',
    summary: 'Adds terms that hold from a day on',
    params,
    body: zTermsDraft,
    response: z.object({ versionId: zId, number: z.int() }),
    handle: ({ tx, params, body }) => addVersion(tx, params.id, body),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/plans/:id/publication',
    summary: 'Puts a plan on sale',
    params,
    status: 200,
    response: zOffer,
    etag,
    handle: ({ tx, params }) => publishOffer(tx, params.id),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/plans/:id/retirement',
    summary: 'Takes a plan off sale',
    params,
    status: 200,
    response: zOffer,
    etag,
    handle: ({ tx, params }) => retireOffer(tx, params.id),
  }),
]
