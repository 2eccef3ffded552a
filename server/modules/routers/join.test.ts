import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { suite, test } from 'node:test'
import { changeNas, findNas } from '#modules/access'
import { addGateway } from '#modules/payments'
import { chapDigest, fingerprint } from '#simulators/mikrotik'
import type { Check } from './check-list.ts'
import { renewCommand, withdrawEnrolment } from './enrol-router.ts'
import { joinCommand } from './enrolment.ts'
import { undoScript } from './join-script.ts'
import { enterManagement, type ManagementDraft } from './manage-router.ts'
import { readChecks } from './read-checks.ts'
import { readEnrolment, readPeers, readRouter } from './store.ts'
import { eventually, joinWorld, plugIn, subscriber } from './testing.ts'
import { peersText } from './tunnel.ts'

const states = (checks: readonly Check[]) => Object.fromEntries(checks.map((check) => [check.name, check.state]))

suite('a router from zero', () => {
  test('joins by one line, and every check turns green', async () => {
    const world = await joinWorld()
    const { platform, transact } = world
    await transact((tx) => subscriber(tx, platform.clock.now(), 'alice', 'alice-wonder-42'))
    const { nasId, mikrotik } = await world.joined({ name: 'Gulshan roof' })

    assert.equal(mikrotik.tree.find('/system/identity')?.['name'], 'Gulshan roof', 'a router without a name gets one')
    const dialled = await mikrotik.pppoe({ username: 'alice', password: 'alice-wonder-42', method: 'mschapv2' })
    assert.equal(dialled.outcome, 'accepted')
    await world.lookAt(nasId)
    const checks = await eventually(
      () => transact((tx) => readChecks(tx, nasId, platform.clock.now())),
      (found) => found.every((one) => one.state !== 'waiting'),
    )
    assert.deepEqual(states(checks), {
      script: 'passed',
      'check-in': 'passed',
      radius: 'passed',
      accounting: 'passed',
      commands: 'passed',
      api: 'passed',
      settings: 'passed',
      clock: checks.find((one) => one.name === 'clock')!.state, // the test's clock stands in another year than the router's
      firmware: 'passed',
    })
  })

  test('a guest of its hotspot logs in with CHAP and with PAP', async () => {
    const world = await joinWorld()
    await world.transact((tx) => subscriber(tx, world.platform.clock.now(), 'guest', 'guest-secret-1'))
    const { mikrotik } = await world.joined({ uses: ['hotspot'] })
    const page = await (await fetch(`${mikrotik.hotspot.url}/login`)).text()
    const [, id = '', challenge = ''] = /data-chap-id="([^"]+)" data-chap-challenge="([^"]+)"/.exec(page) ?? []
    const answer = chapDigest(octets(id), 'guest-secret-1', octets(challenge))
    const logIn = (password: string) =>
      fetch(`${mikrotik.hotspot.url}/login`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ username: 'guest', password }),
      })
    assert.equal((await logIn(answer)).headers.get('location'), '/status')
    await fetch(`${mikrotik.hotspot.url}/logout`)
    assert.match(await (await logIn(answer)).text(), /invalid|wrong|password/i, 'a digest is good for one challenge')
    assert.equal((await logIn('guest-secret-1')).headers.get('location'), '/status')
  })

  test('what is set up is what was chosen, with our tag', async () => {
    const { joined, transact } = await joinWorld()
    await transact((tx) => addGateway(tx, 'public', 'paystack', {}))
    const { mikrotik } = await joined({ uses: ['hotspot'], interface: 'bridge' })
    const menu = (path: string) => mikrotik.tree.print(path)
    assert.deepEqual(
      menu('/radius').map((row) => [row['service'], row['comment'], row['require-message-auth']]),
      [['hotspot', 'trunkline', 'yes-for-request-resp']],
    )
    assert.deepEqual(menu('/interface/pppoe-server/server'), [])
    assert.deepEqual(
      menu('/ip/hotspot').map((row) => [row['interface'], row['profile'], row['disabled']]),
      [['bridge', 'trunkline', 'false']],
    )
    assert.deepEqual(
      menu('/ip/hotspot/walled-garden').map((row) => row['dst-host']),
      ['127.0.0.1', '*.paystack.co', '*.paystack.com', 'paystack.com', '*.pay.example'],
    )
    const user = mikrotik.tree.find('/user', 'name', 'trunkline')!
    assert.deepEqual([user['group'], user['address']], ['trunkline', '127.0.0.1'])
    assert.equal(mikrotik.tree.find('/user/group', 'name', 'trunkline')!['policy'], 'read,write,api,rest-api')
  })

  test('a hotspot that is there keeps its own profile', async () => {
    const { enrol } = await joinWorld()
    const mikrotik = await plugIn()
    await mikrotik.type(
      '/ip hotspot profile add name=cafe login-by=http-chap; /ip hotspot add name=cafe interface=bridge profile=cafe disabled=no',
    )
    await mikrotik.type((await enrol({ uses: ['hotspot'], interface: 'bridge' })).command)
    assert.deepEqual(
      mikrotik.tree.print('/ip/hotspot').map((row) => row['name']),
      ['cafe'],
    )
    assert.equal(mikrotik.tree.find('/ip/hotspot/profile', 'name', 'cafe')?.['use-radius'], 'yes')
  })

  test('the undo script leaves what was there before', async () => {
    const { joined } = await joinWorld()
    const { mikrotik } = await joined({}, {})
    await mikrotik.type('/queue simple add name=theirs target=10.0.0.1/32')
    await mikrotik.type(undoScript())
    const left = [...ownMenus].flatMap((path) =>
      mikrotik.tree.print(path).filter((row) => row['comment']?.startsWith('trunkline') || row['name'] === 'trunkline'),
    )
    assert.deepEqual(left, [])
    assert.equal(mikrotik.tree.print('/queue/simple').length, 1)
  })
})

