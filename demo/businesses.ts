// The four operators of the demo world.
import type { NasVendor } from '#modules/access'
import type { RateDraft, TaxSetting } from '#modules/tax'
import type { TenantDraft } from '#modules/tenants'
import type { Region } from './people.ts'
import type { Hotspot } from './passes.ts'
import { passes, type Plan, plans } from './plans.ts'

type Weighted<T> = readonly (readonly [item: T, weight: number])[]

export interface Business {
  readonly tenant: TenantDraft & { readonly slug: string }
  readonly region: Region
  readonly plans: readonly Plan[]
  readonly hotspot?: Hotspot
  readonly customers: number
  readonly organisations: number // share of customers
  readonly languages: Weighted<string>
  /** How customers pay; what is no desk method is a gateway. */
  readonly payments: Weighted<string>
  readonly billDays: readonly number[]
  /** Days of the week on which people are at home, 1 is Monday. */
  readonly weekend: readonly number[]
  /** Where equipment stands: a neighbourhood of the region each. */
  readonly sites: readonly Site[]
  /** Source address of its simulated routers; they differ by identifier. */
  readonly nasAddress: string
  readonly identityDocuments: Weighted<string>
  /** What tax documents say beside the name and number. */
  readonly taxSetting?: Partial<TaxSetting>
  /** Beside those of the country's pack; from the beginning of its history on unless said. */
  readonly localTaxes?: readonly (Omit<RateDraft, 'category' | 'validFrom'> & { readonly validFrom?: Temporal.PlainDate })[]
}

export interface Site {
  readonly area: string
  readonly name: string
  readonly router: string
  readonly vendor: NasVendor
}

const everyFifth = [1, 5, 10, 15, 20, 25]

