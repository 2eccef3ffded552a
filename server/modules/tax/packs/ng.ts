import type { Pack } from '../pack.ts'

/** VAT; the Nigeria Tax Act 2025 s. 148 kept it. Withholding: Deduction of Tax at Source Regulations 2024. */
export const nigeria: Pack = {
  country: 'NG',
  registrationName: 'TIN',
  rates: [{ code: 'VAT', name: 'VAT', percent: '7.5', from: '2020-02-01', source: 'Finance Act 2019; Nigeria Tax Act 2025 s. 148' }],
  supplyCodes: {},
  regions: [],
  taxForms: ['invoice', 'credit-note'],
  reliefForBadDebts: false,
  withholdings: [
    { code: 'WHT-SERVICE', name: 'Services', percent: '2', withoutNumberPercent: '4', from: '2025-01-01' },
    { code: 'WHT-COMMISSION', name: 'Commission', percent: '5', withoutNumberPercent: '10', from: '2025-01-01' },
  ],
  takesCertificates: false,
  placeOfSupply: () => 'NG',
}
