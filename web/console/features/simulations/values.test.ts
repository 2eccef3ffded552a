import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alternativeOf, newStage, type SimulationValues } from './values.ts'

const billing = {
  billRuns: 'automatic',
  dayCount: 'actual',
  endDay: 'free',
  firstPeriod: 'separate',
  changeCredit: 'credit',
  changeDay: 'new-plan',
  invoiceOnChange: 'now',
  quotaOnChange: 'scaled',
  refundOnCancellation: 'credit',
  minimumMinor: '0',
  lateFeeMinor: '0',
  lateFeePercent: '0',
  anomalyPercent: 50,
} as const
const { minimumMinor: _minimum, lateFeeMinor: _fee, ...policies } = billing
const nothing = { minor: '0', currency: 'BDT' }
const vat = {
  id: 'r',
  category: 'standard',
  supply: 'any',
  code: 'VAT',
  name: 'VAT',
  jurisdiction: 'BD',
  percent: '5',
  flatMinor: '0',
  validTo: null,
}
const suspend = { id: 's', segment: 'standard', days: 10, action: 'suspend' } as const
const known = { rates: [vat], stages: [suspend], billing }
const untouched: SimulationValues = {
  name: 'Look ahead',
  from: '2026-12-01',
  to: '2027-02-28',
  prices: [{ offerId: undefined, price: undefined }],
  taxes: [],
  stages: [],
  billing: { ...policies, minimum: nothing, lateFee: nothing },
}

test('a form that nobody touched changes nothing', () =>
  assert.deepEqual(alternativeOf(untouched, known), { prices: [], taxes: [], dunning: [], billing: {} }))

test('what was chosen is sent as the API takes it', () => {
  const values: SimulationValues = {
    ...untouched,
    prices: [{ offerId: 'p', price: { minor: '110000', currency: 'BDT' } }],
    taxes: [{ rateId: 'r', percent: '7.5' }],
    stages: [
      { stage: 's', days: 5 },
      { stage: `${newStage}walled-garden`, days: 3 },
    ],
    billing: { ...untouched.billing, dayCount: 'thirty', minimum: { minor: '5000', currency: 'BDT' } },
  }
  assert.deepEqual(alternativeOf(values, known), {
    prices: [{ offerId: 'p', recurring: { minor: '110000', currency: 'BDT' } }],
    taxes: [{ category: 'standard', code: 'VAT', supply: 'any', jurisdiction: 'BD', flatMinor: '0', percent: '7.5' }],
    dunning: [
      { id: 's', segment: 'standard', action: 'suspend', days: 5 },
      { days: 3, action: 'walled-garden' },
    ],
    billing: { dayCount: 'thirty', minimumMinor: '5000' },
  })
})
