/** Kinds of ledger account; the first and the last grow by debits, the others by credits. */
export const accountKinds = ['asset', 'liability', 'equity', 'income', 'expense'] as const
export type AccountKind = (typeof accountKinds)[number]

interface ChartLine {
  readonly number: string
  readonly name: string
  readonly kind: AccountKind
  /** Whether every posting on it is about one billing account, whose balance is then kept. */
  readonly perAccount?: true
  /** Whether credits on it are earned over days, and say over which. */
  readonly isDeferred?: true
}

/**
 * The chart every tenant starts with. Code speaks of ledger accounts by these keys; names and numbers are for accountants, who may
 * change them and add accounts of their own.
 */
export const chart = {
  cash: { number: '1000', name: 'Cash at desk', kind: 'asset' },
  bank: { number: '1010', name: 'Bank', kind: 'asset' },
  'mobile-money': { number: '1020', name: 'Mobile money', kind: 'asset' },
  gateways: { number: '1100', name: 'Payment gateways, not paid out yet', kind: 'asset' },
  receivables: { number: '1200', name: 'Receivables', kind: 'asset', perAccount: true },
  'tax-withheld': { number: '1300', name: 'Taxes withheld by customers', kind: 'asset' },
  'deferred-revenue': { number: '2100', name: 'Deferred revenue', kind: 'liability', isDeferred: true },
  'tax-payable': { number: '2200', name: 'Taxes payable', kind: 'liability' },
  'prepaid-balances': { number: '2300', name: 'Prepaid balances', kind: 'liability', perAccount: true },
  'sold-vouchers': { number: '2350', name: 'Sold vouchers, not used yet', kind: 'liability' },
  'partners-payable': { number: '2400', name: 'Owed to partners', kind: 'liability' },
  'refunds-payable': { number: '2500', name: 'Refunds to be paid out', kind: 'liability' },
  revenue: { number: '4000', name: 'Revenue', kind: 'income' },
  breakage: { number: '4100', name: 'Expired prepaid balances', kind: 'income' },
  'bad-debts': { number: '5000', name: 'Bad debts', kind: 'expense' },
} as const satisfies Record<string, ChartLine>

export type LedgerCode = keyof typeof chart
export const ledgerCodes = Object.keys(chart) as readonly LedgerCode[]

export const isPerAccount = (code: LedgerCode) => 'perAccount' in chart[code]
export const isDeferred = (code: LedgerCode) => 'isDeferred' in chart[code]

/** What a journal cannot book on: postings there say whose they are, or which days earn them. */
export const isBookedByProgram = (code: LedgerCode) => isPerAccount(code) || isDeferred(code)