export const businesses: readonly Business[] = [
  {
    tenant: {
      slug: 'padma',
      name: 'Padma Net',
      legalName: 'Padma Net Limited',
      country: 'BD',
      currency: 'BDT',
      timeZone: 'Asia/Dhaka',
      locale: 'en',
      brandColor: '#0f766e',
      address: 'House 14, Road 5, Mirpur 10, Dhaka 1216',
      email: 'billing@padma.example',
      phone: '+8809612000100',
      taxNumber: '004512389-0101',
      waysToPay:
        'bKash\nMerchant: 01712 000 100\nReference: your customer number\n\nBank transfer\nBank: BRAC Bank, Mirpur\nAccount: 1501 2045 8810 001\nName: Padma Net Limited',
    },
    region: 'dhaka',
    plans: plans.padma,
    customers: 320,
    organisations: 0.08,
    languages: [
      ['bn', 7],
      ['en', 3],
    ],
    payments: [
      ['mobile-money', 12],
      ['cash', 6],
      ['bank', 2],
    ],
    billDays: everyFifth,
    weekend: [5, 6],
    sites: [
      { area: 'Mirpur 10', name: 'Mirpur POP', router: 'mirpur-ccr1', vendor: 'mikrotik' },
      { area: 'Pallabi', name: 'Pallabi POP', router: 'pallabi-ccr1', vendor: 'mikrotik' },
      { area: 'Mohammadpur', name: 'Mohammadpur POP', router: 'mpur-ccr1', vendor: 'mikrotik' },
      { area: 'Dhanmondi', name: 'Dhanmondi POP', router: 'dhan-ccr2', vendor: 'mikrotik' },
      { area: 'Uttara', name: 'Uttara POP', router: 'uttara-bng1', vendor: 'juniper' },
    ],
    nasAddress: '127.0.0.2',
    identityDocuments: [
      ['NID', 9],
      ['Passport', 1],
    ],
  },
  {
    tenant: {
      slug: 'spark',
      name: 'Spark Wi-Fi',
      legalName: 'Spark Wireless Services Ltd',
      country: 'NG',
      currency: 'NGN',
      timeZone: 'Africa/Lagos',
      locale: 'en',
      brandColor: '#b45309',
      address: '31 Herbert Macaulay Way, Yaba, Lagos',
      email: 'accounts@spark.example',
      phone: '+2347000772750',
      taxNumber: '20114578-0001',
      waysToPay: 'Bank transfer\nBank: Wema Bank\nAccount: 9930 214 775\nName: Spark Wireless Services Ltd\n\nUSSD\nDial: *945*100*18791#',
      paymentTermsDays: 5,
    },
    region: 'lagos',
    taxSetting: { companyNumber: '1048271', addressLine: '31 Herbert Macaulay Way, Yaba', city: 'Lagos', postalCode: '101245' },
    plans: plans.spark,
    hotspot: {
      welcome: 'Welcome to Spark Wi-Fi',
      plans: passes.spark,
      trial: 'trial-15',
      wayOut: 'way-out',
      stacks: [
        {
          plan: 'day-pass',
          prefix: 'D',
          site: 'Yaba Hub',
          printed: 240,
          shop: 'Mama Ngozi Stores',
          given: 200,
          isSold: false,
          discountPercent: '10',
          usedPerDay: 2.1,
        },
        {
          plan: 'hour-pass',
          prefix: 'H',
          site: 'Ikeja City Mall',
          printed: 200,
          shop: 'Computer Village Phones',
          given: 150,
          isSold: true,
          discountPercent: '12.5',
          usedPerDay: 1.4,
        },
        {
          plan: 'week-pass',
          prefix: 'W',
          site: null,
          printed: 80,
          shop: 'Mama Ngozi Stores',
          given: 60,
          isSold: false,
          discountPercent: '8',
          usedPerDay: 0.5,
        },
      ],
      sponsorship: {
        name: 'New at the mall: first weeks',
        sponsor: 'Suya Republic',
        text: 'Hot suya on the second floor, next to the cinema.\nShow this page and the zobo is on us.',
        question: 'How hot do you like it?',
        answers: ['Mild', 'Hot', 'Lagos hot'],
        plan: 'trial-15',
        price: '35',
        budgetMax: 500,
        sites: ['Ikeja City Mall', 'Yaba Hub'],
        shownPerDay: 4,
      },
    },
    customers: 330,
    organisations: 0.1,
    languages: [['en', 1]],
    payments: [
      ['paystack', 12],
      ['bank', 4],
      ['cash', 4],
    ],
    billDays: Array.from({ length: 28 }, (_, index) => index + 1),
    weekend: [6, 7],
    sites: [
      { area: 'Yaba', name: 'Yaba Hub', router: 'yaba-hs1', vendor: 'mikrotik' },
      { area: 'Ikeja', name: 'Ikeja City Mall', router: 'ikeja-hs1', vendor: 'chillispot' },
      { area: 'Surulere', name: 'Surulere Tower', router: 'surulere-bs1', vendor: 'cambium' },
      { area: 'Lekki Phase 1', name: 'Lekki Ring', router: 'lekki-ccr1', vendor: 'mikrotik' },
      { area: 'Festac Town', name: 'Festac Gate', router: 'festac-bs1', vendor: 'ubiquiti' },
    ],
    nasAddress: '127.0.0.3',
    identityDocuments: [
      ['NIN', 8],
      ['Voter card', 2],
      ['Passport', 1],
    ],
  },
  {
    tenant: {
      slug: 'bharat',
      name: 'Bharat Fiber',
      legalName: 'Bharat Fiber Networks Pvt. Ltd.',
      country: 'IN',
      currency: 'INR',
      timeZone: 'Asia/Kolkata',
      locale: 'en',
      brandColor: '#4338ca',
      address: '4th floor, Sahyadri Heights, Baner Road, Pune 411045',
      email: 'billing@bharat.example',
      phone: '+912067001000',
      taxNumber: '27AAECB4471K1ZH',
      waysToPay:
        'UPI\nUPI ID: bharatfiber@examplebank\n\nNEFT or IMPS\nAccount: 50200 0887 1142\nIFSC: EXMP0000417\nName: Bharat Fiber Networks Pvt. Ltd.',
      fiscalYearStartMonth: 4,
    },
    region: 'pune',
    taxSetting: { addressLine: '4th floor, Sahyadri Heights, Baner Road', city: 'Pune', postalCode: '411045' },
    plans: plans.bharat,
    customers: 520,
    organisations: 0.07,
    languages: [
      ['hi', 5],
      ['en', 5],
    ],
    payments: [
      ['mobile-money', 14],
      ['bank', 5],
      ['cash', 1],
    ],
    billDays: everyFifth,
    weekend: [6, 7],
    sites: [
      { area: 'Baner', name: 'Baner Exchange', router: 'pne-baner-bng1', vendor: 'juniper' },
      { area: 'Kothrud', name: 'Kothrud Exchange', router: 'pne-kothrud-bng1', vendor: 'juniper' },
      { area: 'Hinjawadi', name: 'Hinjawadi Exchange', router: 'pne-hinja-bng1', vendor: 'huawei' },
      { area: 'Hadapsar', name: 'Hadapsar Exchange', router: 'pne-hadap-bng1', vendor: 'huawei' },
      { area: 'Viman Nagar', name: 'Viman Nagar Exchange', router: 'pne-viman-bng1', vendor: 'cisco' },
      { area: 'Pimpri', name: 'Pimpri Exchange', router: 'pne-pimpri-bng1', vendor: 'mikrotik' },
    ],
    nasAddress: '127.0.0.4',
    identityDocuments: [
      ['Aadhaar', 8],
      ['PAN', 3],
      ['Passport', 1],
    ],
  },
  {
    tenant: {
      slug: 'homelink',
      name: 'Homelink Mobile',
      legalName: 'Homelink Mobile LLC',
      country: 'US',
      currency: 'USD',
      timeZone: 'America/Chicago',
      locale: 'en',
      brandColor: '#be123c',
      address: '512 Congress Avenue, Suite 900, Austin, TX 78701',
      email: 'billing@homelink.example',
      phone: '+15125550140',
      taxNumber: '84-3120057',
      waysToPay: 'Card\nWe charge the card on file on the due day.\n\nCheck\nPayable to: Homelink Mobile LLC\nMail to: the address above',
      paymentTermsDays: 10,
    },
    region: 'austin',
    taxSetting: { region: 'US-TX' },
    plans: plans.homelink,
    customers: 220,
    organisations: 0.14,
    languages: [['en', 1]],
    payments: [
      ['bank', 9],
      ['cash', 1],
    ],
    billDays: everyFifth,
    weekend: [6, 7],
    sites: [
      { area: 'Downtown', name: 'Austin gateway', router: 'aus-pgw1', vendor: 'cisco' },
      { area: 'The Domain', name: 'North Austin gateway', router: 'aus-pgw2', vendor: 'cisco' },
    ],
    nasAddress: '127.0.0.5',
    identityDocuments: [
      ['Driver license', 9],
      ['Passport', 1],
    ],
    localTaxes: [
      // The factors of later quarters are for the operator to add; the demo goes on with the last that is known.
      { code: 'US-FUSF', percent: '37', supply: 'mobile', sharePercent: '37.1', validFrom: Temporal.PlainDate.from('2026-07-01') },
      { code: 'US-TX-AUSTIN', name: 'Austin sales tax', percent: '2', supply: 'mobile', jurisdiction: 'US-TX', reach: 'in-region' },
    ],
  },
]

/** What all simulated routers of the demo share with the server. */
export const fleetSecret = 'demo-fleet-secret'

/** The router at which the tour with radclient plays; nobody else uses it. */
export const tourNas = { name: 'tour', address: '127.0.0.1', secret: 'testing123' } as const

export const demoPassword = 'demo-trunkline-42'
export const staffRoles = ['admin', 'manager', 'finance', 'sales', 'support', 'noc', 'technician', 'reseller'] as const
