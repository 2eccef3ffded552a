import { type Money, formatMoney } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import type { Customer } from '#modules/customers'
import { packOf, type PartySnapshot } from '#modules/tax'
import type { Tenant } from '#modules/tenants'
import type { Buyer, Fact, Seller } from './document.ts'
import { type DocumentLanguage, documentLanguages } from './labels.ts'

/** How a document speaks to one customer: its language, and the customs of the tenant's country. */
export interface Wording {
  readonly language: DocumentLanguage
  money(amount: Money): string
  date(day: Temporal.PlainDate): string
  time(time: Temporal.PlainTime): string
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
    time: (time) => time.toLocaleString(locale, { hour: 'numeric', minute: '2-digit' }),
    span: ({ from, to }) => (from.until(to).days <= 1 ? date(from) : `${date(from)} – ${date(to.subtract({ days: 1 }))}`),
    number: format,
    percent: (decimal) => `${format(decimal)} %`,
  }
}

function taxIds(registration: string | null, companyNumber: string | null, country: string): Fact[] {
  return [
    ...(registration ? [{ label: packOf(country).registrationName, value: registration }] : []),
    ...(companyNumber ? [{ label: 'RC', value: companyNumber }] : []),
  ]
}

export function sellerOf(tenant: Tenant, logo: Uint8Array | null): Seller {
  return {
    name: tenant.legalName || tenant.name,
    brandColour: tenant.brandColor,
    logo,
    addressLines: tenant.address.split('\n').filter(Boolean),
    contactLines: [[tenant.email, tenant.phone].filter(Boolean).join(' · ')].filter(Boolean),
    taxIds: taxIds(tenant.taxNumber, null, tenant.country),
  }
}

/** As it was when the document was issued; what is no law, such as the colour, is as it is today. */
export function sellerAsKept(kept: PartySnapshot, tenant: Tenant, logo: Uint8Array | null): Seller {
  return {
    ...sellerOf(tenant, logo),
    name: kept.name,
    addressLines: [...kept.addressLines, [kept.postalCode, kept.city].filter(Boolean).join(' ')].filter(Boolean),
    contactLines: [[kept.email, kept.phone].filter(Boolean).join(' · ')].filter(Boolean),
    taxIds: taxIds(kept.registration, kept.companyNumber, kept.country),
  }
}

type Addressed = Pick<Customer, 'name' | 'addressLine' | 'area' | 'city' | 'region' | 'postalCode'> & {
  readonly registration: string | null
}

export const buyerOf = (customer: Customer, tenant: Tenant): Buyer =>
  buyerAsKept({ ...customer, registration: customer.taxNumber }, customer.number, tenant.country)

export function buyerAsKept(kept: Addressed, customerNumber: string, country: string): Buyer {
  const place = [kept.area, [kept.postalCode, kept.city].filter(Boolean).join(' '), kept.region].filter(Boolean).join(', ')
  return {
    name: kept.name,
    customerNumber,
    addressLines: [kept.addressLine, place].filter(Boolean),
    taxIds: taxIds(kept.registration, null, country),
  }
}
