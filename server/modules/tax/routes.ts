import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { route } from '#kernel/http.ts'
import { zBigint, zDate, zId, zText } from '#kernel/wire.ts'
import { readTenant } from '#modules/tenants'
import { changeRate } from './change-rate.ts'
import { regionUnknown } from './errors.ts'
import { packOf } from './packs.ts'
import { reaches, supplyKinds } from './rate.ts'
import type { TaxSetting } from './setting.ts'
import { readRates, readSetting, writeSetting } from './store.ts'

const zPercent = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'Give a rate in per cent, like 7.5')
const zShare = zPercent.refine((percent) => Number(percent) <= 100, 'A share is at most 100 per cent')
const zCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/, 'Use capitals, digits and hyphens, like VAT or US-TX-911')
const zJurisdiction = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'Give an ISO 3166 code, like IN or US-TX')
const zSupply = z.enum(['any', ...supplyKinds])
const zText0 = (max: number) => z.union([z.literal(''), zText(max)])

const zRate = z
  .object({
    id: zId,
    category: z.string(),
    supply: zSupply,
    code: z.string(),
    name: z.string(),
    jurisdiction: z.string(),
    reach: z.enum(reaches),
    percent: z.string(),
    flatMinor: zBigint.describe('For each line and month, in minor units'),
    sharePercent: z.string().describe('Of the price it is charged on'),
    on: z.array(z.string()).readonly().describe('Taxes that enter its base'),
    validFrom: zDate,
    validTo: zDate.nullable(),
    source: z.string().describe('Where it is written; empty where nobody said'),
    checkedOn: zDate.nullable().describe('When it was last compared with that'),
  })
  .meta({ id: 'TaxRate' })

export const zTaxRateDraft = z.object({
  category: zText(40).default('standard'),
  code: zCode,
  name: zText(60).optional(),
  percent: zPercent,
  validFrom: zDate,
  supply: zSupply.optional(),
  jurisdiction: zJurisdiction.optional(),
  reach: z.enum(reaches).optional(),
  flatMinor: zBigint.refine((minor) => minor >= 0n, 'A fee is not negative').optional(),
  sharePercent: zShare.optional(),
  on: z.array(zCode).max(10).optional(),
  source: zText(300).optional().describe('Where it is written: law, notice, page'),
})

const zSetting = z
  .object({
    region: zText0(6).describe('ISO 3166-2; empty where the registration says it'),
    companyNumber: zText0(40),
    addressLine: zText0(100),
    city: zText0(50),
    postalCode: zText0(20),
    totalStepMinor: zBigint.refine((step) => step >= 1n && step <= 10_000n, 'Give 1, or 100 for whole rupees'),
    supplyCodes: z.partialRecord(z.enum(supplyKinds), zText(20)).describe('Codes on invoices that differ from the usual ones'),
  })
  .meta({ id: 'TaxSettings' })

export const routes = [
  route({
    method: 'GET',
    path: '/tax-rates',
    summary: 'Taxes by category, with the days they hold',
    tag: 'tax',
    permission: 'tax.read',
    response: z.array(zRate),
    handle: ({ tx }) => readRates(tx),
  }),
  route({
    method: 'POST',
    path: '/tax-rates',
    summary: 'Puts a tax rate in force from a day on, in place of the one before; what is left out stays as it was',
    tag: 'tax',
    permission: 'tax.configure',
    body: zTaxRateDraft,
    response: z.array(zRate),
    handle: ({ tx, body }) => changeRate(tx, body),
  }),
  route({
    method: 'GET',
    path: '/tax-settings',
    summary: 'What tax offices want to know of this tenant',
    tag: 'tax',
    permission: 'tax.read',
    response: zSetting,
    handle: ({ tx }) => readSetting(tx),
  }),
  route({
    method: 'PUT',
    path: '/tax-settings',
    summary: 'Changes what documents say of this tenant from the next one on',
    tag: 'tax',
    permission: 'tax.configure',
    body: zSetting,
    response: zSetting,
    handle: ({ tx, body }) => changeSetting(tx, body),
  }),
  route({
    method: 'GET',
    path: '/tax-pack',
    summary: 'How taxes of the country work, for forms',
    tag: 'tax',
    permission: 'session',
    response: z
      .object({
        country: z.string(),
        registrationName: z.string().describe('GSTIN, BIN, TIN'),
        regions: z.array(z.object({ code: z.string(), name: z.string() })).readonly(),
        supplyCodes: z.partialRecord(z.enum(supplyKinds), z.string()),
        withholdings: z.array(z.object({ code: z.string(), name: z.string(), percent: z.string(), from: z.string() })).readonly(),
        taxForms: z
          .array(z.enum(['invoice', 'credit-note']))
          .readonly()
          .describe('What the tax office has a form for'),
        takesCertificates: z.boolean().describe('Whether customers are exempt by certificates'),
        reliefForBadDebts: z.boolean().describe('Whether taxes of a debt that is written off are taken back'),
      })
      .meta({ id: 'TaxPack' }),
    handle: async ({ tx }) => packOf((await readTenant(tx)).country),
  }),
]

async function changeSetting(tx: Tx, setting: TaxSetting): Promise<TaxSetting> {
  const { regions } = packOf((await readTenant(tx)).country)
  if (setting.region !== '' && regions.length > 0 && !regions.some(({ code }) => code === setting.region))
    throw regionUnknown(setting.region)
  await writeSetting(tx, setting)
  return setting
}
