import type { Tx } from '#kernel/db.ts'
import { csvCell } from '#kernel/list-export.ts'
import { type Money, money, toDecimal } from '#kernel/money.ts'
import {
  bookedTaxes,
  readRegister,
  type RegisterLine,
  sumSupplies,
  type SupplySum,
  sumTaxes,
  type TaxPeriod,
  type TaxSum,
} from './tax-report-store.ts'
import { sumWithheld } from './withholding-store.ts'

type InMoney<T> = { readonly [K in keyof T]: K extends 'net' | 'tax' | 'creditedNet' | 'creditedTax' | 'relievedTax' ? Money : T[K] }

/** What is owed to tax offices for a period, and whether the books say the same. */
export interface TaxReport extends TaxPeriod {
  readonly taxes: readonly InMoney<TaxSum>[]
  readonly supplies: readonly InMoney<SupplySum>[]
  readonly charged: Money
  readonly credited: Money
  readonly relieved: Money // taken back for debts that went bad, less what of them was paid after all
  readonly due: Money // charged less credited and relieved
  readonly booked: Money // in the account of taxes payable
  readonly withheld: Money // by customers, as certificates say; it is owed to us, and changes nothing of what is due
  readonly difference: Money // due less booked: nothing, or something was booked by hand
}

export async function taxReport(tx: Tx, period: TaxPeriod): Promise<TaxReport> {
  const sums = await sumTaxes(tx, period)
  const supplies = await sumSupplies(tx, period)
  const booked = await bookedTaxes(tx, period)
  const withheld = await sumWithheld(tx, period)
  const amount = (minor: bigint) => money(minor, period.currency)
  const charged = sums.reduce((total, { tax }) => total + tax, 0n)
  const credited = sums.reduce((total, { creditedTax }) => total + creditedTax, 0n)
  const relieved = sums.reduce((total, { relievedTax }) => total + relievedTax, 0n)
  const due = charged - credited - relieved
  return {
    ...period,
    taxes: sums.map((row) => ({
      ...row,
      net: amount(row.net),
      tax: amount(row.tax),
      creditedNet: amount(row.creditedNet),
      creditedTax: amount(row.creditedTax),
      relievedTax: amount(row.relievedTax),
    })),
    supplies: supplies.map((row) => ({ ...row, net: amount(row.net), tax: amount(row.tax) })),
    charged: amount(charged),
    credited: amount(credited),
    relieved: amount(relieved),
    due: amount(due),
    booked: amount(booked),
    withheld,
    difference: amount(due - booked),
  }
}

const registerHead = [
  'number',
  'date',
  'document',
  'sellerTaxNumber',
  'customer',
  'buyerTaxNumber',
  'placeOfSupply',
  'tax',
  'jurisdiction',
  'percent',
  'supplyCode',
  'taxableAmount',
  'taxAmount',
  'currency',
]
const documentsPerPage = 2_000 // bounds what is in memory at once
const first = '00000000-0000-0000-0000-000000000000'

/** The register of a period, a line for each tax of each document, as parts of a CSV file. */
export async function* taxRegister(tx: Tx, period: TaxPeriod): AsyncGenerator<string> {
  yield `\ufeff${registerHead.join(',')}\r\n` // the mark makes spreadsheets read UTF-8
  let after = first
  for (;;) {
    const lines = await readRegister(tx, period, { after, documents: documentsPerPage })
    const last = lines.at(-1)
    if (!last) return
    yield lines.map((line) => `${cellsOf(line, period.currency).map(csvCell).join(',')}\r\n`).join('')
    after = last.invoiceId
  }
}

function cellsOf(line: RegisterLine, currency: string): (string | null)[] {
  const decimal = (minor: bigint) => toDecimal(money(minor, currency))
  return [
    line.number,
    line.on,
    line.kind,
    line.sellerTaxNumber,
    line.customer,
    line.buyerTaxNumber,
    line.placeOfSupply,
    line.code,
    line.jurisdiction,
    line.percent,
    line.supplyCode,
    decimal(line.net),
    decimal(line.tax),
    currency,
  ]
}
