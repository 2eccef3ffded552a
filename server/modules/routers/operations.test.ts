import assert from 'node:assert/strict'
import net from 'node:net'
import { once } from 'node:events'
import { after, suite, test } from 'node:test'
import { createMikrotik, fingerprint, type Mikrotik, type MikrotikOptions } from '#simulators/mikrotik'
import { startTestServer } from '#simulators/nas'
import { addressFault } from '#kernel/address.ts'
import type { Management, ManagementProtocol } from './management.ts'
import {
  listAddress,
  parseClock,
  putQueue,
  readAccessSettings,
  readActive,
  readFacts,
  readListed,
  readQueues,
  removeQueue,
  unlistAddress,
} from './operations.ts'
import { withRouter } from './speak.ts'

const lenient = 'loopback'

async function router(options: MikrotikOptions = {}): Promise<Mikrotik> {
  const made = await createMikrotik(options)
  after(() => made.close())
  await made.type('/user group add name=ours policy=read,write,api,rest-api; /user add name=ours group=ours password=secret-word')
  return made
}

const manage = (mikrotik: Mikrotik, protocol: ManagementProtocol, more: Partial<Management> = {}): Management => ({
  address: '127.0.0.1',
  protocol,
  port: { api: mikrotik.ports.api, 'api-ssl': mikrotik.ports.apiSsl, rest: mikrotik.ports.rest }[protocol],
  username: 'ours',
  password: 'secret-word',
  fingerprint,
  ...more,
})

/** A router that lets everybody in whom RADIUS does, with somebody at each of its services. */
async function onlineRouter() {
  const radius = await startTestServer('radius-secret', ({ code }) =>
    code === 'Accounting-Request'
      ? { code: 'Accounting-Response' }
      : { code: 'Access-Accept', attributes: [['Mikrotik-Rate-Limit', '5M/20M']] },
  )
  after(() => radius.close())
  const mikrotik = await router()
  await mikrotik.type(`
/radius add service=ppp,hotspot address=127.0.0.1 secret=radius-secret authentication-port=${radius.authPort} accounting-port=${radius.acctPort}
/ppp aaa set use-radius=yes accounting=yes
/interface pppoe-server server add service-name=home interface=ether2 disabled=no
/ip hotspot profile set [find name=default] use-radius=yes login-by=http-pap`)
  assert.equal((await mikrotik.pppoe({ username: 'alice', password: 'alice-wonder-42' })).outcome, 'accepted')
  await fetch(`${mikrotik.hotspot.url}/login?username=guest&password=guest-secret-1`)
  const [upload, download] = [1_000n, 5_000_000_000n]
  for (const session of mikrotik.sessions()) session.count({ upload, download })
  return { mikrotik, upload, download }
}

