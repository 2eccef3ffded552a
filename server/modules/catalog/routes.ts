import { z } from 'zod'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { zBigint, zDate, zId, zInstant, zMoney, zText } from '#kernel/wire.ts'
import {
  zCharge,
  zCommitment,
  zFreeWindow,
  zFupTier,
  zPhase,
  zPrices,
  zRollover,
  zTaxCategory,
  zQuality,
  zSpeedWindow,
  zTopUp,
  zValidity,
} from './charge.ts'
import { changeOffer, holdOffer } from './change-offer.ts'
import { addVersion, createOffer } from './create-offer.ts'
import { alignments, cycleUnits } from './cycle.ts'
import { offerNotFound } from './errors.ts'
import { publishOffer, retireOffer } from './move-offer.ts'
import { billedIns, kinds, quotaPolicies, sessionLimitPolicies, states, technologies } from './offer.ts'
import { findOffer, readVersionsOf } from './store.ts'

const zRate = zBigint.refine((bitsPerSecond) => bitsPerSecond > 0n, 'Give a speed above zero, in bits per second')
const zSpeed = zBigint.refine((bitsPerSecond) => bitsPerSecond >= 0n, 'Give a speed in bits per second')
const zQuotaBytes = zBigint.refine((bytes) => bytes > 0n, 'Give a quota above zero, or none')

const terms = {
  validFrom: zDate,
  recurring: zMoney,
  setup: zMoney,
  cycle: z
    .object({ unit: z.enum(cycleUnits), count: z.int().min(1).max(366) })
    .meta({ id: 'Cycle', description: 'Every so many days, weeks, months or years' }),
  billedIn: z.enum(billedIns),
  alignment: z.enum(alignments),
  charges: z.array(zCharge).max(50).readonly(),
  phases: z.array(zPhase).max(10).readonly(),
  prices: zPrices,
  commitment: zCommitment.nullable(),
  taxCategory: zTaxCategory,
  pricesIncludeTax: z.boolean(),
  downloadBps: zSpeed,
  uploadBps: zSpeed,
  quotaBytes: zQuotaBytes.nullable(),
  quotaPolicy: z.enum(quotaPolicies),
  throttledDownloadBps: zRate.nullable(),
  throttledUploadBps: zRate.nullable(),
  fupTiers: z.array(zFupTier).max(10).readonly(),
  freeWindows: z.array(zFreeWindow).max(20).readonly(),
  speedWindows: z.array(zSpeedWindow).max(20).readonly(),
  quality: zQuality.nullable(),
  rollover: zRollover.nullable(),
  topUp: zTopUp.nullable(),
  pass: zValidity.nullable(),
  sessionsMax: z.int().min(1).max(100),
  sessionLimitPolicy: z.enum(sessionLimitPolicies),
  idleTimeoutSeconds: z.int().min(60).max(86_400).nullable(),
  addressPool: zText(100).nullable(),
  approvalRef: zText(100).nullable(),
}
const zTerms = z.object(terms)
export const zTermsDraft = zTerms
  .partial()
  .required({ validFrom: true, recurring: true })
  .meta({ id: 'PlanTerms', description: 'What a version of a plan promises; what is left out takes the usual value' })

/** The part of terms that routers are told of, while a plan is typed. */
export const zSpeedTerms = zTerms
  .pick({
    downloadBps: true,
    uploadBps: true,
    throttledDownloadBps: true,
    throttledUploadBps: true,
    quotaBytes: true,
    quotaPolicy: true,
    fupTiers: true,
    freeWindows: true,
    speedWindows: true,
    quality: true,
    idleTimeoutSeconds: true,
    addressPool: true,
  })
  .partial()
  .required({ downloadBps: true, uploadBps: true })

const zCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'Use 1 to 40 letters, digits, points, hyphens and underscores')
const zDescription = z.string().trim().max(1_000)
const zOffer = z.object({
  id: zId,
  code: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(kinds),
  appliesTo: z.array(zId).readonly(),
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
      kind: z.enum(kinds).optional(),
      appliesTo: z.array(zId).max(200).readonly().optional(),
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
