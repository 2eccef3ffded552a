import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

export const accountKinds = ['asset', 'liability', 'equity', 'income', 'expense'] as const
export type AccountKind = (typeof accountKinds)[number]

/** A line of the chart of accounts, as far as it has a name. */
export interface NamedAccount {
  /** By which the program books on it; null: the tenant's own. */
  readonly code: string | null
  readonly number: string
  readonly name: string
  /** In the tenant's own words. */
  readonly renamed: boolean
}

export interface ChartAccount extends NamedAccount {
  readonly id: string
  readonly kind: AccountKind
  readonly version: number
}

/** How an account stands on a day. */
export interface LedgerAccount extends NamedAccount {
  readonly id: string
  readonly kind: AccountKind
  /** Debits positive. */
  readonly balance: MoneyWire
}

/** Debits positive. */
interface Balances {
  readonly opening: MoneyWire
  readonly debits: MoneyWire
  readonly credits: MoneyWire
  readonly closing: MoneyWire
}

export interface AccountMovement extends NamedAccount, Balances {
  readonly id: string
  readonly kind: AccountKind
}

export interface FinancialStatement {
  readonly currency: string
  readonly accounts: readonly AccountMovement[]
  readonly income: MoneyWire
  readonly expenses: MoneyWire
  readonly profit: MoneyWire
  readonly assets: MoneyWire
  readonly liabilities: MoneyWire
  readonly equity: MoneyWire
  readonly retained: MoneyWire
}

/** Days; `to` is the first after them. */
export interface Period {
  readonly from: string
  readonly to: string
}

export interface CardLine {
  readonly entryId: string
  readonly bookedOn: string
  readonly description: string
  readonly sourceKind: string
  readonly amount: MoneyWire
}

export interface AccountCard {
  readonly account: ChartAccount
  readonly balances: readonly Balances[]
  readonly lines: readonly CardLine[]
  readonly next: string | null
}

export interface LedgerEntry {
  readonly id: string
  readonly bookedOn: string
  readonly description: string
  readonly sourceKind: string
  readonly sourceId: string
  readonly reversesId: string | null
  readonly overrideReason: string | null
  readonly actor: string
  readonly at: string
  readonly lines: readonly (NamedAccount & {
    readonly line: number
    readonly ledgerAccountId: string
    readonly account: string | null
    readonly customerId: string | null
    readonly amount: MoneyWire
  })[]
}

export interface Month {
  /** Its first day. */
  readonly month: string
  readonly entries: string
  readonly isClosed: boolean
}

export const ages = ['current', 'days30', 'days60', 'days90', 'older'] as const
type Aged = Readonly<Record<(typeof ages)[number] | 'credit' | 'balance', MoneyWire>>

export interface AgeingReport {
  readonly on: string
  readonly total: Aged
  readonly count: string
  /** Until that day, less what was paid after all. */
  readonly writtenOff: MoneyWire
  readonly accounts: readonly (Aged & {
    readonly accountId: string
    readonly number: string
    readonly customerId: string
    readonly customer: string
  })[]
}

export interface AccountStatement {
  readonly account: { readonly id: string; readonly number: string; readonly customerId: string }
  readonly opening: MoneyWire
  readonly charged: MoneyWire
  readonly paid: MoneyWire
  readonly closing: MoneyWire
  readonly lines: readonly {
    readonly entryId: string
    readonly bookedOn: string
    readonly sourceKind: string
    readonly document: { readonly kind: 'invoice' | 'payment'; readonly id: string; readonly number: string } | null
    readonly amount: MoneyWire
    readonly balance: MoneyWire
  }[]
}

export const chartQuery = queryOptions({
  queryKey: ['ledger', 'chart'],
  queryFn: ({ signal }) => api.get<{ items: readonly ChartAccount[] }>('/ledger/accounts', {}, signal).then(({ items }) => items),
})

/** @param on undefined: today */
export const trialBalanceQuery = (on: string | undefined) =>
  queryOptions({
    queryKey: ['ledger', 'trial-balance', on],
    queryFn: ({ signal }) => api.get<{ on: string; accounts: readonly LedgerAccount[] }>('/ledger/trial-balance', { on }, signal),
    placeholderData: (before) => before,
  })

export const statementsQuery = (period: Period) =>
  queryOptions({
    queryKey: ['ledger', 'statements', period],
    queryFn: ({ signal }) =>
      api
        .get<{ statements: readonly FinancialStatement[] }>('/ledger/statements', { ...period }, signal)
        .then(({ statements }) => statements),
    placeholderData: (before) => before,
  })

export const cardPage = (id: string, period: Period, after: string | undefined, signal: AbortSignal) =>
  api.get<AccountCard>(`/ledger/accounts/${id}/card`, { ...period, after }, signal)

export const entryQuery = (id: string) =>
  queryOptions({ queryKey: ['ledger', 'entry', id], queryFn: ({ signal }) => api.get<LedgerEntry>(`/ledger/entries/${id}`, {}, signal) })

export const monthsQuery = queryOptions({
  queryKey: ['ledger', 'months'],
  queryFn: ({ signal }) => api.get<{ items: readonly Month[] }>('/ledger/months', {}, signal).then(({ items }) => items),
})

/** @param on undefined: today */
export const ageingReportQuery = (on: string | undefined) =>
  queryOptions({
    queryKey: ['ledger', 'ageing', on],
    queryFn: ({ signal }) => api.get<AgeingReport>('/receivables/ageing-report', { on }, signal),
    placeholderData: (before) => before,
  })

export const accountStatementQuery = (id: string, period: Period) =>
  queryOptions({
    queryKey: ['ledger', 'account-statement', id, period],
    queryFn: ({ signal }) => api.get<AccountStatement>(`/accounts/${id}/statement`, { ...period }, signal),
    placeholderData: (before) => before,
  })

export const ledgerSettingsQuery = queryOptions({
  queryKey: ['ledger', 'settings'],
  queryFn: ({ signal }) => api.get<{ recognition: 'daily' | 'monthly' }>('/ledger-settings', {}, signal),
})
