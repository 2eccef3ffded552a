import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import { parseCsv } from '#modules/customers'
import { readTenant } from '#modules/tenants'
import { prefixesInvalid, tariffMeasureFixed, tariffNotFound, tariffTaken } from './errors.ts'
import { type CompiledTariff, compileTariff } from './rating/compile-tariff.ts'
import { type Rated, rateUsage, type Unrated, type UsageToRate } from './rating/rate-usage.ts'
import type { TariffJson } from './rating/tariff.ts'
import { zTariff } from './rating/tariff.ts'
import { findTariff, insertTariff, insertTariffVersion, readTariffVersions, type StoredTariff, type TariffVersion } from './tariff-store.ts'

export interface TariffDraft {
  readonly name: string
  readonly source: string
  readonly validFrom: Temporal.PlainDate
  readonly rules: TariffJson
}

/** Makes the tariff of a source and a measure, with its first version. @throws charging.tariff_taken */
export async function addTariff(tx: Tx, { name, source, validFrom, rules }: TariffDraft): Promise<StoredTariff> {
  const tariff = await insertTariff(tx, { name, source, measure: rules.measure })
  if (!tariff) throw tariffTaken(source, rules.measure)
  await insertTariffVersion(tx, tariff.id, { validFrom, rules, note: '' })
  return tariff
}

/** Adds a version, which holds from its day on. What was rated before stays as it was until it is rated again. @throws charging.tariff_not_found, charging.tariff_measure_fixed */
export async function addTariffVersion(
  tx: Tx,
  tariffId: string,
  version: { readonly validFrom: Temporal.PlainDate; readonly rules: TariffJson; readonly note?: string | undefined },
): Promise<TariffVersion> {
  const tariff = await findTariff(tx, tariffId)
  if (!tariff) throw tariffNotFound()
  if (version.rules.measure !== tariff.measure) throw tariffMeasureFixed(tariff.measure)
  return insertTariffVersion(tx, tariffId, { ...version, note: version.note ?? '' })
}

/** The version for usage of a day: the latest that has begun; of two that begin together the later, which corrects the other. */
export function versionOn<V extends Pick<TariffVersion, 'validFrom' | 'number'>>(
  versions: readonly V[],
  on: Temporal.PlainDate,
): V | undefined {
  return versions
    .filter(({ validFrom }) => Temporal.PlainDate.compare(validFrom, on) <= 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom) || a.number - b.number)
    .at(-1)
}

/** The versions of a tariff, each made ready once. */
export async function openTariff(tx: Tx, tariffId: string): Promise<(startedAt: Temporal.Instant) => CompiledTariff | undefined> {
  const { timeZone } = await readTenant(tx)
  const versions = await readTariffVersions(tx, tariffId)
  const ready = new Map<number, CompiledTariff>()
  return (startedAt) => {
    const version = versionOn(versions, dateIn(startedAt, timeZone))
    if (!version) return undefined
    const compiled = ready.get(version.number) ?? compileTariff(zTariff.parse(version.rules))
    ready.set(version.number, compiled)
    return compiled
  }
}

/** What a call would cost; undefined where no version holds yet. Nothing is kept. @throws charging.tariff_not_found */
export async function tryTariff(tx: Tx, tariffId: string, usage: UsageToRate): Promise<Rated | Unrated | undefined> {
  if (!(await findTariff(tx, tariffId))) throw tariffNotFound()
  const tariff = (await openTariff(tx, tariffId))(usage.startedAt)
  return tariff && rateUsage(tariff, usage)
}

const zRow = z.object({
  prefix: z
    .string()
    .trim()
    .regex(/^\+?\d{0,15}$/, 'a prefix has digits only')
    .default(''),
  zone: z.string().trim().min(1, 'the name of the zone is missing').max(80),
  price: z
    .string()
    .trim()
    .regex(/^\d{1,12}(\.\d{1,12})?$/, 'a price has digits and a point'),
  per: z.coerce.number().int().min(1).default(1),
  increment: z.coerce.number().int().min(1).default(1),
  connectFee: z
    .string()
    .trim()
    .regex(/^\d{1,12}(\.\d{1,12})?$/, 'a fee has digits and a point')
    .default('0'),
  minimum: z.coerce.number().int().min(0).default(0),
})
type Row = z.infer<typeof zRow>

/**
 * Reads zones from a rate sheet: a line for each prefix, with a heading `prefix,zone,price` and, if wanted, `per,increment,connectFee,minimum`.
 * All prefixes of a zone cost the same at any hour.
 * @throws charging.prefixes_invalid, which names the line
 */
export function zonesFromCsv(text: string): TariffJson['zones'] {
  const [heading, ...lines] = parseCsv(text) ?? []
  const columns = heading?.map((name) => name.trim()) ?? []
  if (!['prefix', 'zone', 'price'].every((name) => columns.includes(name)))
    throw prefixesInvalid(1, 'it has no columns prefix, zone and price')
  const rows = lines.map((cells, index) => readRow(Object.fromEntries(columns.map((name, at) => [name, cells[at]])), index + 2))
  if (rows.length === 0) throw prefixesInvalid(2, 'there is no prefix')
  const seen = new Map<string, number>()
  rows.forEach(({ prefix }, index) => {
    if (seen.has(prefix)) throw prefixesInvalid(index + 2, `the prefix ${prefix} stands in line ${seen.get(prefix)} already`)
    seen.set(prefix, index + 2)
  })
  return [...Map.groupBy(rows.keys(), (index) => rows[index]!.zone)].map(([zone, indexes]) => zoneOf(zone, rows, indexes))
}

function readRow(cells: Record<string, string | undefined>, line: number): Row {
  const parsed = zRow.safeParse(Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== undefined && text !== '')))
  if (!parsed.success) throw prefixesInvalid(line, parsed.error.issues[0]!.message)
  return { ...parsed.data, prefix: parsed.data.prefix.replace('+', '') }
}

function zoneOf(zone: string, rows: readonly Row[], indexes: readonly number[]): TariffJson['zones'][number] {
  const { price, per, increment, connectFee, minimum } = rows[indexes[0]!]!
  for (const index of indexes) {
    const row = rows[index]!
    if ([row.price, row.per, row.increment, row.connectFee, row.minimum].join() !== [price, per, increment, connectFee, minimum].join())
      throw prefixesInvalid(index + 2, `${zone} has another price in line ${indexes[0]! + 2}; give it a zone of its own`)
  }
  return { zone, prefixes: indexes.map((index) => rows[index]!.prefix), windows: [{ price, per, increment, connectFee, minimum }] }
}
