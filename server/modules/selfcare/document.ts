import type { Money } from '#kernel/money.ts'
import type { DocumentRef } from '#modules/documents'

/** Kinds that a customer has lists of. */
export const listedKinds = ['invoice', 'receipt', 'credit-note', 'proforma'] as const
export type ListedKind = (typeof listedKinds)[number]

export const documentKinds = [...listedKinds, 'statement'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** What its page says of a document. */
export interface ShownDocument {
  readonly kind: DocumentKind
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly accountId: string
  readonly on: Temporal.PlainDate | null // null: a statement has days instead
  readonly amount: Money | null // null: of a statement
  readonly state: 'open' | 'paid' | 'void' | 'written-off' | null // of invoices
  readonly open: Money | null
  readonly dueOn: Temporal.PlainDate | null
  readonly validUntil: Temporal.PlainDate | null // of proformas: the last day
}

/** As it stands in links: two that are alike name the same document. */
export const nameOf = (ref: DocumentRef) =>
  ref.kind === 'statement' ? `statement:${ref.accountId}:${ref.from}:${ref.to}` : `${ref.kind}:${ref.id}`

/** Below the address of the pages, `/my/spark`. */
export const pathOf = (ref: DocumentRef) =>
  ref.kind === 'statement' ? `/documents/statement/${ref.accountId}?from=${ref.from}&to=${ref.to}` : `/documents/${ref.kind}/${ref.id}`
