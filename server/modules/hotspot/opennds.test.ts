import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { entryOf, readVisit } from './gateway.ts'
import {
  acknowledged,
  authList,
  limitsOf,
  type Opennds,
  type OpenndsLevel,
  openndsLevels,
  openndsSetup,
  openRedirect,
  readDeauthed,
  returnHash,
} from './opennds.ts'

const hid = '5912f12f6cd35f9c0ca74398590d8e9f740c24339a5c708cc0622e53934c508c'
const said = `hid=${hid}, clientip=192.168.8.23, clientmac=02:54:AC:10:00:07, gatewayname=Balogun%20Market, gatewayaddress=192.168.8.1:2050, originurl=http%3a%2f%2fnews.example%2f`
const base64 = (text: string) => Buffer.from(text).toString('base64')
const iv = '0a1b2c3d4e5f6071'

/** Made by PHP 8.2, with which gateways encrypt: base64_encode(openssl_encrypt($said, 'aes-256-cbc', $key, 0, $iv)). */
const vectors = [
  {
    why: 'a short key is filled with zeros',
    key: '1234567890',
    fas: 'MTJPUFRxNlc1aVk2eEw3cUdpcXJIRU5aYWhnSmdqbWd2ZGhlS3BRVEZKRDJMWFFkWTJPaXZzOXhRTHdjOGxuT2N0QmFiSHQzNEtLQnV3ZFA1ZTRXK1gxcUZjbysycjhpV2IrNk5ZK1pGbXZxL05XYmZjTjNCRTU5ME5zcnJ0NUdFUUE2M3ZKeXNDTDVETGNvRUJmK0dmaUk3T2hOdTlFUS9PKzd0QnJsVXJGMlBhUmc0SW9HdC9yN25FUDAvbDB1Z3ZIT3lZeG5QVDVScGh1MVAwNXduN1hEVG1Za3kwY1JJWndGRGxxK2NPUDI3SVpSR3k3aDBUUFU3MVVQNldTTS9ZMmd0YmhPdkR0cnRDREo3NlR4UTJXc2NjM2pucmZtUThFL3djL1lPaVk9',
    rhid: '50f0bfdc09a20797803bfd04266e129ad530e5d80976f260f92f2ccad49bba4f',
  },
  {
    why: 'of a long one the cipher takes 32 characters, the hash all',
    key: '328411b33fe55127421fa394995711658526ed47d0affad3fe56a0b3930c8689',
    fas: 'RWltK3J6NDFVdFVKOEZka2pSTGlZYVhJREtoT2RremhSYWhqeVJTU0gvcTB5aU1MaDBlLzE2SXVqZ3lhSVlZVVRlK0dvZkdVdXVCcWtTNWVIN3ZGVDhEUWUyeVI5UWp0SThONFlBSE5FVU90aDRhbyszYVJ5bDkwcFNqUllPR3BOem5hYWcwZS8vM2duVWhXelF0aHB4UTRpNnV4NVJ1Q08vK3RweHpMWFJXSm02NWZYdUxETmJ5aFRhYTZROWRrWUpVNGlzNXZNT3cra28rb2hmWm53Ti9DOFNTQWV1RUxzMkRSV2Z1SExmMTJKYkoyS0p0Q09kTldhdDByd0lJZG1kWE81RCt6Zk90b0IrSDhKbjN4YnhrQTBSVExTKzQ2UG5NL3EvWjRZMEE9',
    rhid: 'd42f96e9ec537c0d84e19ca96a0f7f65b47b2b7eb7aaad35d72e4e3d8faba0d3',
  },
] as const

