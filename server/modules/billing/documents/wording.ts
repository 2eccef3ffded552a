import { type Money, formatMoney } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import type { Customer } from '#modules/customers'
import type { Tenant } from '#modules/tenants'
import type { Buyer, Fact, Seller } from './document.ts'
import { type DocumentLanguage, documentLanguages } from './labels.ts'

/** How a document speaks to one customer: its language, and the customs of the tenant's country. */
export interface Wording {
  readonly language: DocumentLanguage
  money(amount: Money): string
  date(day: Temporal.PlainDate): string
  /** Of a period whose end is exclusive, its first and last day. */
  span(period: Period): string
  number(decimal: string): string
  percent(decimal: string): string
}

export function wordingFor(customer: Pick<Customer, 'language'>, tenant: Pick<Tenant, 'country'>): Wording {
  const language = documentLanguages.find((known) => known === customer.language) ?? 'en'
  const locale = `${language}-${tenant.country}`
  const dates = { day: 'numeric', month: 'long', year: 'numeric' } as const
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  const format = (decimal: string) => number.format(decimal as Intl.StringNumericLiteral) // exact: not through a float
  const date = (day: Temporal.PlainDate) => day.toLocaleString(locale, dates)
  return {
    language,
    money: (amount) => formatMoney(amount, locale),
    date,
    span: ({ from, to }) => (from.until(to).days <= 1 ? date(from) : `${date(from)} – ${date(to.subtract({ days: 1 }))}`),
    number: format,
    percent: (decimal) => `${format(decimal)} %`,
  }
}

// What a tax number is called where it is given.
const taxNumberNames: Readonly<Record<string, string>> = { BD: 'BIN', IN: 'GSTIN', NG: 'TIN', GH: 'TIN', KE: 'PIN' }

function taxIds(taxNumber: string | null, country: string): Fact[] {
  return taxNumber ? [{ label: taxNumberNames[country] ?? 'Tax no.', value: taxNumber }] : []
}

export function sellerOf(tenant: Tenant, logo: Uint8Array | null): Seller {
  return {
    name: tenant.legalName || tenant.name,
    brandColour: tenant.brandColor,
    logo,
    addressLines: tenant.address.split('\n').filter(Boolean),
    contactLines: [[tenant.email, tenant.phone].filter(Boolean).join(' · ')].filter(Boolean),
    taxIds: taxIds(tenant.taxNumber, tenant.country),
  }
}

export function buyerOf(customer: Customer, { country }: Tenant): Buyer {
  const place = [customer.area, [customer.postalCode, customer.city].filter(Boolean).join(' '), customer.region].filter(Boolean).join(', ')
  return {
    name: customer.name,
    customerNumber: customer.number,
    addressLines: [customer.addressLine, place].filter(Boolean),
    taxIds: taxIds(customer.taxNumber, country),
  }
}
