import { z } from 'zod'
import { json, sql, type Tx } from '#kernel/db.ts'
import { type Currency, money } from '#kernel/money.ts'
import {
  zCharge,
  zCommitment,
  zFreeWindow,
  zFupTier,
  zPhase,
  zPrices,
  zRollover,
  zQuality,
  zSpeedWindow,
  zTopUp,
  zValidity,
} from './charge.ts'
import type { CycleUnit } from './cycle.ts'
import type { Offer, OfferDraft, OfferTerms, OfferVersion, State } from './offer.ts'

interface OfferRow {
  id: string
  code: string
  name: string
  description: string
  kind: Offer['kind']
  applies_to: string[]
  technology: Offer['technology']
  state: State
  version: number
  created_at: Temporal.Instant
}

const toOffer = ({ created_at, applies_to, ...row }: OfferRow): Offer => ({ ...row, appliesTo: applies_to, createdAt: created_at })
const offerColumns = sql.raw('id, code, name, description, kind, applies_to, technology, state, version, created_at')

interface VersionRow {
  id: string
  offer_id: string
  offer_code: string
  offer_name: string
  offer_kind: OfferVersion['offerKind']
  applies_to: string[]
  number: number
  valid_from: string
  currency: Currency // checked when it was written
  recurring_minor: bigint
  setup_minor: bigint
  cycle_unit: CycleUnit
  cycle_count: number
  billed_in: OfferVersion['billedIn']
  alignment: OfferVersion['alignment']
  charges: unknown
  phases: unknown
  prices: unknown
  commitment: unknown
  tax_category: string
  prices_include_tax: boolean
  download_bps: bigint
  upload_bps: bigint
  quota_bytes: bigint | null
  quota_policy: OfferVersion['quotaPolicy']
  throttled_download_bps: bigint | null
  throttled_upload_bps: bigint | null
  fup_tiers: unknown
  free_windows: unknown
  speed_windows: unknown
  quality: unknown
  rollover: unknown
  top_up: unknown
  pass: unknown
  sessions_max: number
  session_limit_policy: OfferVersion['sessionLimitPolicy']
  idle_timeout_seconds: number | null
  address_pool: string | null
  approval_ref: string | null
}

/** The parts of terms that have parts themselves, read as they were when they came in. */
const zParts = z.object({
  charges: z.array(zCharge),
  phases: z.array(zPhase),
  prices: zPrices,
  commitment: zCommitment.nullable(),
  fupTiers: z.array(zFupTier),
  freeWindows: z.array(zFreeWindow),
  speedWindows: z.array(zSpeedWindow),
  quality: zQuality.nullable(),
  rollover: zRollover.nullable(),
  topUp: zTopUp.nullable(),
  pass: zValidity.nullable(),
})

const partsOf = (row: VersionRow) =>
  zParts.parse({ ...row, fupTiers: row.fup_tiers, freeWindows: row.free_windows, speedWindows: row.speed_windows, topUp: row.top_up })

const toVersion = (row: VersionRow): OfferVersion => ({
  id: row.id,
  offerId: row.offer_id,
  offerCode: row.offer_code,
  offerName: row.offer_name,
  offerKind: row.offer_kind,
  appliesTo: row.applies_to,
  number: row.number,
  validFrom: Temporal.PlainDate.from(row.valid_from),
  recurring: money(row.recurring_minor, row.currency),
  setup: money(row.setup_minor, row.currency),
  cycle: { unit: row.cycle_unit, count: row.cycle_count },
  billedIn: row.billed_in,
  alignment: row.alignment,
  ...partsOf(row),
  taxCategory: row.tax_category,
  pricesIncludeTax: row.prices_include_tax,
  downloadBps: row.download_bps,
  uploadBps: row.upload_bps,
  quotaBytes: row.quota_bytes,
  quotaPolicy: row.quota_policy,
  throttledDownloadBps: row.throttled_download_bps,
  throttledUploadBps: row.throttled_upload_bps,
  sessionsMax: row.sessions_max,
  sessionLimitPolicy: row.session_limit_policy,
  idleTimeoutSeconds: row.idle_timeout_seconds,
  addressPool: row.address_pool,
  approvalRef: row.approval_ref,
})

