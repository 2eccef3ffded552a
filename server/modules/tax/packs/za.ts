import { plainPack } from './none.ts'

/** The rise to 15.5 % of May 2025 was taken back before it began. */
export const southAfrica = plainPack('ZA', 'VAT no.', [
  {
    code: 'VAT',
    name: 'VAT',
    percent: '15',
    from: '2018-04-01',
    source: 'vatlive.com, South Africa raises VAT to 15%; Government Notice 6157 of 24 April 2025 (vatupdate.com)',
    checkedOn: '2026-11-21',
  },
])
