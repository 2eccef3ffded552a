import { eInvoice, eInvoiceFaults, irnOf } from './e-invoice.ts'
import { mushak63 } from './mushak.ts'
import { nigerianInvoice } from './nigeria.ts'
import type { TaxedDocument } from './taxed-document.ts'

export interface TaxForm {
  readonly form: 'INV-01' | 'Mushak-6.3' | 'NG-invoice'
  readonly content: object
  /** What keeps it from being submitted, in words for a screen. */
  readonly faults: readonly string[]
  /** The number the tax office will give it, where that can be known. */
  readonly reference: string | null
}

/** A document in the form of the seller's tax office; undefined where it has none, or none for credit notes. */
export function taxForm(document: TaxedDocument): TaxForm | undefined {
  switch (document.seller.country) {
    case 'IN':
      return { form: 'INV-01', content: eInvoice(document), faults: eInvoiceFaults(document), reference: irnOf(document) }
    case 'BD':
      if (document.kind === 'credit-note') return undefined // Mushak-6.7 is printed only
      return { form: 'Mushak-6.3', content: mushak63(document), faults: [], reference: null }
    case 'NG':
      return { form: 'NG-invoice', content: nigerianInvoice(document), faults: [], reference: null }
    default:
      return undefined
  }
}