suite('what openNDS says of a guest', () => {
  for (const { why, key, fas, rhid } of vectors)
    test(why, () => {
      const fields = openRedirect(new URLSearchParams({ fas, iv }), { level: 3, key })
      assert.equal([...fields!].map(([name, value]) => `${name}=${value}`).join(', '), said)
      assert.equal(returnHash(hid, key), rhid)
    })

  const [{ key, fas }] = vectors
  const cases: [query: Record<string, string>, opennds: Opennds, isRead: boolean, why: string][] = [
    [{ fas: base64(said) }, { level: 1, key }, true, 'level 1 is written in base64'],
    [{ fas: base64(`${said}, x=~~~>>>`).replaceAll('+', ' ') }, { level: 4, key }, true, 'so is level 4, and a plus may arrive as a space'],
    [{ fas, iv }, { level: 2, key }, true, 'level 2 is encrypted'],
    [{ fas: base64(said) }, { level: 3, key }, false, 'what is not encrypted where it has to be: a guest wrote it'],
    [{ fas: base64(said), iv }, { level: 3, key }, false, 'the same with a vector'],
    [{ fas, iv }, { level: 3, key: 'another' }, false, 'another key'],
    [{ fas }, { level: 3, key }, false, 'no vector'],
    [{ fas, iv: `${iv}0` }, { level: 3, key }, false, 'a vector of another length'],
    [{ fas, iv: 'ABCDEFGHIJKLMNOP' }, { level: 3, key }, false, 'a vector that no gateway makes'],
    [{ fas: '***' }, { level: 1, key }, false, 'no base64'],
    [{ fas: base64('clientip=192.168.8.23') }, { level: 1, key }, false, 'nobody is named'],
    [{ fas: base64(said.padEnd(13_000, 'x')) }, { level: 1, key }, false, 'longer than any gateway writes'],
  ]
  for (const [query, opennds, isRead, why] of cases)
    test(`${isRead ? 'read' : 'refused'}: ${why}`, () =>
      assert.equal(openRedirect(new URLSearchParams(query), opennds) !== undefined, isRead))

  test('of a name that comes twice the first counts', () => {
    const query = new URLSearchParams({ fas: base64(`${said}, clientmac=06:00:00:00:00:01, hid=${'0'.repeat(64)}`) })
    assert.equal(openRedirect(query, { level: 1, key })?.get('clientmac'), '02:54:AC:10:00:07')
  })
})

const [{ key }] = vectors
const visitAt = (level: OpenndsLevel, text: string) =>
  readVisit(new URLSearchParams({ fas: base64(text) }), { hosts: [], opennds: { level, key } })
const guest = { username: 'p1', password: 'secret' }

