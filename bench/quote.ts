/**
 * How many changes of plan are quoted in a second on one core: what the old plan gives back, what the new one and an add-on charge
 * at once, and the two invoices after it, by the code of bill runs. Facts are in memory. Run: npm run bench -- quote
 */
import {
  type AccountFacts,
  type BillingRules,
  type CreditableLine,
  creditUnused,
  draftInvoice,
  type Holding,
  nextInvoices,
  planOf,
} from '#modules/billing'
import { packOf, rateOf, regimeOn } from '#modules/tax'
import { type Money, money } from '#kernel/money.ts'
import { readOptions, report } from './lib/report.ts'

const quotes = readOptions().isShort ? 10_000 : 50_000
const day = (iso: string) => Temporal.PlainDate.from(iso)
const rupees = (amount: number): Money => money(BigInt(amount) * 100n, 'INR')
const [begun, today] = [day('2026-03-01'), day('2026-03-11')]

const pack = packOf('IN')
const seller = { country: 'IN', region: 'IN-MH', registration: null }
const rules: BillingRules = {
  asOf: today,
  dayCount: 'actual',
  firstPeriod: 'separate',
  minimumMinor: 0n,
  totalStepMinor: 100n,
  regime: regimeOn(
    pack,
    seller,
    pack.rates.map((seed) => rateOf(seed, 'IN')),
    today,
  ),
}

const holding = (recurring: Money, itemId: string | null): Holding => ({
  subscriptionId: 's',
  itemId,
  revision: 1,
  quantity: itemId === null ? 1 : 2,
  startedOn: begun,
  chargedFrom: begun,
  billedUntil: today,
  endsOn: null,
  billDay: 1,
  cycle: { unit: 'month', count: 1 },
  billedIn: 'advance',
  plan: planOf('Fibre', 'fibre', {
    recurring,
    setup: money(0n, 'INR'),
    charges: [],
    phases: [],
    taxCategory: 'standard',
    pricesIncludeTax: false,
  }),
  usage: [],
})
const coupon = { id: 'd', percentOff: '10', amountOff: null, fromOn: begun, cyclesLeft: 3, spentUntil: null, stackable: true }

/** Every account has another price, so that nothing is remembered from the one before. */
function factsOf(index: number): AccountFacts {
  const holdings = [holding(rupees(1_499 + index), null), holding(rupees(99), 'ip')]
  const party = { region: index % 2 === 0 ? 'Maharashtra' : 'Karnataka', taxNumber: null, taxExempt: false }
  return { accountId: 'a', customerId: 'c', currency: 'INR', party, holdings, discounts: new Map([['s', [coupon]]]), pending: [] }
}

function paidLine(index: number): CreditableLine {
  const line = draftInvoice(
    { ...factsOf(index), holdings: [{ ...holding(rupees(999), null), billedUntil: begun }] },
    { ...rules, asOf: begun },
  ).invoice!.lines[0]!
  return { ...line, invoiceId: 'i', line: 1, credited: money(0n, 'INR'), creditedFrom: null }
}

const all = Array.from({ length: 1_000 }, (_, index) => ({ facts: factsOf(index), line: paidLine(index) }))
let invoices = 0
const start = process.cpuUsage()
for (let index = 0; index < quotes; index++) {
  const { facts, line } = all[index % all.length]!
  if (!creditUnused(line, today, rules.dayCount)) throw new Error('nothing was given back')
  invoices += nextInvoices(facts, rules, 3).length
}
const { user, system } = process.cpuUsage(start)
const seconds = (user + system) / 1_000_000 // of a core, so that neighbours do not count
if (invoices !== quotes * 3) throw new Error(`${invoices} invoices for ${quotes} quotes`)

report({ bench: 'quote', value: Math.round(quotes / seconds), unit: 'quotes/s', quotes, invoicesPerSecond: Math.round(invoices / seconds) })
