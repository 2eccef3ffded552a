import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { chapPassword, entryOf, fromOctal, readVisit, uamResponse } from './gateway.ts'

const trusted = { hosts: [], opennds: null }
const query = (parameters: Record<string, string>) => new URLSearchParams(parameters)
const mikrotik = {
  mac: '02:54:AC:10:00:07',
  ip: '10.5.50.7',
  'link-login-only': 'http://10.5.50.1/login',
  'link-orig': 'http://example.com/news',
  'chap-id': String.raw`\371`,
  'chap-challenge': String.raw`\357\015\330\013\021\234\145\245\303\253\142\246\133\175\375\316`,
}

suite('MikroTik', () => {
  const visit = readVisit(query(mikrotik), trusted)

  test('what it tells is read', () => {
    assert.equal(visit.gateway, 'mikrotik')
    assert.equal(visit.mac, '02:54:ac:10:00:07')
    assert.deepEqual(visit.challenge, { identifier: 'f9', bytes: 'ef0dd80b119c65a5c3ab62a65b7dfdce' })
  })

  // The vector of the manual: identifier \371, password `secret`.
  test('CHAP: the password itself is not on the air', () => {
    assert.equal(chapPassword(visit.challenge!, 'secret'), 'e5627b636f982d6233d0cf5931d404c2')
    const entry = entryOf(visit, { username: 'p1', password: 'secret' }, '')
    assert.deepEqual(entry, {
      kind: 'go',
      url: 'http://10.5.50.1/login?username=p1&password=e5627b636f982d6233d0cf5931d404c2&dst=http%3A%2F%2Fexample.com%2Fnews',
    })
  })

  test('PAP where the router gives no challenge', () => {
    const { 'chap-id': _, 'chap-challenge': __, ...plain } = mikrotik
    const entry = entryOf(readVisit(query(plain), trusted), { username: 'p1', password: 'secret' }, '')
    assert.match(entry.kind === 'go' ? entry.url : '', /password=secret/)
  })

  test('octal escapes, and bytes as they are', () => {
    assert.equal(fromOctal(String.raw`a\000\377\134z`).toString('hex'), '6100ff5c7a')
    assert.equal(fromOctal('\u00f9').toString('hex'), 'f9')
    assert.equal(fromOctal(null).length, 0)
  })
})

suite('where a password may go', () => {
  const cases: [url: string, isGateway: boolean, why: string][] = [
    ['http://10.5.50.1/login', true, 'a private address'],
    ['http://192.168.88.1/login', true, 'another'],
    ['http://172.31.0.1/login', true, 'the last of the private 172s'],
    ['http://172.32.0.1/login', false, 'the first public 172'],
    ['http://100.64.0.1/login', true, 'shared address space'],
    ['http://100.128.0.1/login', false, 'not shared any more'],
    ['http://[fd00::1]/login', true, 'a unique local address'],
    ['https://wifi.spark.example/login', true, 'a name that staff gave'],
    ['https://wifi.spark.example.evil.example/login', false, 'a name that begins like it'],
    ['https://evil.example/login', false, 'any other name'],
    ['http://8.8.8.8/login', false, 'a public address'],
    ['http://10.5.50.1@evil.example/login', false, 'a name behind a user that looks like an address'],
    ['http://167772161.evil.example/', false, 'a name that looks like a number'],
    ['javascript:alert(1)', false, 'a script'],
    ['file:///etc/passwd', false, 'a file'],
    ['//evil.example/login', false, 'no protocol'],
    ['', false, 'nothing'],
  ]
  for (const [url, isGateway, why] of cases)
    test(`${why}: ${url}`, () => {
      const { loginUrl } = readVisit(query({ ...mikrotik, 'link-login-only': url }), { hosts: ['wifi.spark.example'], opennds: null })
      assert.equal(loginUrl !== null, isGateway)
    })

  test('the way back is a page of the web or none', () => {
    for (const wanted of ['javascript:alert(1)', 'data:text/html,x', 'http://user:password@host/', 'nonsense'])
      assert.equal(readVisit(query({ ...mikrotik, 'link-orig': wanted }), trusted).wanted, null, wanted)
  })

  test('a forged MAC address is none', () => {
    for (const mac of ['', '00:11:22', "00:11:22:33:44:55' or 1=1", '<script>'])
      assert.equal(readVisit(query({ ...mikrotik, mac }), trusted).mac, null, mac)
  })

  test('whatever comes, a password goes to a private address or nowhere', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), (url, text) => {
        for (const value of [url, text]) {
          const entry = entryOf(readVisit(query({ ...mikrotik, 'link-login-only': value }), trusted), { username: 'u', password: 'p' }, '')
          assert.equal(entry.kind, 'none')
        }
      }),
    )
  })
})

suite('other gateways', () => {
  test('CoovaChilli: the challenge is mixed with the secret of both', () => {
    const challenge = '000102030405060708090a0b0c0d0e0f'
    const visit = readVisit(
      query({ res: 'notyet', uamip: '10.1.0.1', uamport: '3990', challenge, mac: '02-54-AC-10-00-07', userurl: 'http://example.com/' }),
      trusted,
    )
    assert.equal(visit.mac, '02:54:ac:10:00:07')
    const entry = entryOf(visit, { username: 'p1', password: 'secret' }, 'uam')
    assert.equal(entry.kind, 'go')
    const url = new URL(entry.kind === 'go' ? entry.url : '')
    assert.equal(url.origin + url.pathname, 'http://10.1.0.1:3990/logon')
    assert.equal(url.searchParams.get('response'), uamResponse(challenge, 'secret', 'uam'))
    assert.notEqual(uamResponse(challenge, 'secret', 'uam'), uamResponse(challenge, 'secret', ''))
  })

  test('Cambium: everything goes back as it came', () => {
    const given = query({ ga_srvr: '10.9.0.2', ga_cmac: '02-54-AC-10-00-07', ga_Qv: 'a/b+c==', ga_ssid: 'Free Wi-Fi' })
    const entry = entryOf(readVisit(given, trusted), { username: 'p1', password: 'secret' }, '')
    assert.deepEqual(entry, {
      kind: 'post',
      url: `http://10.9.0.2:880/cgi-bin/hotspot_login.cgi?${given}`,
      fields: { ga_user: 'p1', ga_pass: 'secret' },
    })
  })

  test('UniFi: its controller is told', () => {
    const visit = readVisit(query({ id: '02:54:ac:10:00:07', ap: '02:aa:ac:10:00:01', url: 'http://example.com/' }), trusted)
    assert.deepEqual(entryOf(visit, { username: 'p1', password: 'secret' }, ''), { kind: 'controller', mac: '02:54:ac:10:00:07' })
    assert.equal(visit.echoed, '02:aa:ac:10:00:01')
    assert.equal(readVisit(query({ id: '02:54:ac:10:00:07', t: '1795269865' }), trusted).gateway, 'unifi', 'a guest at a cable')
  })

  test('whoever comes without a gateway can still buy and look', () => {
    assert.equal(readVisit(query({}), trusted).gateway, null)
  })
})