const ownMenus = [
  '/radius',
  '/user',
  '/user/group',
  '/ip/hotspot',
  '/ip/hotspot/profile',
  '/ip/hotspot/walled-garden',
  '/ip/hotspot/walled-garden/ip',
  '/interface/pppoe-server/server',
  '/ppp/profile',
  '/ip/pool',
  '/ip/address',
  '/ip/dhcp-server',
  '/ip/firewall/filter',
  '/system/script',
  '/system/scheduler',
  '/interface/wireguard',
] as const

suite('the script', () => {
  test('is handed out once', async () => {
    const { enrol } = await joinWorld()
    const { command } = await enrol()
    await (await plugIn()).type(command)
    await assert.rejects((await plugIn()).type(command), /status 404/)
  })

  test('is handed out once even to two who ask at the same time', async () => {
    const { enrol, publicUrl } = await joinWorld()
    const url = /url="([^"]+)"/.exec((await enrol()).command)![1]!
    assert(url.startsWith(publicUrl))
    const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(url)))
    assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [200, 404, 404, 404, 404, 404, 404, 404])
  })

  test('is not there any more after a day, when it was withdrawn, or when there is another command', async () => {
    const { enrol, platform, transact } = await joinWorld()
    const [late, withdrawn, renewed] = [await enrol(), await enrol(), await enrol()]
    await transact((tx) => withdrawEnrolment(tx, withdrawn.enrolmentId, platform.clock.now()))
    const { token } = await transact((tx) => renewCommand(tx, renewed.enrolmentId, platform.clock.now()))
    for (const { command } of [withdrawn, renewed]) await assert.rejects((await plugIn()).type(command), /status 404/)
    await (await plugIn()).type(joinCommand(platform.publicUrl, token))
    await transact((tx) => renewCommand(tx, late.enrolmentId, platform.clock.now().subtract({ hours: 48 })))
    await assert.rejects((await plugIn()).type(late.command), /status 404/)
  })

  test('of a hostile name stays a script', async () => {
    const { joined } = await joinWorld()
    const { mikrotik } = await joined({ name: 'x" ; /system identity set name="owned" $a [b] \\' })
    assert.equal(mikrotik.tree.find('/system/identity')?.['name'], 'x" ; /system identity set name="owned" $a [b] \\')
  })
})

