import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { addressesFault, addressFault, urlFault } from './address.ts'

const strict = { privateAddresses: false }
const lenient = { privateAddresses: true }

suite('an address', () => {
  const cases = [
    // address, where private ones are refused, where they are allowed, why
    ['93.184.215.14', true, true, 'public'],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true, true, 'public'],
    ['172.32.0.1', true, true, 'just beyond 172.16/12'],
    ['127.0.0.1', false, true, 'this machine'],
    ['127.8.9.10', false, true, 'this machine by another name'],
    ['10.0.0.1', false, true, 'private'],
    ['172.31.255.255', false, true, 'private'],
    ['192.168.1.1', false, true, 'private'],
    ['100.64.0.1', false, true, 'carrier-grade NAT'],
    ['::1', false, true, 'this machine'],
    ['fd00::1', false, true, 'unique local'],
    ['::ffff:10.0.0.1', false, true, 'private, written as IPv6'],
    ['::ffff:7f00:1', false, true, 'this machine, written as IPv6 in hexadecimal'],
    ['169.254.169.254', false, false, 'metadata of clouds'],
    ['::ffff:169.254.169.254', false, false, 'metadata of clouds, written as IPv6'],
    ['fe80::1', false, false, 'link-local'],
    ['0.0.0.0', false, false, 'any address means this machine'],
    ['::', false, false, 'any address means this machine'],
    ['224.0.0.1', false, false, 'multicast'],
    ['255.255.255.255', false, false, 'broadcast'],
    ['64:ff9b::a00:1', false, false, '10.0.0.1 behind NAT64'],
    ['2002:a00:1::', false, false, '10.0.0.1 in 6to4'],
  ] as const
  for (const [address, isPublic, isAllowed, why] of cases)
    test(`${address}: ${why}`, () =>
      assert.deepEqual([addressFault(address, strict) === undefined, addressFault(address, lenient) === undefined], [isPublic, isAllowed]))
})

suite('a URL', () => {
  const cases = [
    ['https://receiver.example/hooks?tenant=1', true, true, 'as it should be'],
    ['http://receiver.example/', false, true, 'plain http is for private addresses, which are seen when it is sent'],
    ['https://127.0.0.1/', false, true, 'this machine'],
    ['https://0x7f.1/', false, true, 'this machine in disguise'],
    ['https://2130706433/', false, true, 'this machine as one number'],
    ['https://[::1]:8443/', false, true, 'this machine'],
    ['http://169.254.169.254/latest/meta-data', false, false, 'metadata of clouds'],
    ['https://user:secret@receiver.example/', false, false, 'credentials would be shown on screens'],
    ['ftp://receiver.example/', false, false, 'not HTTP'],
    ['receiver.example', false, false, 'no URL'],
  ] as const
  for (const [url, isPublic, isAllowed, why] of cases)
    test(`${url}: ${why}`, () =>
      assert.deepEqual([urlFault(url, strict) === undefined, urlFault(url, lenient) === undefined], [isPublic, isAllowed]))
})

test('one private address among those of a name refuses it', () => {
  const url = new URL('https://receiver.example/')
  assert.equal(addressesFault(url, ['93.184.215.14'], strict), undefined)
  assert.match(addressesFault(url, ['93.184.215.14', '10.0.0.1'], strict)!, /10\.0\.0\.1 is a private address/)
  assert.match(addressesFault(url, [], strict)!, /no address/)
})

test('plain http reaches no public address, even where private ones are allowed', () => {
  const url = new URL('http://receiver.example/')
  assert.match(addressesFault(url, ['93.184.215.14'], lenient)!, /private addresses only/)
  assert.equal(addressesFault(url, ['192.168.1.20'], lenient), undefined)
})
