import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { nameOfPointer, readPath, validate, writePath } from './form-values.ts'

test('a pointer of the server names a field', () => {
  assert.equal(nameOfPointer('/email'), 'email')
  assert.equal(nameOfPointer('#/body/address/city'), 'address.city')
  assert.equal(nameOfPointer('/fields/a~1b'), 'fields.a/b')
})

test('writing a nested value keeps its neighbours and the original', () => {
  const before = { name: 'Rahim', address: { city: 'Dhaka', road: '12' } }
  assert.deepEqual(writePath(before, 'address.city', 'Pabna'), { name: 'Rahim', address: { city: 'Pabna', road: '12' } })
  assert.equal(before.address.city, 'Dhaka')
  assert.equal(readPath(before, 'address.zone.code'), undefined)
})

test('writing into a row of a list leaves it a list', () => {
  const before = {
    charges: [
      { code: 'tv', price: 1 },
      { code: 'ip', price: 2 },
    ],
  }
  assert.deepEqual(writePath(before, 'charges.1.price', 3), {
    charges: [
      { code: 'tv', price: 1 },
      { code: 'ip', price: 3 },
    ],
  })
  assert.equal(readPath(before, 'charges.1.price'), 2)
})

test('a zod schema gives one message per field', async () => {
  const schema = z.object({ name: z.string().min(1, 'form.required'), address: z.object({ city: z.string().min(1, 'form.required') }) })
  assert.deepEqual(await validate(schema, { name: '', address: { city: '' } }), {
    errors: { name: 'form.required', 'address.city': 'form.required' },
  })
  assert.deepEqual(await validate(schema, { name: 'a', address: { city: 'b' } }), { value: { name: 'a', address: { city: 'b' } } })
})
