import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { plainFault, urlFault } from './address.ts'

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
      assert.deepEqual([urlFault(url, 'public') === undefined, urlFault(url, 'loopback') === undefined], [isPublic, isAllowed]))
})

test('plain http reaches no public address, even where private ones are allowed', () => {
  const url = new URL('http://receiver.example/')
  assert.match(plainFault(url, ['93.184.215.14'])!, /private addresses only/)
  assert.equal(plainFault(url, ['192.168.1.20']), undefined)
})
