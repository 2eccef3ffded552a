import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Enrolment, joinCommand, parseCheckIn, stateOf } from './enrolment.ts'

suite('a check-in', () => {
  const whole = `token=abc\nidentity=Roof = 7\nversion=7.16.2 (stable)\nboard=hAP ax3\napi-port=8729\nfingerprint=${'AB:'.repeat(31)}AB\nwireguard=${'k+/A'.repeat(10)}abc=`
  test('is read, values with signs of equality too', () =>
    assert.deepEqual(parseCheckIn(whole), {
      token: 'abc',
      identity: 'Roof = 7',
      firmware: '7.16.2 (stable)',
      board: 'hAP ax3',
      apiPort: 8729,
      fingerprint: 'ab'.repeat(32),
      wireguardPublicKey: `${'k+/A'.repeat(10)}abc=`,
    }))

  const cases = [
    ['identity=x', 'without a token'],
    ['token=abc', 'without a name'],
    ['{"token":"abc"}', 'in JSON'],
    ['', 'empty'],
  ] as const
  for (const [body, why] of cases) test(`${why} is none`, () => assert.equal(parseCheckIn(body), undefined))

  test('keeps only what is well formed', () => {
    const { apiPort, fingerprint, wireguardPublicKey } = parseCheckIn(
      'token=a\nidentity=b\napi-port=70000\nfingerprint=xyz\nwireguard=[Peer]',
    )!
    assert.deepEqual([apiPort, fingerprint, wireguardPublicKey], [null, null, null])
  })

  test('of any text is none or has a token and a name, and nothing longer than a line', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        const said = parseCheckIn(`token=t\nidentity=i\n${text}`)
        assert.ok(said && said.identity.length <= 200 && said.board.length <= 200)
      }),
    ))
})

suite('how far a router is', () => {
  const now = Temporal.Instant.from('2026-03-10T08:00:00Z')
  const fresh: Enrolment = {
    id: 'e1',
    name: 'Roof',
    locationId: null,
    uses: ['hotspot'],
    interface: 'bridge',
    gardenHosts: [],
    coaPort: 3799,
    tunnelAddress: null,
    expiresAt: now.add({ hours: 1 }),
    fetchedAt: null,
    fetchedFrom: null,
    joinedAt: null,
    nasId: null,
    fault: null,
    cancelledAt: null,
  }
  const cases = [
    [{}, 'waiting', 'nobody typed the command yet'],
    [{ expiresAt: now }, 'expired', 'at the very moment it expires'],
    [{ expiresAt: now, fetchedAt: now }, 'fetched', 'what was fetched may take its time'],
    [{ fetchedAt: now, joinedAt: now }, 'joined', ''],
    [{ fetchedAt: now, cancelledAt: now }, 'cancelled', 'withdrawn after it was fetched'],
  ] as const
  for (const [more, state, why] of cases) test(why || state, () => assert.equal(stateOf({ ...fresh, ...more }, now), state))
})

test('a router is told to check the certificate of our server, where there is one', () => {
  assert.match(joinCommand('https://isp.example', 't'), / check-certificate=yes-without-crl;/)
  assert.doesNotMatch(joinCommand('http://10.0.0.1:8080', 't'), /check-certificate/)
})
