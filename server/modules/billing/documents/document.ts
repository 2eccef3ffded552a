// What is printed on a document. Everything a reader sees arrives as finished text: amounts, dates and numbers are formatted by the
// caller for the customer's language, so that a template only places them.
import type { DocumentLanguage } from './labels.ts'

/** A labelled fact, such as `GSTIN` and its number. */
export interface Fact {
  readonly label: string
  readonly value: string
}

/** The operator, as its customers know it. */
export interface Seller {
  readonly name: string
  /** `#rrggbb` */
  readonly brandColour: string
  /** PNG, JPEG or SVG; the name is printed where there is none. */
  readonly logo: Uint8Array | null
  readonly addressLines: readonly string[]
  /** Telephone, mail, web: where a customer asks about the document. */
  readonly contactLines: readonly string[]
  readonly taxIds: readonly Fact[]
}

export interface Buyer {
  readonly name: string
  readonly customerNumber: string
  readonly addressLines: readonly string[]
  readonly taxIds: readonly Fact[]
}

export interface InvoiceLine {
  /** Printed above the first of the lines that are another account's than the buyer's: whose they are. */
  readonly heading?: string
  readonly description: string
  /** Printed small below: the span of a prorated part, the service's address, the tax code. */
  readonly detail: string | null
  readonly quantity: string
  readonly unitPrice: string
  /** The rate, or the rates, that apply: `7.5 %`. */
  readonly tax: string
  /** Before tax. */
  readonly amount: string
}

/** What a line bears of each tax, where the law wants that on the paper. */
export interface LineTaxes {
  /** Of the columns, in the order in which the taxes are computed. */
  readonly names: readonly string[]
  /** For each line its taxes, in the order of the names, and what it comes to with them. */
  readonly rows: readonly { readonly taxes: readonly { readonly percent: string; readonly amount: string }[]; readonly gross: string }[]
}

/** One per rate and kind: `CGST 9 %` on 999.00 is 89.91. */
export interface TaxTotal {
  readonly name: string
  readonly base: string
  readonly amount: string
}

/** One way to pay, `Bank transfer` with account and bank, in the order the operator prefers. */
export interface PaymentMethod {
  readonly name: string
  readonly facts: readonly Fact[]
}

export const invoiceMarks = ['draft', 'paid', 'void', 'noTaxInvoice'] as const
export type InvoiceMark = (typeof invoiceMarks)[number]

/** What a tax office said of a document that was submitted to it. */
export interface TaxRegistration {
  readonly facts: readonly Fact[]
  /** Signed by the office; SVG. */
  readonly qrCode: Uint8Array
}

export interface InvoiceDocument {
  readonly language: DocumentLanguage
  /** `invoice` unless the law or the deed wants another name on it. */
  readonly kind: 'invoice' | 'tax-invoice' | 'credit-note' | 'proforma'
  readonly number: string
  /** Stamped beside the title; an open invoice has none. */
  readonly mark: InvoiceMark | null
  readonly seller: Seller
  readonly buyer: Buyer
  /** `YYYY-MM-DD` of `issuedOn`, for the file's properties. */
  readonly isoDate: string
  readonly issuedOn: string
  readonly dueOn: string | null
  readonly period: string | null
  /** Further facts the law wants: place of supply, reverse charge, validation number. */
  readonly facts: readonly Fact[]
  readonly lines: readonly InvoiceLine[]
  /** Columns that take the place of the line's `tax`. */
  readonly lineTaxes: LineTaxes | null
  readonly subtotal: string
  readonly taxes: readonly TaxTotal[]
  /** Rounding, withholding: between the taxes and the total. */
  readonly adjustments: readonly { readonly name: string; readonly amount: string }[]
  readonly total: string
  /** Payments and credits already set against it. */
  readonly settled: readonly { readonly name: string; readonly amount: string }[]
  readonly amountDue: string
  readonly payment: {
    readonly methods: readonly PaymentMethod[]
    readonly link: string | null
    /** A square image that a telephone reads. */
    readonly qrCode: Uint8Array | null
  }
  /** Where the law has documents submitted, and this one was. */
  readonly registration: TaxRegistration | null
  readonly notes: readonly string[]
}

/** Part of a payment that went to one invoice, or stays as credit. */
export interface ReceiptAllocation {
  readonly description: string
  readonly date: string
  readonly amount: string
}

export interface ReceiptDocument {
  readonly language: DocumentLanguage
  readonly number: string
  readonly seller: Seller
  readonly buyer: Buyer
  /** `YYYY-MM-DD` of `receivedOn`, for the file's properties. */
  readonly isoDate: string
  readonly receivedOn: string
  readonly amount: string
  readonly amountInWords: string | null
  readonly method: string
  /** The gateway's or the bank's own number for the payment. */
  readonly reference: string | null
  readonly receivedBy: string | null
  readonly allocations: readonly ReceiptAllocation[]
  /** What the account owes, or has in credit, after this payment. */
  readonly balanceAfter: string
  readonly notes: readonly string[]
}

/** What changed the balance of an account: an invoice, a payment. */
export interface StatementLine {
  readonly date: string
  readonly description: string
  /** Empty where it is none. */
  readonly charge: string
  readonly payment: string
  readonly balance: string
}

export interface StatementDocument {
  readonly language: DocumentLanguage
  /** Of the account. */
  readonly number: string
  readonly seller: Seller
  readonly buyer: Buyer
  /** `YYYY-MM-DD` of `issuedOn`, for the file's properties. */
  readonly isoDate: string
  readonly issuedOn: string
  readonly period: string
  readonly opening: string
  readonly lines: readonly StatementLine[]
  readonly charges: string
  readonly payments: string
  readonly closing: string
  readonly notes: readonly string[]
}
