import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.trunklineEarly = new Map<string, Promise<Response | undefined>>([
  ['/session', Promise.resolve(Response.json({ demo: true }))],
  ['/insight/home', Promise.resolve(Response.json({}))],
  ['/demo/logins', Promise.resolve(undefined)],
])
const { ApiProblem, api } = await import('./api.ts')

/** There is no server in this process: whatever is really asked fails. */
const isUnreachable = (error: unknown) => error instanceof ApiProblem && error.code === 'network.unreachable'

test('an answer that was asked for early serves once', async () => {
  assert.deepEqual(await api.get('/session'), { demo: true })
  await assert.rejects(api.get('/session'), isUnreachable)
})

test('where the early question failed the server is asked again', () => assert.rejects(api.get('/demo/logins'), isUnreachable))

test('a write makes early answers old', async () => {
  await assert.rejects(api.post('/session'), isUnreachable)
  await assert.rejects(api.get('/insight/home'), isUnreachable)
})
