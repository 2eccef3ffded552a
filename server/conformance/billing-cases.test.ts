import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import '#kernel/testing.ts' // some cases run on PostgreSQL
import { type CaseRunner, readCases } from './billing-case.ts'
import { accountCases } from './account-cases.ts'
import { chargingCases } from './charging-cases.ts'
import { dunningCases } from './dunning-cases.ts'
import { ratingCases } from './rating-cases.ts'

/** What plays the cases of a family. */
const families: Readonly<Record<string, CaseRunner>> = { ...accountCases, ...ratingCases, ...chargingCases, ...dunningCases }

suite('billing cases', () => {
  const cases = readCases()
  for (const billingCase of cases) {
    test(`${billingCase.id} ${billingCase.family}: ${billingCase.title}`, () => {
      const run = families[billingCase.family]
      assert.ok(run, `no function plays the family ${billingCase.family}`)
      return run(billingCase)
    })
  }

  test('every function has cases', () => {
    const known = new Set(cases.map(({ family }) => family))
    assert.deepEqual(
      Object.keys(families).filter((family) => !known.has(family)),
      [],
    )
    assert.equal(cases.length, 43)
  })
})