export async function insertOffer(tx: Tx, draft: Omit<OfferDraft, 'terms'>): Promise<Offer> {
  const { rows } = await sql<OfferRow>`
    insert into offer (code, name, description, kind, applies_to, technology)
    values (${draft.code}, ${draft.name}, ${draft.description ?? ''}, ${draft.kind ?? 'plan'}, ${draft.appliesTo ?? []}, ${draft.technology})
    returning ${offerColumns}`.execute(tx)
  return toOffer(rows[0]!)
}

export async function findOffer(tx: Tx, id: string): Promise<Offer | undefined> {
  const { rows } = await sql<OfferRow>`select ${offerColumns} from offer where id = ${id}`.execute(tx)
  return rows[0] && toOffer(rows[0])
}

/** Locks the row: versions are numbered and states moved by one person at a time. */
export async function lockOffer(tx: Tx, id: string): Promise<Offer | undefined> {
  const { rows } = await sql<OfferRow>`select ${offerColumns} from offer where id = ${id} for update`.execute(tx)
  return rows[0] && toOffer(rows[0])
}

export async function updateOffer(
  tx: Tx,
  id: string,
  patch: { readonly name?: string | undefined; readonly description?: string | undefined; readonly state?: State },
): Promise<Offer> {
  const { rows } = await sql<OfferRow>`
    update offer set name = coalesce(${patch.name ?? null}, name), description = coalesce(${patch.description ?? null}, description),
      state = coalesce(${patch.state ?? null}, state), version = version + 1
    where id = ${id} returning ${offerColumns}`.execute(tx)
  return toOffer(rows[0]!)
}

/** A jsonb parameter that is null in SQL, not in JSON, where there is nothing. */
const jsonOrNull = (value: object | null) => (value === null ? sql`null` : json(value))

export async function insertVersion(tx: Tx, offerId: string, number: number, terms: OfferTerms): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into offer_version (offer_id, number, valid_from, currency, recurring_minor, setup_minor, cycle_unit, cycle_count, billed_in, alignment, charges, phases, prices,
      commitment, tax_category, prices_include_tax, download_bps, upload_bps, quota_bytes, quota_policy, throttled_download_bps, throttled_upload_bps, fup_tiers,
      free_windows, speed_windows, quality, rollover, top_up, pass, sessions_max, session_limit_policy, idle_timeout_seconds, address_pool, approval_ref)
    values (${offerId}, ${number}, ${terms.validFrom}, ${terms.recurring.currency}, ${terms.recurring.minor}, ${terms.setup.minor}, ${terms.cycle.unit}, ${terms.cycle.count},
      ${terms.billedIn}, ${terms.alignment}, ${json(terms.charges)}, ${json(terms.phases)}, ${json(terms.prices)}, ${jsonOrNull(terms.commitment)}, ${terms.taxCategory},
      ${terms.pricesIncludeTax}, ${terms.downloadBps}, ${terms.uploadBps}, ${terms.quotaBytes}, ${terms.quotaPolicy}, ${terms.throttledDownloadBps},
      ${terms.throttledUploadBps}, ${json(terms.fupTiers)}, ${json(terms.freeWindows)}, ${json(terms.speedWindows)}, ${jsonOrNull(terms.quality)},
      ${jsonOrNull(terms.rollover)}, ${jsonOrNull(terms.topUp)}, ${jsonOrNull(terms.pass)}, ${terms.sessionsMax},
      ${terms.sessionLimitPolicy}, ${terms.idleTimeoutSeconds}, ${terms.addressPool}, ${terms.approvalRef})
    returning id`.execute(tx)
  return rows[0]!.id
}

const versionsWith = sql`select v.*, o.code as offer_code, o.name as offer_name, o.kind as offer_kind, o.applies_to from offer_version v join offer o on o.tenant_id = v.tenant_id and o.id = v.offer_id`

/** Versions of an offer, the newest first. */
export async function readVersionsOf(tx: Tx, offerId: string): Promise<OfferVersion[]> {
  const { rows } = await sql<VersionRow>`${versionsWith} where v.offer_id = ${offerId} order by v.number desc`.execute(tx)
  return rows.map(toVersion)
}

/** Versions by id, whatever became of their offers. */
export async function readVersions(tx: Tx, ids: readonly string[]): Promise<Map<string, OfferVersion>> {
  const { rows } = await sql<VersionRow>`${versionsWith} where v.id = any (${ids}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, toVersion(row)]))
}
