import type { Tx } from '#kernel/db.ts'
import { csvCell } from '#kernel/list-export.ts'
import { money, toDecimal } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import { type ExportedPosting, readDailySums, readJournal } from './export-store.ts'
import { summing } from './summing-store.ts'

/** What accounting programs read: every posting as CSV, vouchers of TallyPrime, journal entries of QuickBooks Desktop. */
export const exportFormats = ['csv', 'tally', 'iif'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const exportTypes: Readonly<Record<ExportFormat, { readonly type: string; readonly ending: string }>> = {
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  tally: { type: 'application/xml; charset=utf-8', ending: 'xml' },
  iif: { type: 'text/plain; charset=utf-8', ending: 'iif' },
}

/**
 * The books of a period as parts of a file. Other programs get one voucher for each day and kind of document: they keep no million
 * invoices, and the documents stay here.
 */
export function exportBooks(tx: Tx, period: Period, format: ExportFormat): AsyncGenerator<string> {
  switch (format) {
    case 'csv':
      return journalCsv(tx, period)
    case 'tally':
      return tallyXml(tx, period)
    case 'iif':
      return quickBooksIif(tx, period)
    default:
      return format satisfies never
  }
}

const entriesPerPage = 2_000 // bounds what is in memory at once
const csvHead = ['entry', 'date', 'source', 'description', 'accountNumber', 'account', 'customerAccount', 'debit', 'credit', 'currency']

async function* journalCsv(tx: Tx, period: Period): AsyncGenerator<string> {
  yield `\ufeff${csvHead.join(',')}\r\n` // the mark makes spreadsheets read UTF-8
  for await (const postings of pages(tx, period))
    yield postings
      .map((posting) => {
        const { debit, credit } = sides(posting)
        const { entryId, bookedOn, sourceKind, description, number, name, account, currency } = posting
        return `${[entryId, bookedOn, sourceKind, description, number, name, account, debit, credit, currency].map(csvCell).join(',')}\r\n`
      })
      .join('')
}

async function* pages(tx: Tx, period: Period): AsyncGenerator<readonly ExportedPosting[]> {
  let after = { bookedOn: '-infinity', entryId: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const postings = await readJournal(tx, period, after, entriesPerPage)
    const last = postings.at(-1)
    if (!last) return
    yield postings
    after = last
  }
}

const decimal = (minor: bigint, currency: string) => toDecimal(money(minor, currency))

const sides = ({ minor, currency }: Pick<ExportedPosting, 'minor' | 'currency'>) => ({
  debit: minor > 0n ? decimal(minor, currency) : '',
  credit: minor < 0n ? decimal(-minor, currency) : '',
})

/**
 * Vouchers as TallyPrime imports them (developer reference, "Integration of transactions"): dates yyyymmdd; a debit is "deemed
 * positive" and its amount is negative. Ledgers are found by name, so those of the chart have to be there under the same names.
 */
async function* tallyXml(tx: Tx, period: Period): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<ENVELOPE>\n<HEADER><TALLYREQUEST>Import Data</TALLYREQUEST></HEADER>\n<BODY>\n<IMPORTDATA>\n'
  yield '<REQUESTDESC><REPORTNAME>Vouchers</REPORTNAME></REQUESTDESC>\n<REQUESTDATA>\n'
  for (const voucher of await vouchers(tx, period)) yield tallyVoucher(voucher)
  yield '</REQUESTDATA>\n</IMPORTDATA>\n</BODY>\n</ENVELOPE>\n'
}

function tallyVoucher({ key, bookedOn, narration, lines }: Voucher): string {
  const entries = lines.map(
    ({ name, minor, currency }) =>
      `<ALLLEDGERENTRIES.LIST><LEDGERNAME>${xml(name)}</LEDGERNAME><ISDEEMEDPOSITIVE>${minor > 0n ? 'Yes' : 'No'}</ISDEEMEDPOSITIVE><AMOUNT>${decimal(-minor, currency)}</AMOUNT></ALLLEDGERENTRIES.LIST>\n`,
  )
  return `<TALLYMESSAGE xmlns:UDF="TallyUDF">
<VOUCHER REMOTEID="${xml(key)}" VCHTYPE="Journal" ACTION="Create" OBJVIEW="Accounting Voucher View">
<DATE>${bookedOn.replaceAll('-', '')}</DATE><VOUCHERTYPENAME>Journal</VOUCHERTYPENAME><VOUCHERNUMBER>${xml(key)}</VOUCHERNUMBER><NARRATION>${xml(narration)}</NARRATION>
${entries.join('')}</VOUCHER>
</TALLYMESSAGE>
`
}

const xmlEntities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const xml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => xmlEntities[sign]!)

/**
 * General journal entries in the Intuit Interchange Format: columns between tabs, dates mm/dd/yyyy, debits positive; the first line of
 * an entry is TRNS, the others are SPL. Accounts are found by name, and those that are missing are made.
 */
async function* quickBooksIif(tx: Tx, period: Period): AsyncGenerator<string> {
  const columns = 'TRNSTYPE\tDATE\tACCNT\tAMOUNT\tDOCNUM\tMEMO'
  yield `!TRNS\t${columns}\r\n!SPL\t${columns}\r\n!ENDTRNS\r\n`
  for (const voucher of await vouchers(tx, period)) yield iifEntry(voucher)
}

function iifEntry({ key, bookedOn, narration, lines }: Voucher): string {
  const [year, month, day] = bookedOn.split('-')
  const rows = lines.map(({ name, minor, currency }, index) =>
    [
      index === 0 ? 'TRNS' : 'SPL',
      'GENERAL JOURNAL',
      `${month}/${day}/${year}`,
      iif(name),
      decimal(minor, currency),
      key,
      iif(narration),
    ].join('\t'),
  )
  return `${rows.join('\r\n')}\r\nENDTRNS\r\n`
}

/** A tab or a line break would begin another column or row, a colon a sub-account. */
const iif = (text: string) => text.replaceAll(/[\t\r\n"]/g, ' ').replaceAll(':', '-')

interface Voucher {
  readonly key: string // the same whenever the period is exported
  readonly bookedOn: string
  readonly narration: string
  readonly lines: readonly { readonly name: string; readonly minor: bigint; readonly currency: string }[]
}

async function vouchers(tx: Tx, period: Period): Promise<Voucher[]> {
  const sums = await summing(tx, (tx) => readDailySums(tx, period))
  const groups = Map.groupBy(sums, ({ bookedOn, sourceKind, currency }) => `${bookedOn.replaceAll('-', '')}-${sourceKind}-${currency}`)
  return [...groups].map(([key, lines]) => ({
    key,
    bookedOn: lines[0]!.bookedOn,
    narration: `${lines[0]!.sourceKind}: ${lines[0]!.entries} entries`,
    lines,
  }))
}
