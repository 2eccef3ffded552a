import type { Currency } from '#kernel/money.ts'

export const kinds = ['person', 'organisation'] as const
export type Kind = (typeof kinds)[number]

export const states = ['active', 'archived'] as const
export type State = (typeof states)[number]

/** What an operator keeps beside our own columns, by a name of its choice. */
export type CustomFields = Readonly<Record<string, string | number | boolean | null>>

/** What can be said of a customer and changed later. */
export interface CustomerFields {
  readonly kind: Kind
  readonly name: string
  readonly email: string | null
  readonly phone: string | null // E.164
  readonly language: string
  readonly taxNumber: string | null
  readonly addressLine: string
  readonly area: string
  readonly city: string
  readonly region: string // decides taxes in some countries
  readonly postalCode: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly locationId: string | null
  readonly assignedTo: string | null // who of the staff looks after it
  readonly tags: readonly string[]
  readonly custom: CustomFields
}

/** A party that buys. */
export interface Customer extends CustomerFields {
  readonly id: string
  readonly number: string // C-000041
  readonly state: State
  readonly version: number
  readonly createdAt: Temporal.Instant
}

/** What can be chosen for an account and changed later. */
export interface AccountTerms {
  readonly billDay: number
  readonly segment: string // chooses the dunning plan
  readonly taxExempt: boolean
}

/** Who is billed. Most customers have one account. */
export interface Account extends AccountTerms {
  readonly id: string
  readonly number: string // A-000041
  readonly customerId: string
  readonly currency: Currency
  readonly billedToId: string | null // the account that pays for it; null: itself
  readonly version: number
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined }

export type CustomerPatch = Optional<CustomerFields>
export type AccountPatch = Optional<AccountTerms>

/** What can be said of an account that is there. */
export type AccountChange = AccountPatch & Optional<Pick<Account, 'billedToId'>>

/** A customer to be, with the account that it starts with; the currency is the tenant's unless said. */
export interface CustomerDraft extends CustomerPatch, AccountPatch {
  readonly name: string
  readonly currency?: Currency | undefined
}

export interface CreatedCustomer {
  readonly customerId: string
  readonly accountId: string
  readonly number: string
}

export const numberDigits = 6 // C-000041; a millionth customer simply has seven

export const tagsMax = 20
export const tagLengthMax = 40
export const customFieldsMax = 50
