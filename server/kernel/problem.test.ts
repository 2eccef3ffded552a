import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { Problem, toProblemDocument } from './problem.ts'

test('a plain problem becomes a document without empty members', () => {
  const problem = new Problem('customers.not_found', 404, 'There is no customer C-12. Check the number.')
  deepEqual(toProblemDocument(problem, 'req-1'), {
    type: 'urn:problem-type:trunkline:customers.not_found',
    title: 'Not Found',
    status: 404,
    code: 'customers.not_found',
    detail: 'There is no customer C-12. Check the number.',
    requestId: 'req-1',
  })
})

test('a problem points at the fields that are wrong', () => {
  const errors = [{ pointer: '/email', detail: 'This is not an e-mail address.' }]
  const document = toProblemDocument(
    new Problem('request.invalid', 422, 'Correct the marked fields.', { pointer: '/email', errors }),
    'req-2',
  )
  equal(document.pointer, '/email')
  deepEqual(document.errors, errors)
})

test('a problem keeps its cause and headers but does not publish them', () => {
  const cause = new Error('connection refused')
  const problem = new Problem('server.unavailable', 503, 'Try again in a moment.', { headers: { 'retry-after': '5' }, cause })
  equal(problem.cause, cause)
  equal(problem.headers['retry-after'], '5')
  deepEqual(Object.keys(toProblemDocument(problem, 'r')), ['type', 'title', 'status', 'code', 'detail', 'requestId'])
})