suite('the check-in', () => {
  test('of a stranger is refused', async () => {
    const { publicUrl } = await joinWorld()
    const post = (body: string) => fetch(`${publicUrl}/join/check-in`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    assert.equal((await post('token=nobody-knows-this-token\nidentity=x')).status, 404)
    assert.equal((await post('{}')).status, 404)
  })

  test('of a second router at the same address tells it by its name, of a third with the same name says so', async () => {
    const world = await joinWorld()
    await world.joined()
    const second = await world.joined()
    assert.ok(second.nasId)
    const twin = await plugIn()
    await twin.type(`/system identity set name="${second.mikrotik.tree.find('/system/identity')!['name']}"`)
    const { enrolmentId, command } = await world.enrol()
    await assert.rejects(twin.type(command), /status 409/)
    const enrolment = await world.transact((tx) => readEnrolment(tx, enrolmentId))
    assert.equal(enrolment?.fault, 'address-taken')
  })

  test('again changes neither certificate nor secret', async () => {
    const { joined, transact } = await joinWorld()
    const { nasId, mikrotik } = await joined()
    await mikrotik.type(`/certificate set trunkline fingerprint=${'0'.repeat(64)}`)
    await mikrotik.runSchedule()
    assert.equal((await transact((tx) => readRouter(tx, nasId)))?.fingerprint, fingerprint)
  })

  test('leaves a password where it was given for: staff who name another place give it again', async () => {
    const { joined, transact, platform } = await joinWorld()
    const { nasId } = await joined()
    const known = (await transact((tx) => readRouter(tx, nasId)))!
    const enter = (changed: Partial<ManagementDraft>) => transact((tx) => enterManagement(tx, platform, nasId, { ...known, ...changed }))
    assert.equal((await enter({ port: 8730 })).port, 8730, 'by the same certificate')
    for (const changed of [{ fingerprint: null }, { protocol: 'api', port: 8728 }, { username: 'admin' }] as const)
      await assert.rejects(enter(changed), { code: 'routers.password_missing', pointer: '/password' })
    assert.equal((await enter({ username: 'admin', password: 'typed-again' })).username, 'admin')
  })

  test('from another address takes the router there', async () => {
    const { joined, transact, publicUrl } = await joinWorld()
    const { nasId, mikrotik } = await joined()
    const source = mikrotik.tree.find('/system/script', 'name', 'trunkline-check-in')!['source']!
    const [, token] = /token=([\w-]+)/.exec(source)!
    const answer = await postFrom('127.0.0.2', `${publicUrl}/join/check-in`, `token=${token}\nidentity=Moved\napi-port=8730`)
    assert.equal(answer, 204)
    const router = await transact((tx) => readRouter(tx, nasId))
    assert.deepEqual([router?.address, router?.port, router?.fingerprint], ['127.0.0.2', 8730, fingerprint])
    const moved = await transact((tx) => findNas(tx, nasId))
    assert.equal(moved.address, '127.0.0.2')
    await transact((tx) => changeNas(tx, moved, { ...moved, address: '192.0.2.7' }, undefined))
    await postFrom('127.0.0.3', `${publicUrl}/join/check-in`, `token=${token}\nidentity=Moved`)
    assert.equal((await transact((tx) => findNas(tx, nasId))).address, '192.0.2.7', 'what a person entered stays')
  })

  test('through a tunnel brings the public key, and the peer is written for our server', async () => {
    const world = await joinWorld({
      WIREGUARD_ENDPOINT: 'vpn.example:51820',
      WIREGUARD_PUBLIC_KEY: `${'A'.repeat(43)}=`,
      WIREGUARD_NETWORK: '10.99.0.0/24',
    })
    const { enrolmentId, command } = await world.enrol({ hasTunnel: true })
    const mikrotik = await plugIn()
    await mikrotik.type(command)
    const key = mikrotik.tree.find('/interface/wireguard')!['public-key']!
    const { tunnelAddress } = (await world.transact((tx) => readEnrolment(tx, enrolmentId)))!
    assert.equal(tunnelAddress, '10.99.0.2')
    assert.equal(mikrotik.tree.find('/radius')?.['address'], '10.99.0.1')
    const [peer] = mikrotik.tree.print('/interface/wireguard/peers')
    assert.deepEqual(
      [peer?.['endpoint-address'], peer?.['endpoint-port'], peer?.['allowed-address']],
      ['vpn.example', '51820', '10.99.0.1/32'],
    )
    const text = peersText(await world.transact(readPeers))
    assert.match(text, new RegExp(`\\[Peer\\]\nPublicKey = ${key.replaceAll(/[+/]/g, '\\$&')}\nAllowedIPs = 10.99.0.2/32`))
  })
})

/** @returns the status */
async function postFrom(localAddress: string, url: string, body: string): Promise<number> {
  const sent = request(url, { method: 'POST', localAddress, headers: { 'content-type': 'text/plain' } })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode!
}

/** `\371\015` as the page says it. */
const octets = (text: string) => Buffer.from([...text.matchAll(/\\(\d{3})/g)].map(([, digits]) => Number.parseInt(digits!, 8)))