suite('the way in', () => {
  test('level 1: the browser shows the hash at the gateway, and no password', () => {
    const visit = visitAt(1, said)
    assert.deepEqual([visit.gateway, visit.mac, visit.address], ['opennds', '02:54:ac:10:00:07', '192.168.8.23'])
    assert.deepEqual(entryOf(visit, guest, ''), {
      kind: 'go',
      url: `http://192.168.8.1:2050/opennds_auth/?tok=${returnHash(hid, key)}&redir=http%3A%2F%2Fnews.example%2F`,
    })
  })

  test('level 4: the gateway asks, and the hash is told to nobody', () => {
    const visit = visitAt(4, said)
    assert.deepEqual(entryOf(visit, guest, ''), {
      kind: 'authmon',
      gatewayHash: '0efcc197aa4764c11607d07fa361aeac3ede84ad26fd1ca14e9f57c6bf4a3f36', // openssl_digest('Balogun%20Market', 'sha256')
      gatewayName: 'Balogun Market',
      mac: '02:54:ac:10:00:07',
    })
    assert.equal(JSON.stringify(visit).includes(returnHash(hid, key)), false)
  })

  test('the path of the gateway may have another name', () => {
    const entry = entryOf(visitAt(1, `${said}, authdir=let_me_in`), guest, '')
    assert.match(entry.kind === 'go' ? entry.url : '', /^http:\/\/192\.168\.8\.1:2050\/let_me_in\/\?tok=/)
  })

  const hostile: [from: string, to: string, why: string][] = [
    ['192.168.8.1:2050', '8.8.8.8:2050', 'a public address'],
    ['192.168.8.1:2050', 'evil.example', 'a name that staff did not give'],
    ['192.168.8.1:2050', '192.168.8.1@evil.example', 'an address before a name'],
    ['192.168.8.1:2050', 'evil.example/192.168.8.1', 'an address behind a name'],
    ['02:54:AC:10:00:07', '02:54:AC:10:00', 'half a MAC address'],
    ['02:54:AC:10:00:07', '02:54:AC:10:00:07;reboot', 'a MAC address with a command'],
    [hid, hid.slice(1), 'an id that no gateway makes'],
    ['Balogun%20Market', '$(reboot)', 'a name that is not escaped'],
  ]
  for (const [from, to, why] of hostile)
    test(`no way in: ${why}`, () => assert.equal(entryOf(visitAt(1, said.replace(from, to)), guest, '').kind, 'none'))

  test('the way back is a page of the web or none', () => {
    for (const wanted of ['javascript%3aalert(1)', '%ff%fe', ''])
      assert.equal(visitAt(1, said.replace('http%3a%2f%2fnews.example%2f', wanted)).wanted, null, wanted)
  })

  test('whatever comes is read or refused, and nobody is sent elsewhere than to a gateway', () => {
    const name = fc.constantFrom('hid', 'clientmac', 'gatewayname', 'gatewayaddress', 'authdir', 'originurl')
    const value = fc.oneof(fc.string(), fc.webUrl(), fc.constant(hid), fc.ipV4())
    const text = fc.array(fc.tuple(name, value)).map((fields) => [`hid=${hid}`, ...fields.map((field) => field.join('='))].join(', '))
    fc.assert(
      fc.property(fc.constantFrom(...openndsLevels), fc.oneof(text, fc.string()), fc.string(), (level, one, vector) => {
        for (const sent of [one, base64(one)]) {
          const query = new URLSearchParams({ fas: sent, iv: vector })
          const entry = entryOf(readVisit(query, { hosts: [], opennds: { level, key } }), guest, '')
          if (entry.kind === 'go') assert.match(new URL(entry.url).hostname, /^(10|127|192\.168|172|100)\.|^\[f[cd]|^\[::1/)
        }
      }),
    )
  })
})

suite('authmon', () => {
  const limits = limitsOf({ sessionSeconds: 5_401, uploadBps: 2_000_000, downloadBps: 5_000_000, sessionBytes: 10_000_000 })

  test('limits are in its units: minutes begun, kbit/s, KiB begun', () =>
    assert.deepEqual(limits, { minutes: 91, uploadKbps: 2_000, downloadKbps: 5_000, uploadKib: 9_766, downloadKib: 9_766 }))

  test('zero is no limit, so nothing that limits becomes zero', () => {
    assert.equal(limitsOf({ sessionSeconds: 60, uploadBps: 1, downloadBps: 1, sessionBytes: null }).downloadKib, 0)
    assert.deepEqual(Object.values(limitsOf({ sessionSeconds: 0, uploadBps: 1, downloadBps: 1, sessionBytes: 0 })), [1, 1, 1, 1, 1])
  })

  test('the list is one word for each guest, at most four, and short enough to be read whole', () => {
    const guests = Array.from({ length: 9 }, (_, index) => ({ ...limits, mac: `02:54:ac:10:00:0${index}`, custom: 'f'.repeat(32) }))
    const list = authList(guests)
    assert.equal(list.split(' ').length, 5)
    assert.ok(list.length < 1024)
    assert.equal(decodeURIComponent(list.split(' ')[1]!), `02:54:ac:10:00:00 91 2000 5000 9766 9766 ${'f'.repeat(32)}`)
    assert.equal(authList([]), '*')
  })

  const payloads: [payload: string, expected: string[] | null, why: string][] = [
    ['none', null, 'the list is asked for'],
    ['*', [], 'nobody was let in'],
    ['* 02:54:ac:10:00:01 02:54:ac:10:00:02', ['02:54:ac:10:00:01', '02:54:ac:10:00:02'], 'in one line'],
    ['* 02:54:ac:10:00:01\n* 02:54:ac:10:00:02\n', ['02:54:ac:10:00:01', '02:54:ac:10:00:02'], 'in several'],
  ]
  for (const [payload, expected, why] of payloads)
    test(`acknowledged: ${why}`, () => assert.deepEqual(acknowledged(base64(payload)), expected))

  const mark = 'a'.repeat(32)
  const in9 = `method=downquota_deauth, clientmac=02:54:ac:10:00:07, bytes_incoming=10000384, bytes_outgoing=4096, session_start=1, session_end=2, token=9f1c22aa, custom=${mark}`
  const in10 = `method="idle_deauth", clientmac="02:54:ac:10:00:07", timestamp=3, bytes_incoming=10000384, bytes_outgoing=4096, session_start=1, session_end=2, token=9f1c22aa, custom="${mark}"`
  const ends: [payload: string, because: string | undefined, why: string][] = [
    [base64(in9), 'NAS-Request', 'a quota, as version 9 writes it'],
    [base64(in10), 'Idle-Timeout', 'idle, as version 10 writes it'],
    [base64(base64(in10)), 'Idle-Timeout', 'base64 twice'],
    [base64(in10.replace('idle_deauth', 'something')), undefined, 'a method that nobody knows'],
    [base64(in10.replace('10000384', '-1')), undefined, 'less than nothing'],
    [base64(in10.replace('10000384', '9'.repeat(16))), undefined, 'more than can be counted'],
    [base64('none'), undefined, 'nothing'],
    ['***', undefined, 'no base64'],
  ]
  for (const [payload, because, why] of ends)
    test(`put off: ${why}`, () => {
      const told = readDeauthed(payload)
      assert.equal(told?.because, because)
      if (told) assert.deepEqual([told.downloadBytes, told.uploadBytes, told.custom], [10_000_384, 4_096, mark])
    })

  test('whatever is told is read or refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const payload of [text, base64(text), base64(base64(`method=${text}`))]) {
          readDeauthed(payload)
          acknowledged(payload)
        }
      }),
    )
  })
})

