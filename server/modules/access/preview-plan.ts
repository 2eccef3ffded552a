import type { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import type { zSpeedTerms } from '#modules/catalog'
import { type AttributePair, formatValue } from '#protocols/radius'
import type { Quality } from './facts.ts'
import type { NasVendor } from './nas.ts'
import { type Speed, type SpeedSource, treatmentsOf } from './policy.ts'
import { readVendors } from './nas-store.ts'
import { acceptAttributes, speedAttributes } from './vendors.ts'

export type SpeedTerms = z.output<typeof zSpeedTerms>

/** What routers of a vendor are told of a plan: at the login, and when another of its speeds holds. */
export interface PlanReply {
  readonly vendor: NasVendor
  readonly routers: readonly string[]
  readonly parts: readonly PlanReplyPart[]
}

interface PlanReplyPart extends Speed {
  readonly source: SpeedSource
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
}

/** Where there is no router yet, of the vendor that most begin with. */
const usualVendor = { vendor: 'mikrotik', routers: [] } as const

export async function previewPlan(tx: Tx, terms: SpeedTerms): Promise<PlanReply[]> {
  const vendors = await readVendors(tx)
  return (vendors.length > 0 ? vendors : [usualVendor]).map(({ vendor, routers }) => ({ vendor, routers, parts: partsOf(terms, vendor) }))
}

const day = 86_400
const usualInterimSeconds = 300

/** The first part is the whole accept, without what belongs to a session alone; the others are what changes. */
export function partsOf(terms: SpeedTerms, vendor: NasVendor): PlanReplyPart[] {
  const { idleTimeoutSeconds = null, addressPool = null, quotaBytes = null } = terms
  const isCutByRouter = terms.quotaPolicy === 'cut' && (terms.freeWindows ?? []).length === 0
  return treatmentsOf(versionOf(terms)).map(({ source, ...treatment }) => {
    const profile = {
      ...treatment,
      sessionSeconds: day,
      interimSeconds: usualInterimSeconds,
      sessionBytes: isCutByRouter && quotaBytes !== null ? Number(quotaBytes) : null,
      idleSeconds: idleTimeoutSeconds,
      addressPool,
      framedAddress: null,
      walledGarden: null,
    }
    const pairs = source === 'plan' ? acceptAttributes(profile, vendor) : speedAttributes(treatment, vendor)
    return { source, uploadBps: treatment.uploadBps, downloadBps: treatment.downloadBps, attributes: pairs.map(written) }
  })
}

const written = (pair: AttributePair) => ({ name: pair[0], value: formatValue(pair) })

interface WireSpeed {
  readonly uploadBps: bigint
  readonly downloadBps: bigint
}
const speedIn = ({ uploadBps, downloadBps }: WireSpeed): Speed => ({ uploadBps: Number(uploadBps), downloadBps: Number(downloadBps) })

const versionOf = ({ throttledUploadBps, throttledDownloadBps, fupTiers = [], speedWindows = [], quality, ...terms }: SpeedTerms) => ({
  speed: speedIn(terms),
  throttled:
    throttledUploadBps && throttledDownloadBps ? speedIn({ uploadBps: throttledUploadBps, downloadBps: throttledDownloadBps }) : null,
  fupTiers: fupTiers.map((tier) => ({ usedBytes: Number(tier.usedBytes), speed: speedIn(tier) })),
  speedWindows: speedWindows.map((window) => ({ days: window.days, fromMinute: 0, toMinute: 0, speed: speedIn(window) })), // at whatever hour
  quality: quality ? qualityIn(quality) : null,
})

const qualityIn = ({ burst, guaranteed, priority, profile }: NonNullable<SpeedTerms['quality']>): Quality => ({
  burst: burst && { speed: speedIn(burst), seconds: burst.seconds, thresholdPercent: burst.thresholdPercent },
  guaranteed: guaranteed && speedIn(guaranteed),
  priority,
  profile,
})