for (const protocol of ['api', 'api-ssl', 'rest'] as const)
  suite(`over ${protocol}`, () => {
    test('tells who it is', async () => {
      const mikrotik = await router()
      const spoken = await withRouter(manage(mikrotik, protocol), lenient, readFacts)
      assert(spoken.isDone)
      const { identity, version, board, clock } = spoken.value
      assert.deepEqual([identity, version, board, clock !== null], ['MikroTik', '7.16.2 (stable)', 'hAP ax3', true])
    })

    test('who is online by PPPoE and by the hotspot, by whose word, and what flowed', async () => {
      const { mikrotik, upload, download } = await onlineRouter()
      const spoken = await withRouter(manage(mikrotik, protocol), lenient, async (connection) => ({
        active: await readActive(connection),
        queues: await readQueues(connection),
      }))
      assert(spoken.isDone)
      const { active, queues } = spoken.value
      assert.deepEqual(
        active.map((user) => [user.service, user.username, user.isOfRadius, user.uploadBytes, user.downloadBytes]),
        [
          ['hotspot', 'guest', true, upload, download],
          ['ppp', 'alice', true, null, null],
        ],
      )
      assert.deepEqual(
        active.map(({ acctSessionId, address }) => acctSessionId ?? address),
        [
          mikrotik.sessions().find(({ username }) => username === 'guest')!.framedIp,
          mikrotik.sessions().find(({ username }) => username === 'alice')!.id,
        ],
      )
      assert.deepEqual(
        queues
          .map((queue) => [queue.name, queue.uploadBps, queue.downloadBps, queue.uploadBytes, queue.downloadBytes, queue.isDynamic])
          .toSorted(),
        [
          ['<hotspot-guest>', 5_000_000, 20_000_000, upload, download, true],
          ['<pppoe-alice>', 5_000_000, 20_000_000, upload, download, true],
        ],
      )
    })

    test('queues of ours are made, changed and removed; those of others stay', async () => {
      const mikrotik = await router()
      await mikrotik.type('/queue simple add name=theirs target=10.0.0.9/32 max-limit=1000/1000')
      const spoken = await withRouter(manage(mikrotik, protocol), lenient, async (connection) => {
        await putQueue(connection, { name: 'ours', target: '10.0.0.2/32', uploadBps: 5_000_000, downloadBps: 20_000_000 })
        await putQueue(connection, { name: 'ours', target: '10.0.0.2/32', uploadBps: 1_000_000, downloadBps: 2_000_000 })
        const made = await readQueues(connection)
        await removeQueue(connection, 'theirs')
        await removeQueue(connection, 'ours')
        return { made, left: await readQueues(connection) }
      })
      assert(spoken.isDone)
      assert.deepEqual(
        spoken.value.made.map((queue) => [queue.name, queue.uploadBps, queue.downloadBps, queue.isOurs]),
        [
          ['theirs', 1_000, 1_000, false],
          ['ours', 1_000_000, 2_000_000, true],
        ],
      )
      assert.deepEqual(
        spoken.value.left.map((queue) => queue.name),
        ['theirs'],
      )
    })

    test('a queue of others is not taken over by its name', async () => {
      const mikrotik = await router()
      await mikrotik.type('/queue simple add name=theirs target=10.0.0.9/32')
      const spoken = await withRouter(manage(mikrotik, protocol), lenient, (connection) =>
        putQueue(connection, { name: 'theirs', target: '10.0.0.2/32', uploadBps: 1, downloadBps: 1 }),
      )
      assert(!spoken.isDone)
      assert.equal(spoken.fault.kind, 'refused')
    })

    test('addresses are listed for a time, and only ours are taken off', async () => {
      const mikrotik = await router()
      await mikrotik.type('/ip firewall address-list add list=blocked address=10.0.0.9')
      const spoken = await withRouter(manage(mikrotik, protocol), lenient, async (connection) => {
        for (const address of ['10.0.0.2', '10.0.0.2', '10.0.0.9']) await listAddress(connection, 'blocked', address, 3_600)
        const listed = await readListed(connection)
        for (const address of ['10.0.0.2', '10.0.0.9']) await unlistAddress(connection, 'blocked', address)
        return listed
      })
      assert(spoken.isDone)
      assert.deepEqual(
        spoken.value.map(({ list, address }) => [list, address]),
        [['blocked', '10.0.0.2']],
      )
      assert.deepEqual(
        mikrotik.tree.print('/ip/firewall/address-list').map((row) => row['address']),
        ['10.0.0.9'],
      )
    })

    test('settings of others do not count as ours', async () => {
      const mikrotik = await router()
      await mikrotik.type(
        '/radius add service=ppp address=192.0.2.1 secret=x; /radius add service=hotspot address=192.0.2.1 secret=x comment=trunkline',
      )
      const spoken = await withRouter(manage(mikrotik, protocol), lenient, readAccessSettings)
      assert(spoken.isDone)
      assert.deepEqual([spoken.value.radiusServices, spoken.value.takesCommands, spoken.value.hotspots], [['hotspot'], false, 0])
    })

    test('a wrong password is told apart from a silent router', async () => {
      const mikrotik = await router()
      const spoken = await withRouter(manage(mikrotik, protocol, { password: 'wrong' }), lenient, readFacts)
      assert(!spoken.isDone)
      assert.equal(spoken.fault.kind, 'login')
    })
  })

suite('certificates', () => {
  for (const protocol of ['api-ssl', 'rest'] as const)
    for (const [pinned, why] of [
      ['0'.repeat(64), 'another one than was pinned'],
      [null, 'none of a public authority'],
    ] as const)
      test(`${protocol}: ${why} is refused before the password is sent`, async () => {
        const mikrotik = await router()
        const spoken = await withRouter(manage(mikrotik, protocol, { fingerprint: pinned }), lenient, readFacts)
        assert(!spoken.isDone)
        assert.equal(spoken.fault.kind, 'certificate')
      })
})

