import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

export interface Tenant {
  readonly country: string
  readonly currency: string
  readonly name: string
  readonly legalName: string
  readonly timeZone: string
  readonly locale: string
  readonly address: string
  readonly email: string
  readonly phone: string
  readonly taxNumber: string
  readonly brandColor: string
  readonly logoFileId: string | null
  readonly paymentTermsDays: number
  readonly waysToPay: string
  readonly fiscalYearStartMonth: number
  readonly version: number
}

export const tenantQuery = queryOptions({
  queryKey: ['tenant'],
  queryFn: ({ signal }) => api.get<Tenant>('/tenant', {}, signal),
})

export interface Location {
  readonly branchCode: string | null
  readonly taxNumber: string
  readonly id: string
  readonly name: string
  readonly address: string
  readonly position: { readonly latitude: number; readonly longitude: number } | null
  readonly version: number
}

export const locationQuery = (id: string) =>
  queryOptions({ queryKey: ['location', id], queryFn: ({ signal }) => api.get<Location>(`/locations/${id}`, {}, signal) })

export interface TaxRate {
  readonly id: string
  readonly category: string
  readonly supply: string
  readonly code: string
  readonly name: string
  readonly jurisdiction: string
  readonly percent: string
  /** For each line and month. */
  readonly flatMinor: string
  readonly validFrom: string
  readonly validTo: string | null
  /** Where it is written; empty where nobody said. */
  readonly source: string
  /** When it was last compared with that. */
  readonly checkedOn: string | null
}

export const taxRatesQuery = queryOptions({
  queryKey: ['tax_rate'],
  queryFn: ({ signal }) => api.get<readonly TaxRate[]>('/tax-rates', {}, signal),
})

export interface TaxSettings {
  readonly region: string
  readonly companyNumber: string
  readonly addressLine: string
  readonly city: string
  readonly postalCode: string
  /** Totals are rounded to multiples of it. */
  readonly totalStepMinor: string
  readonly supplyCodes: Readonly<Record<string, string>>
}

export const taxSettingsQuery = queryOptions({
  queryKey: ['tax_setting'],
  queryFn: ({ signal }) => api.get<TaxSettings>('/tax-settings', {}, signal),
})

export interface MailSettings {
  readonly attachDocument: boolean
  readonly attachTaxForm: boolean
}

export const mailSettingsQuery = queryOptions({
  queryKey: ['engage_setting'],
  queryFn: ({ signal }) => api.get<MailSettings>('/engage-settings', {}, signal),
})

export const mailSecurities = ['tls', 'starttls', 'none'] as const

export interface MailServerSettings {
  readonly senderName: string | null
  readonly replyTo: string | null
  readonly server: {
    readonly host: string
    readonly port: number
    readonly security: (typeof mailSecurities)[number]
    readonly senderAddress: string
    readonly username: string | null
    readonly hasPassword: boolean
  } | null
  readonly installationHasServer: boolean
}

export const mailServerQuery = queryOptions({
  queryKey: ['mail_setting'],
  queryFn: ({ signal }) => api.get<MailServerSettings>('/mail-settings', {}, signal),
})

export const dunningActions = ['remind', 'retry', 'late-fee', 'walled-garden', 'suspend', 'terminate'] as const

export interface DunningStage {
  readonly id: string
  readonly segment: string
  readonly days: number
  readonly action: (typeof dunningActions)[number]
  /** Of a late fee: a sum, and a percentage of what is open. */
  readonly feeMinor: string
  readonly feePercent: string
}

export const dunningStagesQuery = queryOptions({
  queryKey: ['dunning_stage'],
  queryFn: ({ signal }) => api.get<readonly DunningStage[]>('/dunning-stages', {}, signal),
})

export const ageBases = ['due', 'oldest-issue'] as const
export const restores = ['full', 'partial'] as const

export interface DunningPolicy {
  readonly segment: string
  readonly ageBasis: (typeof ageBases)[number]
  /** Who owes less keeps service. */
  readonly minimumMinor: string
  /** Monday 1. */
  readonly excludedWeekdays: readonly number[]
  readonly restore: (typeof restores)[number]
}

export const dunningPoliciesQuery = queryOptions({
  queryKey: ['dunning_policy'],
  queryFn: ({ signal }) => api.get<readonly DunningPolicy[]>('/dunning-policies', {}, signal),
})

export interface Holiday {
  readonly day: string
  readonly name: string
}

export const holidaysQuery = queryOptions({
  queryKey: ['dunning_holiday'],
  queryFn: ({ signal }) => api.get<readonly Holiday[]>('/dunning-holidays', {}, signal),
})

export interface Gateway {
  readonly id: string
  readonly provider: string
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly enabled: boolean
  readonly hasCredentials: boolean
  readonly webhookUrl: string
  readonly version: number
}

