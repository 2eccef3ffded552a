/** How many charges are taxed in a second on one core, by pack; the slowest counts. Run: npm run bench -- taxes */
import { packOf, rateOf, regimeOn, type SupplyKind, taxesOf } from '#modules/tax'
import type { Currency } from '#kernel/money.ts'
import { readOptions, report } from './lib/report.ts'

interface Case {
  readonly country: string
  readonly currency: Currency
  readonly kind: SupplyKind
  readonly place: string
}

const cases: readonly Case[] = [
  { country: 'IN', currency: 'INR', kind: 'internet', place: 'IN-MH' },
  { country: 'BD', currency: 'BDT', kind: 'internet', place: 'BD' },
  { country: 'NG', currency: 'NGN', kind: 'internet', place: 'NG' },
  { country: 'US', currency: 'USD', kind: 'mobile', place: 'US-TX' },
]
const charges = readOptions().isShort ? 300_000 : 3_000_000

/** Every other price contains its taxes; no two are equal. */
function perSecond({ country, currency, kind, place }: Case): number {
  const pack = packOf(country)
  const rates = pack.rates.map((seed) => rateOf(seed, country))
  const regime = regimeOn(pack, { country, region: place, registration: null }, rates, Temporal.PlainDate.from('2026-04-01'))
  const begun = performance.now()
  for (let index = 0; index < charges; index++)
    taxesOf(
      regime,
      { place, kind, exempt: [] },
      {
        amount: { minor: BigInt(99_900 + index), currency },
        isInclusive: index % 2 === 0,
        category: 'standard',
        lineMonths: 1n,
      },
    )
  return Math.round((charges * 1_000) / (performance.now() - begun))
}

const figures = Object.fromEntries(cases.map((one) => [one.country, perSecond(one)]))
report({ bench: 'taxes', value: Math.min(...Object.values(figures)), unit: 'charges/s', byPack: figures })
