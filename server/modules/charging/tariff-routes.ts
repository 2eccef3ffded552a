import { z } from 'zod'
import { plainDecimal } from '#kernel/decimal.ts'
import { type AnyRoute, type Principal, route } from '#kernel/http.ts'
import { zDate, zId, zInstant, zText } from '#kernel/wire.ts'
import { allCustomersNeeded, tariffNotFound } from './errors.ts'
import { addTariff, addTariffVersion, tryTariff, zonesFromCsv } from './keep-tariffs.ts'
import { measures, type TariffJson, zTariff } from './rating/tariff.ts'
import { replayError, startRerating, takeRecords } from './take-records.ts'
import { takeUsageFile } from './take-usage-file.ts'
import { findTariff, readTariffVersions } from './tariff-store.ts'

const params = z.object({ id: zId })
/** Checked by its schema, kept as it was written. */
const zRules = z.custom<TariffJson>(
  (value) => zTariff.safeParse(value).success,
  'Give zones, windows and a rounding, as docs/guides/rating.md tells',
)

const zStored = z.object({ id: zId, name: z.string(), source: z.string(), measure: z.enum(measures) })
const zVersion = z
  .object({ id: zId, number: z.int(), validFrom: zDate, rules: z.looseObject({}), note: z.string(), createdAt: zInstant })
  .meta({ id: 'TariffVersion' })
const zDraft = z.object({ name: zText(80), source: zText(80), validFrom: zDate.describe('First day of usage'), rules: zRules })
const zPrefixes = z.object({
  validFrom: zDate.describe('First day of usage'),
  csv: z.string().min(1).max(4_000_000).describe('prefix,zone,price and, if wanted, per,increment,connectFee,minimum'),
  note: zText(200).optional(),
})

const zRecord = z.object({
  source: zText(80),
  key: zText(200).describe('Natural key within the source: number, start, other party, charging id, direction'),
  subscriptionId: zId.nullable(),
  measure: z.enum(measures),
  otherParty: z.string().regex(/^\d{0,15}$/, 'Digits only'),
  startedAt: zInstant,
  quantity: z.number(),
})
const zFault = z.object({ code: z.string(), field: z.string(), fix: z.string() })
const zTaken = z
  .object({
    read: z.int(),
    accepted: z.int(),
    copies: z.int().describe('Came before with the same content; ignored'),
    rejected: z.array(z.object({ key: z.string(), fault: zFault })).readonly(),
  })
  .meta({ id: 'UsageRecordsTaken', description: 'accepted + copies + rejected = read' })

const zFile = z
  .object({
    id: zId,
    fileId: z.string(),
    source: z.string(),
    name: z.string(),
    records: z.int(),
    accepted: z.int(),
    copies: z.int().describe('Came before with the same content; ignored'),
    rejected: z.int().describe('Wait in the error queue'),
  })
  .meta({ id: 'UsageFile', description: 'accepted + copies + rejected = records' })

const tag = 'charging'

