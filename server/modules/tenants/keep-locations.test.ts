import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testTenant } from '#kernel/testing.ts'
import { addLocation, changeLocation, findLocation, removeLocation } from './keep-locations.ts'

const ikeja = {
  name: 'Ikeja',
  address: '12 Allen Avenue',
  position: { latitude: 6.6018, longitude: 3.3515 },
  branchCode: null,
  taxNumber: '',
}

test('a location is added, renamed, found and removed', async () => {
  const { transact } = await testTenant()
  const added = await transact((tx) => addLocation(tx, ikeja))
  const renamed = await transact((tx) => changeLocation(tx, added, { name: 'Ikeja Mall' }))
  assert.deepEqual(renamed, { ...added, name: 'Ikeja Mall', version: 2 })
  assert.deepEqual(await transact((tx) => findLocation(tx, added.id)), renamed)
  await transact((tx) => removeLocation(tx, added.id))
  await assert.rejects(
    transact((tx) => findLocation(tx, added.id)),
    { code: 'tenants.location_not_found' },
  )
})

test('a name is given to one location, whether it is new or renamed', async () => {
  const { transact } = await testTenant()
  await transact((tx) => addLocation(tx, ikeja))
  await assert.rejects(
    transact((tx) => addLocation(tx, ikeja)),
    { code: 'tenants.location_name_taken', pointer: '/name' },
  )
  const other = await transact((tx) => addLocation(tx, { ...ikeja, name: 'Yaba' }))
  await assert.rejects(
    transact((tx) => changeLocation(tx, other, { name: 'Ikeja' })),
    { code: 'tenants.location_name_taken' },
  )
})

test("another tenant's location is not there", async () => {
  const [one, other] = [await testTenant(), await testTenant()]
  const { id } = await other.transact((tx) => addLocation(tx, ikeja))
  await assert.rejects(
    one.transact((tx) => removeLocation(tx, id)),
    { code: 'tenants.location_not_found' },
  )
})

test('a branch keeps its code, which no other has, and stays', async () => {
  const { transact } = await testTenant({ country: 'IN', currency: 'INR' })
  const branch = await transact((tx) => addLocation(tx, { ...ikeja, name: 'Mumbai', branchCode: 'MUM', taxNumber: '27AAPFU0939F1ZV' }))
  assert.deepEqual([branch.branchCode, branch.taxNumber], ['MUM', '27AAPFU0939F1ZV'])
  const refusals = [
    // deed, code, why
    [() => transact((tx) => changeLocation(tx, branch, { branchCode: 'BOM' })), 'tenants.branch_code_final', 'documents carry it'],
    [() => transact((tx) => changeLocation(tx, branch, { branchCode: null })), 'tenants.branch_code_final', 'so it is not given up'],
    [() => transact((tx) => removeLocation(tx, branch.id)), 'tenants.branch_stays', 'nor deleted'],
    [() => transact((tx) => addLocation(tx, { ...ikeja, branchCode: 'MUM' })), 'tenants.branch_code_taken', 'nor given twice'],
    [
      () => transact((tx) => changeLocation(tx, branch, { taxNumber: '27AAPFU0939F1ZX' })),
      'tenants.tax_number_wrong',
      'a wrong check digit',
    ],
  ] as const
  for (const [deed, code, why] of refusals) await assert.rejects(deed(), { code }, why)
  const later = await transact((tx) => addLocation(tx, { ...ikeja, name: 'Pune' }))
  assert.equal((await transact((tx) => changeLocation(tx, later, { branchCode: 'PNQ' }))).branchCode, 'PNQ')
})
