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

const checkedOn = '2026-11-21'

/** One levy of a state: per cent of the price, or cents for each line and month. */
interface StateLevy {
  readonly code: string
  readonly name: string
  readonly percent?: string
  readonly feeMinor?: bigint
  readonly from: string
  readonly to?: string
  readonly source: string
}

/**
 * What states levy on telephone service, as far as each levy was found with its state. A state stands under a kind of service only when all
 * that it levies itself was found; for the others nothing is known, and bills are held until the operator says (see `requires`). Taxes of
 * cities and counties come on top and are the operator's own rows. Fixed lines of Florida, Pennsylvania, Texas and Washington are left out, because
 * households are exempt there from parts of the tax, or regions set the 911 fee; those of New York, because counties set it.
 */
const states: Readonly<Record<string, { readonly kinds: readonly SupplyKind[]; readonly levies: readonly StateLevy[] }>> = {
  FL: {
    kinds: ['mobile'],
    levies: [
      {
        code: 'SALES',
        name: 'communications services tax',
        percent: '7.44',
        from: '2015-07-01',
        source: 'Florida Statutes 202.12, 203.01; cfo.ufl.edu, telecommunications tax procedure: 4.92 + 2.37 + 0.15',
      },
      {
        code: '911',
        name: '911 fee',
        feeMinor: 40n,
        from: '2015-07-01',
        source: 'Florida Statutes 365.172(8); legalclarity.org, What Is the Florida E911 Fee',
      },
    ],
  },
  IL: {
    kinds: taxedKinds,
    levies: [
      {
        code: 'SALES',
        name: 'telecommunications excise tax',
        percent: '7',
        from: '2018-01-01',
        to: '2025-07-01',
        source: 'tax.illinois.gov, bulletin FY 2025-26',
      },
      {
        code: 'SALES',
        name: 'telecommunications excise tax',
        percent: '8.65',
        from: '2025-07-01',
        source: 'tax.illinois.gov, bulletin FY 2025-26 (35 ILCS 630/3, P.A. 104-0006)',
      },
      {
        code: '911',
        name: '911 surcharge',
        feeMinor: 150n,
        from: '2018-01-01',
        source: 'snetconnect.com, Illinois taxes and surcharges; outside Chicago, which has $5 of its own',
      },
    ],
  },
  NJ: {
    kinds: taxedKinds,
    levies: [
      { code: 'SALES', name: 'sales tax', percent: '6.625', from: '2018-01-01', source: 'N.J.S.A. 54:32B-3(f), P.L. 2016 c. 57' },
      {
        code: '911',
        name: '911 fee',
        feeMinor: 90n,
        from: '2018-01-01',
        source:
          'nj.gov/treasury/taxation/e911.shtml. A 988 fee of 40 cents was before the Senate in February 2026 (S3013); whether it passed was not found',
      },
    ],
  },
  NY: {
    kinds: ['mobile'],
    levies: [
      { code: 'SALES', name: 'sales tax', percent: '4', from: '2005-06-01', source: 'dps.ny.gov, telecommunications taxes and surcharges' },
      {
        code: '911',
        name: 'public safety surcharge',
        feeMinor: 120n,
        from: '2017-12-01',
        source: 'tax.ny.gov/bus/pscs.htm; counties add their own',
      },
    ],
  },
  OR: {
    kinds: taxedKinds,
    levies: [
      {
        code: '911',
        name: '911 tax',
        feeMinor: 125n,
        from: '2021-01-01',
        source: 'oregon.gov, Department of Revenue, E911 rate increases January 1; there is no sales tax',
      },
      {
        code: '988',
        name: '988 tax',
        feeMinor: 40n,
        from: '2024-01-01',
        source: 'HB 2757 (2023); Department of Revenue as told by 1190kex.iheart.com, 2 January 2024',
      },
    ],
  },
  PA: {
    kinds: ['mobile'],
    levies: [
      { code: 'SALES', name: 'sales tax', percent: '6', from: '2002-08-01', source: '72 P.S. § 7202; 61 Pa. Code § 60.20' },
      { code: '911', name: '911 surcharge', feeMinor: 165n, from: '2015-08-01', to: '2024-03-01', source: '35 Pa.C.S. § 5306.2' },
      {
        code: '911',
        name: '911 surcharge',
        feeMinor: 195n,
        from: '2024-03-01',
        source: 'revenue.pa.gov, e-911 information; pa.gov/services/pema/911-surcharge-remittance',
      },
    ],
  },
  TX: {
    kinds: ['mobile'],
    levies: [
      {
        code: 'SALES',
        name: 'sales tax',
        percent: '6.25',
        from: '2009-09-01',
        source: 'Tax Code 151.051, 151.0103; comptroller.texas.gov, telecommunications audit manual, chapter 5',
      },
      {
        code: '911',
        name: '911 fee',
        feeMinor: 50n,
        from: '2009-09-01',
        source: 'Health and Safety Code 771.0711; csec.texas.gov/9-1-1/wireless',
      },
      {
        code: '911E',
        name: '911 equalization surcharge',
        feeMinor: 6n,
        from: '2018-01-01',
        source:
          'Health and Safety Code 771.072; comptroller.texas.gov/taxes/911/surcharge.php. Since when was not found; it was so before 2024',
      },
    ],
  },
  WA: {
    kinds: ['mobile'],
    levies: [
      {
        code: 'SALES',
        name: 'sales tax',
        percent: '6.5',
        from: '2009-07-01',
        source: 'RCW 82.08.020; lawfilesext.leg.wa.gov, HB 1996 (2025) bill analysis',
      },
      {
        code: '911',
        name: '911 tax',
        feeMinor: 95n,
        from: '2014-01-01',
        source: 'dor.wa.gov/taxes-rates/other-taxes/911-tax: 25 of the state, 70 of every county',
      },
      {
        code: '988',
        name: '988 tax',
        feeMinor: 40n,
        from: '2023-01-01',
        source: 'RCW 82.86.020, as of January 2025. A bill of 2025 would raise it; whether it passed was not found',
      },
    ],
  },
}

