import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { Problem, told, toProblemDocument } from './problem.ts'

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

test('a problem tells what fills its sentence, for who says it in another language', () => {
  const [number, state, days] = ['INV-7', 'paid', 3]
  const problem = new Problem('billing.not_open', 409, told`Invoice ${{ number }} is ${{ state }}, for ${{ days }} days.`)
  equal(problem.detail, 'Invoice INV-7 is paid, for 3 days.')
  deepEqual(toProblemDocument(problem, 'r').values, { number: 'INV-7', state: 'paid', days: 3 })
  const elsewhere = new Problem(problem.code, problem.status, problem.told, { pointer: '/invoice' })
  deepEqual([elsewhere.detail, elsewhere.values], [problem.detail, problem.values])
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
