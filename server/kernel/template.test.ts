import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTemplate } from './template.ts'

test('values stand where the template names them', () => {
  assert.equal(fillTemplate('Dear {name}, {name}: {amount}', { name: 'Ayesha', amount: '৳ 1,250.00' }), 'Dear Ayesha, Ayesha: ৳ 1,250.00')
})

test('a value is text, never a template', () => {
  assert.equal(fillTemplate('{a} {b}', { a: '{b} $&', b: 'x' }), '{b} $& x')
})
