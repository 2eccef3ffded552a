import type { Currency } from '#kernel/money.ts'

/** Languages that people can choose; a region decides how numbers and dates are written, e.g. `en-NG`. */
export const languages = ['en', 'bn', 'hi'] as const
export type Language = (typeof languages)[number]

/** An operator. */
export interface Tenant {
  readonly id: string
  readonly slug: string
  readonly name: string // as customers know it
  readonly legalName: string // as it stands on invoices
  readonly country: string // ISO 3166-1 alpha-2
  readonly currency: Currency
  readonly timeZone: string // IANA
  readonly locale: string
  readonly address: string
  readonly email: string
  readonly phone: string
  readonly taxNumber: string
  readonly brandColor: string // #rrggbb
  readonly logoFileId: string | null
  readonly paymentTermsDays: number
  readonly waysToPay: string // paragraphs, of each the first line its name
  readonly fiscalYearStartMonth: number
  readonly version: number
}

/** What is chosen when an operator starts; the rest has defaults and is changed later. */
export interface TenantDraft {
  readonly slug: string
  readonly name: string
  readonly country: string
  readonly currency: Currency
  readonly timeZone: string
  readonly legalName?: string | undefined
  readonly locale?: string | undefined
  readonly address?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly taxNumber?: string | undefined
  readonly brandColor?: string | undefined
  readonly paymentTermsDays?: number | undefined
  readonly waysToPay?: string | undefined
  readonly fiscalYearStartMonth?: number | undefined
}

/** What may change while the tenant lives: not its slug, country or currency, on which documents stand. */
export type TenantPatch = { readonly [K in Exclude<keyof TenantDraft, 'slug' | 'country' | 'currency'>]?: TenantDraft[K] | undefined }

/** The language part of a locale; English where it is one we do not speak. */
export function languageOf(locale: string): Language {
  const language = locale.split('-')[0]
  return languages.find((known) => known === language) ?? 'en'
}

/** A short name for addresses: `Padma Net, Dhaka` -> `padma-net-dhaka`; `tenant` where the name has no Latin letters. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFD').toLowerCase().replaceAll(/\p{M}/gu, '')
  const slug = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 40)
    .replace(/-$/, '')
  return slug.length < 2 ? 'tenant' : slug
}

/** Whether calendars know the zone by name. Bare offsets are refused: they know nothing of summer time. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/**
 * The fiscal year a day lies in, by the calendar year it began in.
 *
 *   from April:   ──┤1 Apr 2025 ── FY 2025 ── 31 Mar 2026├── FY 2026 ──
 */
export function fiscalYearOf(date: Temporal.PlainDate, startMonth: number): number {
  return date.month >= startMonth ? date.year : date.year - 1
}
