import type { Pack } from '../pack.ts'

const since = '2019-07-01' // Value Added Tax and Supplementary Duty Act 2012, in force

/** VAT on internet service. Supplementary duty enters the base of VAT; the one of January 2025 was withdrawn, so it stands at nothing. */
export const bangladesh: Pack = {
  country: 'BD',
  registrationName: 'BIN',
  rates: [
    { code: 'SD', name: 'Supplementary duty', percent: '0', from: since, source: 'NBR, withdrawal of SRO of January 2025' },
    { code: 'VAT', name: 'VAT', percent: '5', on: ['SD'], from: since, source: 'VAT and SD Act 2012, Third Schedule, S012.14' },
  ],
  supplyCodes: { internet: 'S012.14' },
  regions: [],
  taxForms: ['invoice'], // Mushak-6.7, the credit note, is printed only
  reliefForBadDebts: false,
  withholdings: [],
  takesCertificates: false,
  placeOfSupply: () => 'BD',
}
