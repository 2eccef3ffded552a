import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { testTenant } from '#kernel/testing.ts'
import { changeRate, entersItself, type RateDraft } from './change-rate.ts'
import { readRegime, seedTaxes } from './regime.ts'
import { keepSeller, readRates, readSeller, readSetting, writeSetting } from './store.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

async function world(country = 'BD', currency = 'BDT') {
  const tenant = await testTenant({ country, currency })
  await tenant.transact(seedTaxes)
  const change = (draft: Partial<RateDraft> & Pick<RateDraft, 'code' | 'percent' | 'validFrom'>) =>
    tenant.transact((tx) => changeRate(tx, { category: 'standard', ...draft }))
  const history = async (code: string) =>
    (await tenant.transact(readRates))
      .filter((rate) => rate.code === code)
      .map(({ percent, validFrom, validTo }) => `${Number(percent)} ${validFrom} ${validTo ?? ''}`.trim())
  return { ...tenant, change, history }
}

suite('change a rate', () => {
  test('the new one ends the one before it and takes over all else', async () => {
    const { change, history, transact } = await world()
    await change({ code: 'VAT', percent: '10', validFrom: day('2026-07-01') })
    assert.deepEqual(await history('VAT'), ['5 2019-07-01 2026-07-01', '10 2026-07-01'])
    const rates = await transact(readRates)
    assert.deepEqual(rates.findLast(({ code }) => code === 'VAT')?.on, ['SD'], 'supplementary duty still enters its base')
  })

  test('one that is put before a later one ends where that begins', async () => {
    const { change, history } = await world()
    await change({ code: 'VAT', percent: '7', validFrom: day('2027-01-01') })
    await change({ code: 'VAT', percent: '6', validFrom: day('2026-07-01') })
    assert.deepEqual(await history('VAT'), ['5 2019-07-01 2026-07-01', '6 2026-07-01 2027-01-01', '7 2027-01-01'])
  })

  test('the same day again corrects it', async () => {
    const { change, history } = await world()
    await change({ code: 'VAT', percent: '10', validFrom: day('2026-07-01') })
    await change({ code: 'VAT', percent: '7.5', validFrom: day('2026-07-01') })
    assert.deepEqual(await history('VAT'), ['5 2019-07-01 2026-07-01', '7.5 2026-07-01'])
  })

  test('no tax enters its own base, also not by way of another', async () => {
    const { change } = await world()
    await assert.rejects(change({ code: 'SD', percent: '10', validFrom: day('2026-07-01'), on: ['VAT'] }), {
      code: 'tax.circular_base',
      pointer: '/on',
    })
    assert.ok(
      entersItself({ code: 'A', on: ['B'] }, [
        { code: 'B', on: ['C'] },
        { code: 'C', on: ['A'] },
      ]),
    )
    assert.ok(
      !entersItself({ code: 'A', on: ['B'] }, [
        { code: 'B', on: ['C'] },
        { code: 'C', on: ['C'] },
      ]),
    )
  })

  test('a state that is unknown to the pack gets its tax from the operator', async () => {
    const { change, transact } = await world('US', 'USD')
    await change({
      code: 'US-NM-GRT',
      percent: '4.875',
      validFrom: day('2026-01-01'),
      jurisdiction: 'US-NM',
      reach: 'in-region',
      supply: 'mobile',
    })
    const regime = await transact((tx) => readRegime(tx, day('2026-03-01')))
    assert.deepEqual(
      regime.rates.filter(({ jurisdiction }) => jurisdiction === 'US-NM').map(({ code, percent }) => [code, percent]),
      [['US-NM-GRT', '4.8750']],
    )
  })
})

suite('regime of a tenant', () => {
  test('seeding again changes nothing, and rates of other days are not in force', async () => {
    const { transact } = await world('US', 'USD')
    const before = await transact(readRates)
    await transact(seedTaxes)
    assert.equal((await transact(readRates)).length, before.length)
    const factors = async (on: string) =>
      new Set(
        (await transact((tx) => readRegime(tx, day(on)))).rates.filter(({ code }) => code === 'US-FUSF').map(({ percent }) => percent),
      )
    assert.deepEqual([await factors('2025-12-31'), await factors('2026-01-01')], [new Set(['38.1000']), new Set(['37.6000'])])
  })

  test('what a tenant sets stands on its documents, and a seller is kept once', async () => {
    const { transact } = await world('NG', 'NGN')
    await transact(async (tx) => {
      const setting = { ...(await readSetting(tx)), companyNumber: 'RC 1048271', city: 'Lagos', supplyCodes: { internet: 'X1' } }
      await writeSetting(tx, setting)
      assert.deepEqual(await readSetting(tx), setting)
      const { sellerAsBilled, pack } = await readRegime(tx, day('2026-03-01'))
      assert.deepEqual([sellerAsBilled.companyNumber, sellerAsBilled.city, pack.supplyCodes.internet], ['RC 1048271', 'Lagos', 'X1'])
      const id = await keepSeller(tx, sellerAsBilled)
      assert.equal(await keepSeller(tx, { ...sellerAsBilled }), id)
      assert.deepEqual(await readSeller(tx, id), sellerAsBilled)
      assert.notEqual(await keepSeller(tx, { ...sellerAsBilled, city: 'Abuja' }), id)
    })
  })
})