suite('bad routers', () => {
  test('one with the old login is spoken to', async () => {
    const mikrotik = await router({ version: '6.42.1' })
    const spoken = await withRouter(manage(mikrotik, 'api'), lenient, readActive)
    assert.deepEqual(spoken, { isDone: true, value: [] })
  })

  const answers = [
    [Buffer.from([0xff, 1, 2, 3]), 'format', 'a reserved length'],
    [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'unreachable', 'another protocol, then the end'],
    [Buffer.from([0xf0, 0x7f, 0xff, 0xff, 0xff]), 'format', 'a word of two gigabytes'],
  ] as const
  for (const [octets, kind, why] of answers)
    test(`${why} ends the conversation`, async () => {
      const server = net.createServer((socket) => {
        socket.on('error', () => {})
        socket.end(octets)
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      after(() => server.close())
      const { port } = server.address() as net.AddressInfo
      const management: Management = { address: '127.0.0.1', protocol: 'api', port, username: 'a', password: 'b', fingerprint: null }
      const spoken = await withRouter(management, lenient, readFacts)
      assert(!spoken.isDone)
      assert.equal(spoken.fault.kind, kind)
    })

  test('one that takes the connection and says nothing is given up', async (t) => {
    const mikrotik = await router()
    mikrotik.habits.isApiDeaf = true
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const spoken = withRouter(manage(mikrotik, 'api'), lenient, readFacts)
    let isSettled = false
    void spoken.then(() => (isSettled = true))
    while (!isSettled) {
      await new Promise(setImmediate) // the socket lives in real time
      t.mock.timers.tick(100)
    }
    const answer = await spoken
    assert(!answer.isDone)
    assert.equal(answer.fault.kind, 'timeout')
  })

  test('nothing listens', async () => {
    const management: Management = { address: '127.0.0.1', protocol: 'rest', port: 1, username: 'a', password: 'b', fingerprint: null }
    const spoken = await withRouter(management, lenient, readFacts)
    assert(!spoken.isDone)
    assert.equal(spoken.fault.kind, 'unreachable')
  })
})

suite('addresses', () => {
  const cases = [
    ['10.255.0.7', undefined, 'private, as most routers have'],
    ['203.0.113.7', undefined, 'public'],
    ['2001:db8::7', undefined, 'IPv6'],
    ['169.254.169.254', 'cannot', 'metadata of a cloud'],
    ['::ffff:169.254.169.254', 'cannot', 'the same, written as IPv6'],
    ['fe80::1', 'cannot', 'link-local'],
    ['0.0.0.0', 'cannot', 'nowhere'],
    ['224.0.0.1', 'cannot', 'multicast'],
    ['255.255.255.255', 'cannot', 'broadcast'],
    ['127.0.0.1', 'itself', 'ourselves'],
    ['::ffff:127.0.0.1', 'itself', 'ourselves, written as IPv6'],
    ['router.example', 'not an address', 'a name, which may lead elsewhere later'],
  ] as const
  for (const [address, fault, why] of cases)
    test(`${address}: ${why}`, () => {
      const found = addressFault(address, 'private')
      assert.equal(fault === undefined ? found : found?.includes(fault), fault === undefined ? undefined : true)
    })
  test('a simulated router is this machine', () => assert.equal(addressFault('127.0.0.1', 'loopback'), undefined))
})

suite('the clock of a router', () => {
  const cases = [
    [{ date: '2026-03-10', time: '14:00:00', 'gmt-offset': '+06:00' }, '2026-03-10T08:00:00Z', 'since 7.10'],
    [{ date: 'mar/10/2026', time: '08:00:00', 'gmt-offset': '+00:00' }, '2026-03-10T08:00:00Z', 'before'],
    [{ date: 'jan/02/1970', time: '00:00:07' }, '1970-01-02T00:00:07Z', 'without a battery'],
    [{ date: 'soon', time: '' }, undefined, 'nonsense'],
  ] as const
  for (const [row, expected, why] of cases) test(why, () => assert.equal(parseClock(row)?.toString(), expected))
})
