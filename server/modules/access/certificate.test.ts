import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesIn, plainFingerprint } from './certificate.ts'

const cases = [
  ['DNS:BNG-1.example', ['bng-1.example'], 'in small letters'],
  ['DNS:a.example, IP Address:192.0.2.1, URI:https://a.example/x', ['a.example', '192.0.2.1', 'https://a.example/x'], 'every kind'],
  ['email:noc@a.example, DNS:a.example', ['a.example'], 'mail addresses name no router'],
  ['DNS:"a.example, DNS:b.example"', [], 'one name that pretends to be two'],
  ['othername:<unsupported>', [], 'kinds that cannot be shown'],
  ['', [], 'none'],
] as const
for (const [text, names, why] of cases) test(`subjectAltName: ${why}`, () => assert.deepEqual(namesIn(text), names))

test('a fingerprint is the same with colons, spaces or capitals', () => {
  const [plain, written] = ['ab01'.repeat(16), Array.from({ length: 16 }, () => 'AB:01').join(':')]
  assert.equal(plainFingerprint(written), plain)
  assert.equal(plainFingerprint(` sha256 Fingerprint=${written}`.slice(20)), plain)
})
