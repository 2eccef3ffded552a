import { json, sql, type Tx } from '#kernel/db.ts'
import type { Measure, TariffJson } from './rating/tariff.ts'

/** What prices the records that a source tells in a measure. */
export interface StoredTariff {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly measure: Measure
}

export interface TariffVersion {
  readonly id: string
  readonly number: number
  readonly validFrom: Temporal.PlainDate // of usage, where the tenant is
  readonly rules: TariffJson
  readonly note: string
  readonly createdAt: Temporal.Instant
}

/** @returns undefined where the source and measure have one */
export async function insertTariff(tx: Tx, draft: Omit<StoredTariff, 'id'>): Promise<StoredTariff | undefined> {
  const { rows } = await sql<StoredTariff>`
    insert into tariff (name, source, measure) values (${draft.name}, ${draft.source}, ${draft.measure})
    on conflict (tenant_id, source, measure) do nothing returning id, name, source, measure`.execute(tx)
  return rows[0]
}

export async function findTariff(tx: Tx, id: string): Promise<StoredTariff | undefined> {
  const { rows } = await sql<StoredTariff>`select id, name, source, measure from tariff where id = ${id}`.execute(tx)
  return rows[0]
}

/** Those of sources. */
export async function readTariffsOf(tx: Tx, sources: readonly string[]): Promise<StoredTariff[]> {
  const { rows } = await sql<StoredTariff>`select id, name, source, measure from tariff where source = any (${sources})`.execute(tx)
  return rows
}

interface VersionRow {
  id: string
  number: number
  valid_from: string
  rules: TariffJson // was read by its schema before it was written
  note: string
  created_at: Temporal.Instant
}

const toVersion = ({ valid_from: from, created_at: createdAt, ...row }: VersionRow): TariffVersion => ({
  ...row,
  validFrom: Temporal.PlainDate.from(from),
  createdAt,
})

/** Versions are numbered under the lock of their tariff. */
export async function insertTariffVersion(
  tx: Tx,
  tariffId: string,
  version: Pick<TariffVersion, 'validFrom' | 'rules' | 'note'>,
): Promise<TariffVersion> {
  await sql`select from tariff where id = ${tariffId} for update`.execute(tx)
  const { rows } = await sql<VersionRow>`
    insert into tariff_version (tariff_id, number, valid_from, rules, note)
    select ${tariffId}, coalesce(max(number), 0) + 1, ${version.validFrom}, ${json(version.rules)}, ${version.note} from tariff_version where tariff_id = ${tariffId}
    returning id, number, valid_from, rules, note, created_at`.execute(tx)
  return toVersion(rows[0]!)
}

/** The latest first. */
export async function readTariffVersions(tx: Tx, tariffId: string): Promise<TariffVersion[]> {
  const { rows } = await sql<VersionRow>`
    select id, number, valid_from, rules, note, created_at from tariff_version where tariff_id = ${tariffId} order by number desc`.execute(
    tx,
  )
  return rows.map(toVersion)
}
