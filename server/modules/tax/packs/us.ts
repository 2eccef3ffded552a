import type { Pack, Region, Supply, Whereabouts } from '../pack.ts'
import type { RateSeed, SupplyKind } from '../rate.ts'

const names = `AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware, DC District of Columbia,
  FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland,
  MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey,
  NM New Mexico, NY New York, NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico,
  RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington,
  WV West Virginia, WI Wisconsin, WY Wyoming`
const regions = names.split(',').map((entry): Region => {
  const [code, ...name] = entry.trim().split(' ')
  return { code: `US-${code}`, name: name.join(' ') }
})

/** Internet access bears none of these: Internet Tax Freedom Act, 47 U.S.C. § 151 note. */
const taxedKinds = ['mobile', 'telephony'] as const satisfies readonly SupplyKind[]

/**
 * What states levy on telephone service: sales or excise tax in per cent, and the 911 fee in cents for each line and month. Taxes of
 * cities and counties come on top and are the operator's own rows; so is everything in states that are not here.
 */
const states: readonly (readonly [code: string, tax: string, percent: string, emergencyFeeMinor: bigint, from: string])[] = [
  ['FL', 'Communications services tax', '7.44', 40n, '2015-07-01'],
  ['GA', 'Sales tax', '4', 150n, '2019-01-01'],
  ['IL', 'Telecommunications excise tax', '7', 150n, '2018-01-01'],
  ['NH', 'Communications services tax', '7', 75n, '2019-01-01'],
  ['NJ', 'Sales tax', '6.625', 90n, '2018-01-01'],
  ['NY', 'Sales tax', '4', 120n, '2005-06-01'],
  ['OR', 'Sales tax', '0', 125n, '2021-01-01'],
  ['PA', 'Sales tax', '6', 195n, '2024-03-01'],
  ['TX', 'Sales tax', '6.25', 50n, '2009-09-01'],
  ['WA', 'Sales tax', '6.5', 110n, '2024-01-01'],
]

function stateRates([state, name, percent, feeMinor, from]: (typeof states)[number]): RateSeed[] {
  const rule = { jurisdiction: `US-${state}`, reach: 'in-region', from } as const
  return taxedKinds.flatMap((supply): RateSeed[] => [
    { ...rule, supply, code: `US-${state}-SALES`, name: `${state} ${name.toLowerCase()}`, percent },
    { ...rule, supply, code: `US-${state}-911`, name: `${state} 911 fee`, percent: '0', flatMinor: feeMinor },
  ])
}

/** FCC contribution factor by quarter; it is charged on the interstate share, for which carriers may use the safe harbours. */
const contributionFactors: readonly (readonly [from: string, percent: string, to?: string])[] = [
  ['2025-01-01', '36.3', '2025-04-01'],
  ['2025-04-01', '36.6', '2025-07-01'],
  ['2025-07-01', '36.0', '2025-10-01'],
  ['2025-10-01', '38.1', '2026-01-01'],
  ['2026-01-01', '37.6'],
]
const interstateShares = { mobile: '37.1', telephony: '64.9' } as const

const universalService = taxedKinds.flatMap((supply) =>
  contributionFactors.map(([from, percent, to]): RateSeed => ({
    supply,
    code: 'US-FUSF',
    name: 'Federal universal service fund',
    percent,
    sharePercent: interstateShares[supply],
    from,
    ...(to !== undefined && { to }),
  })),
)

/** Mobile Telecommunications Sourcing Act, 4 U.S.C. §§ 116-126: the place of primary use; a fixed line where it is installed. */
const placeOfSupply = ({ kind, installedIn }: Supply, { seller, buyer }: Whereabouts) =>
  (kind === 'mobile' ? '' : installedIn) || buyer || seller || 'US'

export const unitedStates: Pack = {
  country: 'US',
  registrationName: 'EIN',
  rates: [...universalService, ...states.flatMap(stateRates)],
  supplyCodes: {},
  regions,
  reliefForBadDebts: true, // most states let it be deducted
  withholdings: [],
  placeOfSupply,
}
