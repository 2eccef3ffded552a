import { equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import { assert, AssertionFailed } from './assert.ts'

test('a true condition passes and narrows the type', () => {
  const value: string | undefined = ['x'][0]
  assert(value, 'there is a value')
  equal(value.length, 1)
})

test('a false condition stops with its message', () => {
  throws(() => assert(0, 'weights are positive'), new AssertionFailed('weights are positive'))
})
