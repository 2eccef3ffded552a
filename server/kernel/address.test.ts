import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { addressFault, AddressRefused, connectTo, judgedAddresses } from './address.ts'

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
    ['fd00:ec2::254', false, false, 'metadata of a cloud'],
    ['64:ff9b::a00:1', false, false, '10.0.0.1 behind NAT64'],
    ['2002:a00:1::', false, false, '10.0.0.1 in 6to4'],
  ] as const
  for (const [address, isPublic, isAllowed, why] of cases)
    test(`${address}: ${why}`, () =>
      assert.deepEqual(
        [addressFault(address, 'public') === undefined, addressFault(address, 'loopback') === undefined],
        [isPublic, isAllowed],
      ))
})

test('a router has a private address, and is not this machine', () => {
  assert.equal(addressFault('10.255.0.7', 'private'), undefined)
  assert.match(addressFault('::ffff:127.0.0.1', 'private')!, /this server itself/)
})

test('a name is judged by every address it has', async () => {
  const judged = (...addresses: string[]) => judgedAddresses('receiver.example', 'public', async () => addresses)
  assert.deepEqual(await judged('93.184.215.14'), ['93.184.215.14'])
  await assert.rejects(judged('93.184.215.14', '10.0.0.1'), /10\.0\.0\.1 is a private address/)
  await assert.rejects(judged(), /no address/)
})

suite('a connection', () => {
  const listening = async (t: TestContext) => {
    const server = createServer((socket) => socket.end('reached'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => server.close())
    return (server.address() as AddressInfo).port
  }

  test('goes to the address that was judged, whatever the name means a moment later', async (t) => {
    const port = await listening(t)
    let asked = 0
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['192.0.2.1'])
    const socket = await connectTo({ host: 'mail.invalid', port }, 'loopback', 2_000, resolve) // a name of nobody (RFC 6761)
    assert.deepEqual([String((await socket.toArray())[0]), asked], ['reached', 1])
  })

  test('is not made where a name leads to this machine', async (t) => {
    const port = await listening(t)
    await assert.rejects(connectTo({ host: 'localhost', port }, 'public', 2_000), AddressRefused)
    await assert.rejects(connectTo({ host: '2130706433', port }, 'public', 2_000), AddressRefused) // 127.0.0.1 as one number
  })
})