export const gatewaysQuery = queryOptions({
  queryKey: ['gateway'],
  queryFn: ({ signal }) => api.get<readonly Gateway[]>('/gateways', {}, signal),
})

/** The part of a JSON schema that a form of texts needs. */
export interface TextsSchema {
  readonly properties?: Readonly<Record<string, { readonly default?: string }>>
  readonly required?: readonly string[]
}

export interface Provider {
  readonly provider: string
  readonly title: string
  readonly settings: TextsSchema
  readonly credentials: TextsSchema
}

export const providersQuery = queryOptions({
  queryKey: ['gateway_provider'],
  queryFn: ({ signal }) => api.get<readonly Provider[]>('/gateway-providers', {}, signal),
  staleTime: Infinity, // changes with a release
})

export interface StaffMember {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly state: 'invited' | 'active' | 'disabled'
  readonly roles: readonly string[]
  readonly locationIds: readonly string[]
  readonly hasTotp: boolean
  readonly version: number
}

export const staffQuery = (id: string) =>
  queryOptions({ queryKey: ['staff', id], queryFn: ({ signal }) => api.get<StaffMember>(`/staff/${id}`, {}, signal) })

export const rowScopes = ['all', 'own', 'territory', 'reseller', 'team'] as const

export interface Role {
  readonly id: string
  readonly code: string
  readonly name: string
  /** Names, and for built-in roles patterns such as `*.read`. */
  readonly permissions: readonly string[]
  /** Whose customers people of this role see. */
  readonly rowScope: (typeof rowScopes)[number]
  readonly isBuiltIn: boolean
  readonly version: number
}

export interface Roles {
  readonly items: readonly Role[]
  readonly permissions: readonly { readonly name: string; readonly description: string }[]
}

export const rolesQuery = queryOptions({
  queryKey: ['role'],
  queryFn: ({ signal }) => api.get<Roles>('/roles', {}, signal),
})

export interface Endpoint {
  readonly id: string
  readonly url: string
  readonly description: string
  /** Null: every type. */
  readonly eventTypes: readonly string[] | null
  readonly enabled: boolean
  readonly previousSecretUntil: string | null
  readonly version: number
}

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook_endpoint', id],
    queryFn: ({ signal }) => api.get<Endpoint>(`/webhook-endpoints/${id}`, {}, signal),
  })

export const webhookSettingsQuery = queryOptions({
  queryKey: ['webhook_setting'],
  queryFn: ({ signal }) =>
    api.get<{ readonly privateAddresses: boolean; readonly privateAddressesOffered: boolean }>('/webhook-settings', {}, signal),
})

export interface EventType {
  readonly type: string
  readonly summary: string
  readonly example: Readonly<Record<string, unknown>>
}

export const eventTypesQuery = queryOptions({
  queryKey: ['webhook_event_type'],
  queryFn: ({ signal }) => api.get<readonly EventType[]>('/webhook-event-types', {}, signal),
  staleTime: Infinity, // changes with a release
})

/** The captive portal of the business. */
export interface HotspotSettings {
  readonly welcome: string
  readonly offerIds: readonly string[]
  readonly gatewayId: string | null
  readonly trialOfferId: string | null
  readonly trialEveryHours: number
  /** For whoever types a one-time code that was sent to their telephone. */
  readonly codeOfferId: string | null
  readonly codeForCustomers: boolean
  readonly codesPerHourMax: number
  readonly codesThisHour: number
  /** Whether an SMS provider is connected. */
  readonly canSendCodes: boolean
  readonly paymentOfferId: string | null
  readonly gatewayHosts: readonly string[]
  readonly hasUamSecret: boolean
  readonly unifiUrl: string | null
  readonly unifiSite: string | null
  readonly unifiUsername: string | null
  readonly hasUnifiPassword: boolean
  readonly openndsLevel: number | null
  readonly hasOpenndsKey: boolean
  /** What is typed at such a gateway, without the key; null where there are none. */
  readonly openndsSetup: string | null
  readonly portalUrl: string
}

export const hotspotQuery = queryOptions({
  queryKey: ['hotspot_setting'],
  queryFn: ({ signal }) => api.get<HotspotSettings>('/hotspot-settings', {}, signal),
})

/** What gateways let through before the login, in the words of each. */
export const walledGardenQuery = queryOptions({
  queryKey: ['hotspot_setting', 'walled-garden'],
  queryFn: ({ signal }) =>
    api.get<{
      readonly hosts: readonly string[]
      readonly mikrotik: string
      readonly coova: string
      readonly unifi: string
      readonly cambium: string
      readonly opennds: string
    }>('/hotspot-settings/walled-garden', {}, signal),
})
