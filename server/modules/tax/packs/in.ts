import type { Pack, Region, Supply, Whereabouts } from '../pack.ts'

const state = (taxCode: string, code: string, name: string): Region => ({ code: `IN-${code}`, name, taxCode })
const territory = (taxCode: string, code: string, name: string): Region => ({ ...state(taxCode, code, name), isTerritory: true })

// GST state codes with ISO 3166-2:IN of 2023. Delhi, Puducherry and Jammu and Kashmir have legislatures, so SGST.
const regions = [
  state('01', 'JK', 'Jammu and Kashmir'),
  state('02', 'HP', 'Himachal Pradesh'),
  state('03', 'PB', 'Punjab'),
  territory('04', 'CH', 'Chandigarh'),
  state('05', 'UK', 'Uttarakhand'),
  state('06', 'HR', 'Haryana'),
  state('07', 'DL', 'Delhi'),
  state('08', 'RJ', 'Rajasthan'),
  state('09', 'UP', 'Uttar Pradesh'),
  state('10', 'BR', 'Bihar'),
  state('11', 'SK', 'Sikkim'),
  state('12', 'AR', 'Arunachal Pradesh'),
  state('13', 'NL', 'Nagaland'),
  state('14', 'MN', 'Manipur'),
  state('15', 'MZ', 'Mizoram'),
  state('16', 'TR', 'Tripura'),
  state('17', 'ML', 'Meghalaya'),
  state('18', 'AS', 'Assam'),
  state('19', 'WB', 'West Bengal'),
  state('20', 'JH', 'Jharkhand'),
  state('21', 'OD', 'Odisha'),
  state('22', 'CG', 'Chhattisgarh'),
  state('23', 'MP', 'Madhya Pradesh'),
  state('24', 'GJ', 'Gujarat'),
  territory('26', 'DH', 'Dadra and Nagar Haveli and Daman and Diu'),
  state('27', 'MH', 'Maharashtra'),
  state('29', 'KA', 'Karnataka'),
  state('30', 'GA', 'Goa'),
  territory('31', 'LD', 'Lakshadweep'),
  state('32', 'KL', 'Kerala'),
  state('33', 'TN', 'Tamil Nadu'),
  state('34', 'PY', 'Puducherry'),
  territory('35', 'AN', 'Andaman and Nicobar Islands'),
  state('36', 'TS', 'Telangana'),
  state('37', 'AP', 'Andhra Pradesh'),
  territory('38', 'LA', 'Ladakh'),
]

/**
 * IGST Act s. 12(11): a fixed line is supplied where it is installed; prepaid sold by an agent at the agent's address on record, at a
 * counter where it is paid; everything else at the recipient's address on record, and where there is none at the supplier's.
 */
function placeOfSupply({ kind, sale, installedIn, soldIn }: Supply, { seller, buyer, registered }: Whereabouts): string {
  const isFixedLine = kind !== 'mobile' && kind !== 'other' && sale === 'billed'
  const special = isFixedLine ? installedIn : sale === 'agent' || sale === 'counter' ? soldIn : ''
  return special || buyer || registered || seller
}

const since = '2017-07-01'
const source = 'Notification 11/2017 Central Tax (Rate), heading 9984'

/** GST. SACs of 9984 are at 18 %, which the reform of September 2025 left as it was. */
export const india: Pack = {
  country: 'IN',
  registrationName: 'GSTIN',
  rates: [
    { code: 'CGST', name: 'CGST', percent: '9', reach: 'within-region', from: since, source },
    { code: 'SGST', name: 'SGST', percent: '9', reach: 'within-state', from: since, source },
    { code: 'UTGST', name: 'UTGST', percent: '9', reach: 'within-territory', from: since, source },
    { code: 'IGST', name: 'IGST', percent: '18', reach: 'between-regions', from: since, source },
  ],
  supplyCodes: { internet: '998422', mobile: '998413', telephony: '998412', backbone: '998421', other: '998429' },
  regions,
  // Income-tax Act: 194H commission (5 % before October 2024), 194J technical services, 194C contracts; 20 % without PAN (s. 206AA).
  taxForms: ['invoice', 'credit-note'],
  reliefForBadDebts: false, // CGST Act s. 34 knows no credit note for a debt that went bad
  withholdings: [
    { code: '194H', name: 'Commission', percent: '5', withoutNumberPercent: '20', thresholdMinor: 1_500_000n, from: '2017-07-01' },
    { code: '194H', name: 'Commission', percent: '2', withoutNumberPercent: '20', thresholdMinor: 1_500_000n, from: '2024-10-01' },
    { code: '194H', name: 'Commission', percent: '2', withoutNumberPercent: '20', thresholdMinor: 2_000_000n, from: '2025-04-01' },
    { code: '194J', name: 'Technical services', percent: '2', withoutNumberPercent: '20', thresholdMinor: 3_000_000n, from: '2020-04-01' },
    { code: '194J', name: 'Technical services', percent: '2', withoutNumberPercent: '20', thresholdMinor: 5_000_000n, from: '2025-04-01' },
    { code: '194C', name: 'Contract', percent: '2', withoutNumberPercent: '20', thresholdMinor: 10_000_000n, from: '2017-07-01' },
  ],
  takesCertificates: false,
  placeOfSupply,
}
