// What the four operators of the demo world sell, at prices that are usual where they are.
import type { OfferDraft, TermsDraft } from '#modules/catalog'
import { type Currency, parseDecimal } from '#kernel/money.ts'

export type Technology = OfferDraft['technology']

export interface Plan {
  readonly code: string
  readonly name: string
  readonly description: string
  readonly technology: Technology
  /** How many people choose it, in proportion to the others; 0: no longer sold, only older customers have it. */
  readonly popularity: number
  readonly forBusinesses: boolean
  readonly price: string
  /** What it cost until four months ago, where that differs. */
  readonly formerPrice?: string
  readonly setup?: string
  readonly mbps: readonly [download: number, upload: number]
  readonly quota?: { readonly gigabytes: number; readonly then: 'cut' | { readonly mbps: readonly [download: number, upload: number] } }
  readonly devices?: number
  readonly includesTax?: boolean
}

const home = { popularity: 10, forBusinesses: false } as const
const business = { popularity: 10, forBusinesses: true, devices: 5 } as const
const retired = { popularity: 0, forBusinesses: false } as const

export const plans = {
  spark: [
    { ...home, code: 'hotspot-lite', name: 'Spark Lite', description: 'Hotspot at every Spark location', technology: 'hotspot', price: '3500', mbps: [5, 2], quota: { gigabytes: 20, then: 'cut' } },
    { ...home, code: 'student', name: 'Spark Student', description: 'Hotspot with a student card', technology: 'hotspot', price: '7000', mbps: [10, 5], quota: { gigabytes: 60, then: 'cut' } },
    { ...home, code: 'home-15', name: 'Spark Home 15', description: 'Wireless to the roof', technology: 'wireless', price: '14500', setup: '10000', mbps: [15, 8], quota: { gigabytes: 200, then: { mbps: [2, 1] } } },
    { ...home, popularity: 8, code: 'home-30', name: 'Spark Home 30', description: 'Wireless to the roof, no limit', technology: 'wireless', price: '19500', setup: '10000', mbps: [30, 15] },
    { ...home, popularity: 7, code: 'fibre-60', name: 'Spark Fibre 60', description: 'Fibre where our ring passes', technology: 'fibre', price: '26000', formerPrice: '24000', setup: '25000', mbps: [60, 30] },
    { ...home, popularity: 3, code: 'fibre-100', name: 'Spark Fibre 100', description: 'Fibre for large homes', technology: 'fibre', price: '38000', setup: '25000', mbps: [100, 50], devices: 2 },
    { ...business, code: 'business-50', name: 'Spark Business 50', description: 'Symmetric, with support at night', technology: 'fibre', price: '65000', setup: '50000', mbps: [50, 50] },
    { ...retired, code: 'classic-4', name: 'Spark Classic 4', description: 'Our first hotspot plan', technology: 'hotspot', price: '2500', mbps: [4, 1], quota: { gigabytes: 15, then: 'cut' } },
  ],
  padma: [
    { ...home, popularity: 7, code: 'starter-5', name: 'Starter 5', description: 'One country, one rate', technology: 'pppoe', price: '500', includesTax: true, mbps: [5, 5] },
    { ...home, popularity: 12, code: 'home-10', name: 'Home 10', description: 'One country, one rate', technology: 'pppoe', price: '800', includesTax: true, mbps: [10, 10] },
    { ...home, popularity: 12, code: 'home-20', name: 'Home 20', description: 'One country, one rate', technology: 'pppoe', price: '1200', formerPrice: '1100', includesTax: true, mbps: [20, 20] },
    { ...home, popularity: 3, code: 'student-15', name: 'Student 15', description: 'With a student card', technology: 'pppoe', price: '650', includesTax: true, mbps: [15, 15], quota: { gigabytes: 120, then: 'cut' } },
    { ...home, code: 'family-30', name: 'Family 30', description: 'For the whole flat, YouTube and Facebook cached nearby', technology: 'pppoe', price: '1500', setup: '1000', includesTax: true, mbps: [30, 30], quota: { gigabytes: 600, then: { mbps: [5, 5] } }, devices: 2 },
    { ...home, popularity: 5, code: 'power-50', name: 'Power 50', description: 'Fibre to the flat', technology: 'fibre', price: '2000', setup: '1000', includesTax: true, mbps: [50, 50] },
    { ...home, popularity: 2, code: 'gamer-100', name: 'Gamer 100', description: 'Short ways to Singapore', technology: 'fibre', price: '3500', setup: '1000', includesTax: true, mbps: [100, 100] },
    { ...business, code: 'office-40', name: 'Office 40', description: 'Real IP and a number to call', technology: 'fibre', price: '6000', setup: '3000', includesTax: true, mbps: [40, 40] },
    { ...retired, code: 'nagar-3', name: 'Nagar 3', description: 'From the copper days', technology: 'pppoe', price: '400', includesTax: true, mbps: [3, 3] },
  ],
  bharat: [
    { ...home, popularity: 12, code: 'basic-40', name: 'Fiber Basic 40', description: '40 Mbps up and down', technology: 'fibre', price: '499', setup: '500', mbps: [40, 40], quota: { gigabytes: 3300, then: { mbps: [2, 2] } } },
    { ...home, popularity: 12, code: 'value-100', name: 'Fiber Value 100', description: '100 Mbps up and down', technology: 'fibre', price: '699', formerPrice: '649', setup: '500', mbps: [100, 100], quota: { gigabytes: 3300, then: { mbps: [2, 2] } } },
    { ...home, popularity: 6, code: 'premium-200', name: 'Fiber Premium 200', description: '200 Mbps with OTT apps', technology: 'fibre', price: '999', mbps: [200, 200], quota: { gigabytes: 3300, then: { mbps: [5, 5] } }, devices: 2 },
    { ...home, popularity: 3, code: 'ultra-300', name: 'Fiber Ultra 300', description: '300 Mbps, OTT apps and TV', technology: 'fibre', price: '1499', mbps: [300, 300], devices: 3 },
    { ...home, popularity: 1, code: 'giga', name: 'Fiber Giga', description: '1 Gbps', technology: 'fibre', price: '3999', mbps: [1000, 1000], devices: 3 },
    { ...home, popularity: 5, code: 'lite-30', name: 'Fiber Lite 30', description: 'For small homes', technology: 'fibre', price: '399', setup: '500', mbps: [30, 30], quota: { gigabytes: 150, then: { mbps: [1, 1] } } },
    { ...business, code: 'sme-200', name: 'Fiber SME 200', description: 'Static address, four hours to repair', technology: 'fibre', price: '2499', mbps: [200, 200] },
    { ...retired, code: 'vdsl-20', name: 'Speed 20', description: 'Before the fibre came', technology: 'pppoe', price: '349', mbps: [20, 5], quota: { gigabytes: 100, then: { mbps: [1, 1] } } },
  ],
  homelink: [
    { ...home, popularity: 8, code: 'talk-5', name: 'Talk + 5 GB', description: 'Unlimited talk and text', technology: 'mobile', price: '15', mbps: [100, 20], quota: { gigabytes: 5, then: { mbps: [1, 1] } } },
    { ...home, popularity: 12, code: 'flex-15', name: 'Flex 15 GB', description: 'Unlimited talk and text', technology: 'mobile', price: '25', mbps: [150, 30], quota: { gigabytes: 15, then: { mbps: [1, 1] } } },
    { ...home, popularity: 10, code: 'unlimited', name: 'Unlimited', description: 'Full speed for the first 50 GB', technology: 'mobile', price: '40', formerPrice: '35', mbps: [300, 50], quota: { gigabytes: 50, then: { mbps: [3, 1] } } },
    { ...home, popularity: 5, code: 'unlimited-plus', name: 'Unlimited Plus', description: 'Never slowed, with hotspot', technology: 'mobile', price: '55', mbps: [500, 80], devices: 2 },
    { ...home, popularity: 2, code: 'tablet-10', name: 'Tablet 10 GB', description: 'Data only', technology: 'mobile', price: '10', mbps: [100, 20], quota: { gigabytes: 10, then: 'cut' } },
    { ...home, popularity: 5, code: 'home-5g', name: 'Home Internet 5G', description: 'A box at the window', technology: 'wireless', price: '50', setup: '35', mbps: [200, 20] },
    { ...business, code: 'fleet-1', name: 'Fleet IoT 1 GB', description: 'For trackers and terminals', technology: 'mobile', price: '4', mbps: [5, 2], quota: { gigabytes: 1, then: 'cut' } },
    { ...retired, code: 'flip-3', name: 'Flip 3 GB', description: 'For phones that fold', technology: 'mobile', price: '12', mbps: [50, 10], quota: { gigabytes: 3, then: 'cut' } },
  ],
} as const satisfies Record<string, readonly Plan[]>

const megabit = 1_000_000n
const gigabyte = 1_000_000_000n

/** The terms of a plan at a price, from a day on. */
export function termsOf(plan: Plan, price: string, currency: Currency, validFrom: Temporal.PlainDate): TermsDraft {
  const throttle = plan.quota && plan.quota.then !== 'cut' ? plan.quota.then.mbps : null
  return {
    validFrom,
    recurring: parseDecimal(price, currency),
    setup: parseDecimal(plan.setup ?? '0', currency),
    pricesIncludeTax: plan.includesTax ?? false,
    downloadBps: BigInt(plan.mbps[0]) * megabit,
    uploadBps: BigInt(plan.mbps[1]) * megabit,
    quotaBytes: plan.quota ? BigInt(plan.quota.gigabytes) * gigabyte : null,
    quotaPolicy: plan.quota ? (throttle ? 'throttle' : 'cut') : 'none',
    throttledDownloadBps: throttle && BigInt(throttle[0]) * megabit,
    throttledUploadBps: throttle && BigInt(throttle[1]) * megabit,
    sessionsMax: plan.devices ?? 1,
  }
}
