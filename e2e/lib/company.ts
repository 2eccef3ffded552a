/** A small provider in Lagos, made through the API from an empty installation: what several tests begin with. */
import { Api, naira } from './api.ts'
import { setUpToken, type Trunkline } from './trunkline.ts'
import { waitFor } from './wait-for.ts'

export const administrator = { name: 'Ngozi Adeyemi', email: 'ngozi@lagoon.example', password: 'quay-lantern-84-harbour' } as const
/** Of the company: its own, or in the last hours of that day one in which it is morning, so that a story ends on the day it began. */
export const zone = Temporal.Now.zonedDateTimeISO('Africa/Lagos').hour < 20 ? 'Africa/Lagos' : 'Pacific/Honolulu'
export const nasSecret = 'testing123'
/** Of a router that waits as long as a busy machine takes; real ones give up after a second. */
export const patience = { tries: 60, timeoutMs: 1_000 } as const

/** For stories that bill and dun themselves: the program looks every quarter of an hour whether anybody is to be billed. */
export const nothingByTheClock = { SCHEDULED_JOBS: '0' } as const

/** Divides by the days of every month and by the tax without a rest, so that expected figures need no rounding. */
export const monthlyMinor = 15_103_200n
export const vatPercent = '7.5'

export const today = () => Temporal.Now.plainDateISO(zone)

export interface Company {
  readonly api: Api
  readonly tenantId: string
}

export interface Subscriber {
  readonly customerId: string
  readonly accountId: string
  readonly subscriptionId: string
  readonly username: string
  readonly password: string
}

export async function foundCompany(trunkline: Trunkline): Promise<Company> {
  const api = new Api(trunkline.url)
  const { tenant } = await api.setUp({
    token: setUpToken(trunkline),
    businessName: 'Lagoon Fibre',
    country: 'NG',
    currency: 'NGN',
    timeZone: zone,
    ...administrator,
  })
  await waitFor('the taxes of the country', async () => (await api.get<object[]>('/tax-rates')).length > 0)
  return { api, tenantId: tenant.id }
}

interface PlanDraft {
  readonly code: string
  readonly name: string
  readonly quotaBytes?: bigint
  readonly sessionsMax?: number
  readonly downloadBps?: bigint
  /** What it charges beside its price, as the API takes it. */
  readonly charges?: readonly object[]
}

/** On sale from today: 50/10 Mbit/s where nothing else is said, and a quota after which it is slow. */
export async function sellPlan(
  api: Api,
  { code, name, quotaBytes, sessionsMax = 1, downloadBps = 50_000_000n, charges = [] }: PlanDraft,
): Promise<string> {
  const { offerId } = await api.post<{ offerId: string }>('/plans', {
    code,
    name,
    technology: 'pppoe',
    terms: {
      validFrom: today().toString(),
      recurring: naira(monthlyMinor),
      downloadBps: downloadBps.toString(),
      uploadBps: '10000000',
      sessionsMax,
      charges,
      ...(quotaBytes !== undefined && {
        quotaBytes: quotaBytes.toString(),
        quotaPolicy: 'throttle',
        throttledDownloadBps: '1000000',
        throttledUploadBps: '512000',
      }),
    },
  })
  await api.post(`/plans/${offerId}/publication`)
  return offerId
}

interface PassDraft {
  readonly code: string
  readonly name: string
  readonly pass: { readonly unit: 'minute' | 'hour'; readonly count: number }
  /** Free, where none is said. */
  readonly priceMinor?: bigint
  /** After them it is over. */
  readonly quotaBytes?: number
  readonly sessionsMax?: number
}

/** A pass for hotspots, on sale from today: 5/2 Mbit/s, and a price with its taxes. */
export async function sellPass(api: Api, { code, name, pass, priceMinor = 0n, quotaBytes, sessionsMax }: PassDraft): Promise<string> {
  const { offerId } = await api.post<{ offerId: string }>('/plans', {
    code,
    name,
    technology: 'hotspot',
    terms: {
      validFrom: today().toString(),
      recurring: naira(priceMinor),
      pricesIncludeTax: true,
      downloadBps: '5000000',
      uploadBps: '2000000',
      pass,
      ...(sessionsMax !== undefined && { sessionsMax }),
      ...(quotaBytes !== undefined && { quotaBytes: String(quotaBytes), quotaPolicy: 'cut' }),
    },
  })
  await api.post(`/plans/${offerId}/publication`)
  return offerId
}

/** @param draft what differs from a MikroTik that signs its requests, as the API takes it */
export async function addNas(api: Api, coaPort = 3799, draft: object = {}): Promise<string> {
  const { id } = await api.post<{ id: string }>('/nas', {
    name: 'Yaba core',
    address: '127.0.0.1',
    vendor: 'mikrotik',
    coaPort,
    secret: nasSecret,
    ...draft,
  })
  return id
}

export async function addSubscriber(
  api: Api,
  offerId: string,
  { name, username, password }: { name: string; username: string; password: string },
): Promise<Subscriber> {
  const { customerId, accountId } = await api.post<{ customerId: string; accountId: string }>('/customers', {
    name,
    email: `${username}@subscriber.example`,
  })
  const { id: subscriptionId } = await api.post<{ id: string }>('/subscriptions', {
    customerId,
    offerId,
    startOn: today().toString(),
    billDay: 1,
  })
  await api.post(`/subscriptions/${subscriptionId}/activation`)
  await api.post(`/subscriptions/${subscriptionId}/logins`, { kind: 'pppoe', username, password })
  return { customerId, accountId, subscriptionId, username, password }
}

interface BillRun {
  readonly id: string
  readonly state: 'running' | 'done' | 'failed'
  readonly invoiceCount: string
  readonly error: string | null
}

/** Runs the bills of today to their end. */
export async function runBills(api: Api): Promise<BillRun> {
  const { id } = await api.post<BillRun>('/bill-runs')
  return waitFor('the bill run', async () => {
    const run = await api.get<BillRun>(`/bill-runs/${id}`)
    return run.state !== 'running' && run
  })
}

/** The part of the month that is left today and its price, for a subscription billed from the first of the month. */
export function firstInvoice(): { net: bigint; tax: bigint; total: bigint } {
  const start = today()
  const net = (monthlyMinor * BigInt(start.daysInMonth - start.day + 1)) / BigInt(start.daysInMonth)
  const tax = (net * 75n) / 1000n
  return { net, tax, total: net + tax }
}
