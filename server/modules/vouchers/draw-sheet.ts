import { fileURLToPath } from 'node:url'
import type { Tx } from '#kernel/db.ts'
import { formatMoney } from '#kernel/money.ts'
import { renderPdf } from '#kernel/pdf.ts'
import type { Platform } from '#kernel/platform.ts'
import { drawQrCode } from '#kernel/qr-code.ts'
import { readLogo } from '#modules/billing'
import { type OfferVersion, readVersions, type Validity } from '#modules/catalog'
import { type Language, languageOf, readTenant } from '#modules/tenants'
import { printedCode } from './code.ts'
import { batchNotFound, batchNotReady, rangeNotFree, tooManyOnSheets } from './errors.ts'
import { openCodes } from './make-batch.ts'
import { findBatch, insertMovement } from './store.ts'
import { type SerialRange, serialNumber } from './voucher.ts'

const template = fileURLToPath(new URL('./sheet.typ', import.meta.url))

/** Vouchers on a page of A4, fewer where there is room for a code to scan and for what to do. */
export const layouts = ['a4-40', 'a4-24', 'a4-10'] as const
export type Layout = (typeof layouts)[number]

/** Drawn at once; more would take longer than a browser waits. */
export const sheetMax = 2_000

/**
 * Vouchers of a range as pages to print and cut. Who printed which codes stands in the trail of the batch.
 * @throws vouchers.batch_not_found, vouchers.batch_not_ready, vouchers.too_many, vouchers.range_not_free
 */
export async function drawSheets(
  tx: Tx,
  batchId: string,
  { from, to, layout }: { readonly from: number; readonly to?: number | undefined; readonly layout: Layout },
  platform: Platform,
): Promise<{ fileName: string; pdf: Uint8Array }> {
  const batch = await findBatch(tx, batchId)
  if (!batch) throw batchNotFound()
  if (batch.state !== 'ready') throw batchNotReady(batch.number)
  const range: SerialRange = { from, to: to ?? batch.count }
  const wanted = range.to - range.from + 1
  if (wanted < 1) throw rangeNotFree(0, 0)
  if (wanted > sheetMax) throw tooManyOnSheets(sheetMax)
  const codes = await openCodes(tx, batchId, range)
  if (codes.size !== wanted) throw rangeNotFree(wanted, codes.size)
  await insertMovement(tx, { batchId, kind: 'printed', ...range, count: wanted })

  const tenant = await readTenant(tx)
  const version = (await readVersions(tx, [batch.offerVersionId])).get(batch.offerVersionId)!
  const language = languageOf(tenant.locale)
  const words = wording[language]
  const portal = `${platform.publicUrl}/portal/${tenant.slug}`
  const pdf = await renderPdf(template, {
    layout,
    language,
    brandColour: tenant.brandColor,
    logo: await readLogo(tx, tenant, platform),
    seller: tenant.name,
    plan: batch.offerName,
    facts: factsOf(version, language),
    price: formatMoney(batch.price, tenant.locale),
    steps: words.steps,
    validity: batch.redeemUntil ? `${words.until} ${batch.redeemUntil.subtract({ days: 1 }).toLocaleString(tenant.locale)}` : '',
    vouchers: [...codes].map(([serial, code]) => ({
      serial: serialNumber(batch.number, serial),
      code: printedCode(code),
      qr: layout === 'a4-40' ? null : drawQrCode(`${portal}?voucher=${code}`, { errorCorrection: 'medium', margin: 1, pixels: 4 }),
    })),
  })
  return { fileName: `${batch.number}-${range.from}-${range.to}.pdf`, pdf }
}

interface Wording {
  readonly steps: string
  readonly until: string
  readonly units: Readonly<Record<Validity['unit'], readonly [one: string, many: string]>>
}

const wording: Readonly<Record<Language, Wording>> = {
  en: {
    steps: 'Join the Wi-Fi, open any page, and type this code or scan it.',
    until: 'Use by',
    units: {
      minute: ['minute', 'minutes'],
      hour: ['hour', 'hours'],
      day: ['day', 'days'],
      week: ['week', 'weeks'],
      month: ['month', 'months'],
      year: ['year', 'years'],
    },
  },
  bn: {
    steps: 'ওয়াই-ফাইয়ে যুক্ত হন, যেকোনো পাতা খুলুন, এই কোড লিখুন বা স্ক্যান করুন।',
    until: 'ব্যবহারের শেষ দিন',
    units: {
      minute: ['মিনিট', 'মিনিট'],
      hour: ['ঘণ্টা', 'ঘণ্টা'],
      day: ['দিন', 'দিন'],
      week: ['সপ্তাহ', 'সপ্তাহ'],
      month: ['মাস', 'মাস'],
      year: ['বছর', 'বছর'],
    },
  },
  hi: {
    steps: 'वाई-फ़ाई से जुड़ें, कोई भी पेज खोलें और यह कोड लिखें या स्कैन करें।',
    until: 'अंतिम तिथि',
    units: {
      minute: ['मिनट', 'मिनट'],
      hour: ['घंटा', 'घंटे'],
      day: ['दिन', 'दिन'],
      week: ['सप्ताह', 'सप्ताह'],
      month: ['महीना', 'महीने'],
      year: ['वर्ष', 'वर्ष'],
    },
  },
}

/** `24 hours · 5 Mbit/s · 2 GB`. */
function factsOf({ pass, cycle, downloadBps, quotaBytes }: OfferVersion, language: Language): string {
  const { unit, count } = pass ?? cycle
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 })
  return [
    `${number(count)} ${wording[language].units[unit][count === 1 ? 0 : 1]}`,
    `${number(Number(downloadBps) / 1e6)} Mbit/s`,
    ...(quotaBytes === null ? [] : [`${number(Number(quotaBytes) / 1e9)} GB`]),
  ].join(' · ')
}
