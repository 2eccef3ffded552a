import type { RateSeed } from '../rate.ts'
import { plainPack } from './none.ts'

const checkedOn = '2026-11-21'
const reform = '2026-01-01' // VAT Act 2025 (Act 1151): levies no longer enter the base of VAT
const tradeLevies = ['NHIL', 'GETFL']

const levies: readonly RateSeed[] = [
  {
    code: 'NHIL',
    name: 'NHIL',
    percent: '2.5',
    from: '2018-08-01',
    checkedOn,
    source: 'pwc.co.za, VAT in Africa, Ghana; 1stopvat.com, Ghana from 2026',
  },
  {
    code: 'GETFL',
    name: 'GETFund levy',
    percent: '2.5',
    from: '2018-08-01',
    checkedOn,
    source: 'pwc.co.za, VAT in Africa, Ghana; 1stopvat.com, Ghana from 2026',
  },
  {
    code: 'CHRL',
    name: 'COVID-19 levy',
    percent: '1',
    from: '2021-05-01',
    to: reform,
    checkedOn,
    source: 'pwc.co.za, VAT in Africa, Ghana; abolished, 1stopvat.com',
  },
]

const vat = { code: 'VAT', name: 'VAT', percent: '15', checkedOn } as const

/**
 * VAT with the levies beside it, and the tax on communications. Until 2026 VAT was charged on all of them; since then 15 + 2.5 + 2.5 are 20 per
 * cent of the price. Whether the tax on communications still enters the base of VAT was not found: it is taken that it does.
 */
export const ghana = plainPack('GH', 'TIN', [
  {
    code: 'CST',
    name: 'Communications service tax',
    percent: '5',
    from: '2020-09-15',
    checkedOn,
    source: 'CST (Amendment) Act 2020 (Act 1025); globaltaxnews.ey.com 2020-6215',
  },
  ...levies,
  {
    ...vat,
    on: ['CST', ...tradeLevies, 'CHRL'],
    from: '2023-01-01',
    to: reform,
    source: 'valueaddedtaxcalculator.com, VAT rates in Ghana',
  },
  { ...vat, on: ['CST'], from: reform, source: '1stopvat.com, Ghana: total of 20 per cent from 2026; vatupdate.com, VAT Act 2025' },
])
