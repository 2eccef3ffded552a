import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ApiProblem, createClient } from './index.ts'

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
}

/** A server that answers everything with `answers` in turn and remembers what it was asked. */
function recorder(...answers: { status: number; body?: unknown }[]): { sent: Sent[]; fetch: typeof fetch } {
  const sent: Sent[] = []
  return {
    sent,
    async fetch(url, init) {
      sent.push({ url: String(url), method: init?.method ?? '', headers: new Headers(init?.headers), body: init?.body })
      const { status, body } = answers.shift() ?? { status: 500 }
      return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
    },
  }
}

suite('client', () => {
  test('fills the path, repeats what is a list in the query, and returns the body', async () => {
    const page = { items: [], next: null, total: 0, totalIsExact: true }
    const { sent, fetch } = recorder({ status: 200, body: page })
    const client = createClient('http://console.test/', { apiKey: 'tlk_1', fetch })
    const answer = await client.get('/api/v1/lists/{name}/rows', { path: { name: 'a/b' }, query: { f: ['state:eq:active', 'x:eq:1'] } })
    assert.deepEqual(answer, page)
    assert.equal(sent[0]?.url, 'http://console.test/api/v1/lists/a%2Fb/rows?f=state%3Aeq%3Aactive&f=x%3Aeq%3A1')
    assert.equal(sent[0]?.headers.get('authorization'), 'Bearer tlk_1')
  })

  test('with a session cookie it asks for the CSRF token once and sends it with every change', async () => {
    const view = { id: 'v', list: 'jobs', name: 'n', query: '', shared: false, own: true }
    const { sent, fetch } = recorder({ status: 200, body: { csrfToken: 'c1' } }, { status: 201, body: view }, { status: 201, body: view })
    const client = createClient('http://console.test', { fetch })
    for (const idempotencyKey of ['k1', 'k2'])
      await client.post('/api/v1/views', { body: { list: 'jobs', name: 'n', query: '' }, idempotencyKey })
    assert.deepEqual(
      sent.map(({ method, headers }) => [method, headers.get('x-csrf-token'), headers.get('idempotency-key')]),
      [
        ['GET', null, null],
        ['POST', 'c1', 'k1'],
        ['POST', 'c1', 'k2'],
      ],
    )
  })

  test('a problem document is thrown with its code', async () => {
    const problem = {
      type: 'x',
      title: 'Not Found',
      status: 404,
      code: 'lists.not_found',
      detail: 'There is no list "x".',
      requestId: 'r1',
    }
    const client = createClient('http://console.test', { apiKey: 'tlk_1', fetch: recorder({ status: 404, body: problem }).fetch })
    await assert.rejects(client.get('/api/v1/lists/{name}', { path: { name: 'x' } }), (error: ApiProblem) => {
      assert.ok(error instanceof ApiProblem)
      assert.deepEqual([error.code, error.status, error.message], ['lists.not_found', 404, 'There is no list "x".'])
      return true
    })
  })

  test('an answer of a proxy becomes a problem too', async () => {
    const client = createClient('http://console.test', { apiKey: 'tlk_1', fetch: recorder({ status: 502 }).fetch })
    await assert.rejects(client.get('/api/v1/lists'), { code: 'http.unexpected', status: 502 })
  })
})
