import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

/** How taxes of the country work, as far as forms ask. */
export interface TaxPack {
  readonly country: string
  readonly registrationName: string
  readonly regions: readonly { readonly code: string; readonly name: string }[]
  readonly withholdings: readonly { readonly code: string; readonly name: string; readonly percent: string }[]
  /** What the tax office has a form for. */
  readonly taxForms: readonly ('invoice' | 'credit-note')[]
  /** Whether customers are exempt by certificates. */
  readonly takesCertificates: boolean
  /** Whether taxes of a debt that is written off are taken back. */
  readonly reliefForBadDebts: boolean
}

export const taxPackQuery = queryOptions({
  queryKey: ['tax_pack'],
  queryFn: ({ signal }) => api.get<TaxPack>('/tax-pack', {}, signal),
  staleTime: Infinity, // changes with a release
})