suite('what is typed at the gateway', () => {
  test('a name is asked for its address, because openNDS wants both', () => {
    const hosts = ['wifi.spark.example', '*.paystack.com']
    assert.deepEqual(openndsSetup('https://wifi.spark.example/portal/spark', { level: 4, key: 'k3y' }, hosts).split('\n'), [
      "uci set opennds.@opennds[0].fasremotefqdn='wifi.spark.example'",
      'uci set opennds.@opennds[0].fasremoteip="$(resolveip -4 wifi.spark.example | head -n 1)"',
      "uci set opennds.@opennds[0].fasport='443'",
      "uci set opennds.@opennds[0].faspath='/portal/spark'",
      "uci set opennds.@opennds[0].fas_secure_enabled='4'",
      "uci set opennds.@opennds[0].faskey='k3y'",
      "uci set opennds.@opennds[0].nat_traversal_poll_interval='5'",
      "uci set opennds.@opennds[0].allow_preemptive_authentication='0'",
      "uci set opennds.@opennds[0].authidletimeout='10'",
      'uci -q delete opennds.@opennds[0].walledgarden_fqdn_list',
      "uci add_list opennds.@opennds[0].walledgarden_fqdn_list='wifi.spark.example'",
      "uci add_list opennds.@opennds[0].walledgarden_fqdn_list='paystack.com'",
      'uci -q delete opennds.@opennds[0].walledgarden_port_list',
      "uci add_list opennds.@opennds[0].walledgarden_port_list='443'",
      'uci commit opennds',
      'service opennds restart',
    ])
  })

  test('without the key, at an address and a port', () => {
    const text = openndsSetup('http://10.1.0.5:8080/portal/spark', { level: 1, key: null }, [])
    assert.match(text, /fasremoteip='10\.1\.0\.5'/)
    assert.match(text, /fasport='8080'/)
    assert.match(text, /faskey='<key>'/)
    assert.doesNotMatch(text, /fasremotefqdn|nat_traversal/)
  })
})
