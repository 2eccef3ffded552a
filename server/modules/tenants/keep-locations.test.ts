import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testTenant } from '#kernel/testing.ts'
import { addLocation, changeLocation, findLocation, removeLocation } from './keep-locations.ts'

const ikeja = { name: 'Ikeja', address: '12 Allen Avenue', position: { latitude: 6.6018, longitude: 3.3515 } }

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
