import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isSameRouter, type Management } from './management.ts'

const known: Omit<Management, 'password'> = {
  address: '192.0.2.1',
  protocol: 'api-ssl',
  port: 8729,
  username: 'trunkline',
  fingerprint: 'a'.repeat(64),
}
const open = { ...known, protocol: 'api', port: 8728, fingerprint: null } as const

suite('a password that is kept', () => {
  const cases: readonly [kept: typeof known, next: Partial<typeof known>, isKept: boolean, why: string][] = [
    [known, {}, true, 'nothing changed'],
    [known, { address: '198.51.100.7' }, true, 'the router moved: its certificate proves it'],
    [known, { port: 443, protocol: 'rest' }, true, 'its other API, by the same certificate'],
    [known, { username: 'admin' }, false, 'it was given for one user'],
    [known, { fingerprint: 'b'.repeat(64) }, false, 'another certificate may be another machine'],
    [known, { fingerprint: null }, false, 'any public authority would vouch'],
    [known, { protocol: 'api', port: 8728 }, false, 'in the open, to whoever is there'],
    [open, {}, true, 'nothing changed'],
    [open, { address: '198.51.100.7' }, false, 'nothing tells who is there'],
    [open, { port: 8730 }, false, 'another program of the same machine'],
    [open, { protocol: 'api-ssl' }, false, 'by TLS, but to whom'],
  ]
  for (const [kept, next, isKept, why] of cases)
    test(`${isKept ? 'stays' : 'is asked for anew'}: ${why}`, () => assert.equal(isSameRouter(kept, { ...kept, ...next }), isKept))
})