const stateRates = Object.entries(states).flatMap(([state, { kinds, levies }]) =>
  kinds.flatMap((supply) =>
    levies.map(({ code, name, percent = '0', feeMinor = 0n, ...levy }): RateSeed => ({
      ...levy,
      supply,
      code: `US-${state}-${code}`,
      name: `${state} ${name}`,
      percent,
      flatMinor: feeMinor,
      jurisdiction: `US-${state}`,
      reach: 'in-region',
      checkedOn,
    })),
  ),
)

/**
 * FCC contribution factor by quarter; it is charged on the interstate share, for which carriers may use the safe harbours. From the quarter on
 * whose factor was not announced when this was checked there is none: the operator adds it.
 */
const contributionFactors: readonly (readonly [from: string, to: string, percent: string, source: string | null])[] = [
  ['2025-01-01', '2025-04-01', '36.3', 'mondaq.com, FCC sets new record with USF contribution factor, September 2025'],
  ['2025-04-01', '2025-07-01', '36.6', null],
  ['2025-07-01', '2025-10-01', '36.0', 'mondaq.com, FCC sets new record with USF contribution factor, September 2025'],
  ['2025-10-01', '2026-01-01', '38.1', 'mondaq.com, FCC sets new record with USF contribution factor, September 2025'],
  ['2026-01-01', '2026-04-01', '37.6', 'FCC public notice DA 25-1026'],
  ['2026-04-01', '2026-07-01', '37.0', 'FCC public notice DA 26-218'],
]
/** FCC 06-94, paragraphs 25 and 53: of wireless service, and of telephone service over the Internet. */
const interstateShares = { mobile: '37.1', telephony: '64.9' } as const

const universalServiceCode = 'US-FUSF'
const universalService = taxedKinds.flatMap((supply) =>
  contributionFactors.map(([from, to, percent, source]): RateSeed => ({
    supply,
    code: universalServiceCode,
    name: 'Federal universal service fund',
    percent,
    sharePercent: interstateShares[supply],
    from,
    to,
    ...(source !== null && { source: `${source}; share: FCC 06-94`, checkedOn }),
  })),
)

/** Mobile Telecommunications Sourcing Act, 4 U.S.C. §§ 116-126: the place of primary use; a fixed line where it is installed. */
const placeOfSupply = ({ kind, installedIn }: Supply, { seller, buyer }: Whereabouts) =>
  (kind === 'mobile' ? '' : installedIn) || buyer || seller || 'US'

/** The universal service fund and the state; internet access bears none. */
const levying = (kind: SupplyKind, place: string): readonly string[] => {
  if (!taxedKinds.some((taxed) => taxed === kind)) return []
  return ['US', place === 'US' ? '' : place]
}

export const unitedStates: Pack = {
  country: 'US',
  registrationName: 'EIN',
  rates: [...universalService, ...stateRates],
  supplyCodes: {},
  regions,
  taxForms: [],
  reliefForBadDebts: true, // most states let it be deducted
  withholdings: [],
  takesCertificates: true,
  levying,
  placeOfSupply,
}