export const tariffRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/tariffs',
    summary: 'Makes the tariff of what a source tells in a measure',
    tag,
    permission: 'charging.configure',
    body: zDraft,
    response: zStored,
    handle: ({ tx, body }) => addTariff(tx, body),
  }),
  route({
    method: 'GET',
    path: '/tariffs/:id',
    summary: 'A tariff and its versions, the latest first',
    tag,
    permission: 'charging.read',
    params,
    response: zStored.extend({ versions: z.array(zVersion) }),
    async handle({ tx, params }) {
      const tariff = await findTariff(tx, params.id)
      if (!tariff) throw tariffNotFound()
      return { ...tariff, versions: (await readTariffVersions(tx, tariff.id)).map(versionOf) }
    },
  }),
  route({
    method: 'POST',
    path: '/tariffs/:id/versions',
    summary: 'Adds a version, which holds from a day of the usage on',
    tag,
    permission: 'charging.configure',
    params,
    body: z.object({ validFrom: zDate, rules: zRules, note: zText(200).optional() }),
    response: zVersion,
    handle: async ({ tx, params, body }) => versionOf(await addTariffVersion(tx, params.id, body)),
  }),
  route({
    method: 'POST',
    path: '/tariffs/:id/prefixes',
    summary: 'Adds a version whose zones are those of a rate sheet',
    tag,
    permission: 'charging.configure',
    bodyBytesMax: 5_000_000,
    params,
    body: zPrefixes,
    response: zVersion,
    async handle({ tx, params, body: { csv, ...version } }) {
      const [latest] = await readTariffVersions(tx, params.id)
      if (!latest) throw tariffNotFound()
      return versionOf(await addTariffVersion(tx, params.id, { ...version, rules: { ...latest.rules, zones: zonesFromCsv(csv) } }))
    },
  }),
  route({
    method: 'POST',
    path: '/tariffs/:id/quotes',
    summary: 'What a call, a stretch of data or a message would cost; nothing is kept',
    tag,
    permission: 'charging.read',
    status: 200,
    params,
    body: z.object({ otherParty: z.string().regex(/^\d{0,15}$/, 'Digits only'), startedAt: zInstant, quantity: z.int().min(0) }),
    response: z.object({
      zone: z.string().nullable(),
      cost: z.string().nullable().describe("Major units of the tenant's currency"),
      reason: z.enum(['no-zone', 'no-window', 'no-version']).nullable(),
    }),
    async handle({ tx, params, body }) {
      const rated = (await tryTariff(tx, params.id, body)) ?? ('no-version' as const)
      if (typeof rated === 'string') return { zone: null, cost: null, reason: rated }
      return { zone: rated.zone, cost: plainDecimal(rated.cost), reason: null }
    },
  }),
  route({
    method: 'POST',
    path: '/tariffs/:id/re-ratings',
    summary: 'Rates what the tariff has priced in a span anew, in the background; issued invoices are never edited',
    tag,
    permission: 'charging.configure',
    status: 202,
    params,
    body: z.object({ from: zInstant, to: zInstant.describe('Exclusive') }),
    handle: ({ tx, params, body }) => startRerating(tx, { tariffId: params.id, ...body }),
  }),
  route({
    method: 'POST',
    path: '/usage-records',
    summary: 'Takes usage records of carriers; what cannot be taken waits in the error queue',
    tag,
    permission: 'charging.write',
    bodyBytesMax: 5_000_000,
    status: 200,
    body: z.object({ records: z.array(zRecord).min(1).max(5_000) }),
    response: zTaken,
    handle({ tx, principal, body, now }) {
      requireAllCustomers(principal)
      return takeRecords(tx, body.records, now)
    },
  }),
  route({
    method: 'POST',
    path: '/usage-files',
    summary: 'Takes a file of usage records, with header and trailer: whole or not at all, and once',
    tag,
    permission: 'charging.write',
    bodyBytesMax: 10_000_000,
    status: 201,
    body: z.object({
      name: zText(200).describe('What the file is called'),
      text: z.string().min(1).max(8_000_000).describe('CSV or lines of JSON, as docs/guides/rating.md tells'),
    }),
    response: zFile,
    handle({ tx, principal, body, now }) {
      requireAllCustomers(principal)
      return takeUsageFile(tx, body, now)
    },
  }),
  route({
    method: 'POST',
    path: '/usage-errors/:id/replay',
    summary: 'Takes a record of the error queue again, as it came or as it is repaired here',
    tag,
    permission: 'charging.write',
    status: 200,
    params,
    body: z
      .object({ subscriptionId: zId.optional(), otherParty: zRecord.shape.otherParty.optional(), quantity: z.number().optional() })
      .default({}),
    response: zTaken,
    handle: ({ tx, params, body, now }) => replayError(tx, params.id, body, now),
  }),
]

/** Records of customers who are not seen would look like nobody's, and copies like new ones. @throws charging.all_customers_needed */
function requireAllCustomers({ rows }: Principal): void {
  if (rows) throw allCustomersNeeded()
}

const versionOf = <V extends { readonly rules: TariffJson }>(version: V) => ({ ...version, rules: { ...version.rules } })
