import assert from 'node:assert/strict'
import http from 'node:http'
import https from 'node:https'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { after, suite, test } from 'node:test'
import { commandWords, encodeSentence, loginWords, SentenceReader } from '#protocols/routeros'
import { chapDigest, substitute } from './hotspot.ts'
import { createMikrotik, Trap } from './index.ts'
import type { Mikrotik, MikrotikOptions } from './router.ts'

async function router(options: MikrotikOptions = {}): Promise<Mikrotik> {
  const made = await createMikrotik(options)
  after(() => made.close())
  return made
}

suite('the terminal', () => {
  test('adds, finds, changes and removes', async () => {
    const mikrotik = await router()
    await mikrotik.type('/ip pool add name=guests ranges=10.5.50.2-10.5.50.254 comment="mine"')
    await mikrotik.type('/ip/pool/set [find comment="mine"] ranges="10.6.0.2-10.6.0.9"')
    assert.equal(mikrotik.tree.find('/ip/pool', 'name', 'guests')?.['ranges'], '10.6.0.2-10.6.0.9')
    await mikrotik.type('/ip pool remove [find comment="mine"]; /ip pool remove [find comment="mine"]')
    assert.deepEqual(mikrotik.tree.print('/ip/pool'), [])
  })

  test('has variables, expressions, conditions and errors that can be caught', async () => {
    const mikrotik = await router()
    await mikrotik.type(`
# a comment; with a semicolon
:local name [/system identity get name]
:if ($name = "MikroTik" && [:len [/radius find]] = 0) do={
  /system identity set name=("Roof " . "\\"7\\"")
} else={ :error "no" }
:do { /radius add adress=1.2.3.4 } on-error={ :put "cannot: $name" }
:foreach i in=[/interface find] do={ :put $i }
`)
    assert.equal(mikrotik.tree.find('/system/identity')?.['name'], 'Roof "7"')
    assert.deepEqual(mikrotik.terminal, ['cannot: MikroTik', '*E0', '*E1', '*E2'])
  })

  const wrong = [
    ['/radius add adress=1.2.3.4', /unknown parameter adress/],
    ['/radios add address=1.2.3.4', /bad command name radios/],
    ['/system identity set name="x', /expected closing quote/],
    [':put $missing', /no such variable/],
    ['/ip pool remove nothing', /no such item/],
  ] as const
  for (const [line, message] of wrong)
    test(`refuses ${line}`, async () =>
      assert.rejects((await router()).type(line), (error) => error instanceof Trap && message.test(error.message)))

  test('fetches a script and imports it', async () => {
    const server = http.createServer((request, response) => {
      if (request.method === 'POST') request.on('data', (chunk) => posted.push(String(chunk)))
      response.writeHead(request.url === '/gone' ? 404 : 200).end(':put "hello"')
    })
    const posted: string[] = []
    server.listen(0)
    await once(server, 'listening')
    after(() => server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const mikrotik = await router()
    await mikrotik.type(`/tool fetch url="${url}/x" dst-path=x.rsc; /import x.rsc`)
    await mikrotik.type(`/tool fetch url="${url}/in" http-method=post http-data=("name=" . [/system identity get name]) output=none`)
    assert.deepEqual([mikrotik.terminal, posted], [['hello'], ['name=MikroTik']])
    await assert.rejects(mikrotik.type(`/tool fetch url="${url}/gone"`), /status 404/)
  })

  test('makes the key pair of a WireGuard interface', async () => {
    const mikrotik = await router()
    await mikrotik.type('/interface wireguard add name=wg1')
    assert.equal(Buffer.from(mikrotik.tree.find('/interface/wireguard')!['public-key']!, 'base64').length, 32)
  })
})

/** Sends sentences to the API and gives what comes within the answer to the last. */
async function ask(port: number, ...sentences: string[][]): Promise<string[][]> {
  const socket = net.connect(port, '127.0.0.1')
  after(() => socket.destroy())
  const reader = new SentenceReader()
  const replies: string[][] = []
  socket.write(Buffer.concat(sentences.map(encodeSentence)))
  for await (const chunk of socket) {
    replies.push(...reader.push(chunk as Buffer))
    if (replies.filter(([kind]) => kind === '!done').length >= sentences.length || replies.at(-1)?.[0] === '!fatal') break
  }
  return replies
}

suite('the binary API', () => {
  test('answers rows with their tag, chosen properties, and nothing as !empty', async () => {
    const mikrotik = await router()
    const replies = await ask(
      mikrotik.ports.api,
      loginWords('admin', ''),
      commandWords({ path: '/interface/print', properties: ['name'], queries: ['type=bridge'], tag: '7' }),
      commandWords({ path: '/queue/simple/print', tag: '8' }),
    )
    assert.deepEqual(replies, [
      ['!done'],
      ['!re', '=name=bridge', '.tag=7'],
      ['!done', '.tag=7'],
      ['!empty', '.tag=8'],
      ['!done', '.tag=8'],
    ])
  })

  test('refuses a wrong password, and everything before the login', async () => {
    const mikrotik = await router()
    assert.deepEqual((await ask(mikrotik.ports.api, loginWords('admin', 'x')))[0], [
      '!trap',
      '=category=4',
      '=message=invalid user name or password (6)',
    ])
    assert.deepEqual(await ask(mikrotik.ports.api, ['/interface/print']), [['!fatal', 'not logged in']])
  })

  test('gives a user what its group and address allow', async () => {
    const mikrotik = await router()
    await mikrotik.type('/user group add name=watch policy=read,api; /user add name=watcher group=watch password=secret')
    await mikrotik.type('/radius add address=192.0.2.1 secret=hidden service=ppp')
    const login = loginWords('watcher', 'secret')
    const [, radius, , trap] = await ask(mikrotik.ports.api, login, ['/radius/print'], ['/queue/simple/add', '=name=x', '=target=10.0.0.1'])
    assert(!radius!.some((word) => word.includes('hidden')), 'secrets are for the policy "sensitive"')
    assert.match(trap!.join(), /not enough permissions/)
    await mikrotik.type('/user set [find name=watcher] address=192.0.2.0/24')
    assert.equal((await ask(mikrotik.ports.api, login))[0]![0], '!trap')
  })
})

suite('the REST API', () => {
  test('is not there for a stranger', async () => {
    const { ports } = await router()
    const { status } = await insecure(ports.rest, 'GET', '/rest/system/identity', 'admin:wrong')
    assert.equal(status, 401)
  })

  test('adds, reads, changes and removes', async () => {
    const { ports } = await router()
    const rest = (method: string, path: string, body?: object) => insecure(ports.rest, method, path, 'admin:', body)
    const added = await rest('PUT', '/rest/ip/pool', { name: 'guests', ranges: '10.0.0.2-10.0.0.9' })
    const id = (added.body as Record<string, string>)['.id']!
    assert.deepEqual(await rest('GET', '/rest/ip/pool?name=guests&.proplist=ranges'), {
      status: 200,
      body: [{ ranges: '10.0.0.2-10.0.0.9' }],
    })
    assert.equal((await rest('PATCH', `/rest/ip/pool/${encodeURIComponent(id)}`, { ranges: '10.0.0.3' })).status, 200)
    assert.equal((await rest('DELETE', `/rest/ip/pool/${encodeURIComponent(id)}`)).status, 204)
    assert.equal((await rest('DELETE', `/rest/ip/pool/${encodeURIComponent(id)}`)).status, 404)
    assert.equal((await rest('PUT', '/rest/ip/pool', { colour: 'red' })).status, 400)
    assert.deepEqual((await rest('GET', '/rest/system/identity')).body, { name: 'MikroTik' })
  })
})

async function insecure(
  port: number,
  method: string,
  path: string,
  login: string,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
    const sent = https.request({ port, host: '127.0.0.1', method, path, headers, rejectUnauthorized: false }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode!, body: text === '' ? undefined : JSON.parse(text) }))
    })
    sent.on('error', reject)
    sent.end(body && JSON.stringify(body))
  })
}

suite('the hotspot', () => {
  test('leads everything but the walled garden to its login page', async () => {
    const mikrotik = await router()
    await mikrotik.type('/ip hotspot walled-garden add dst-host=*.pay.example action=allow')
    const ask = (host: string) => visit(mikrotik.hotspot.port, host)
    assert.match((await ask('news.example')).location!, /\/login\?dst=http%3A%2F%2Fnews.example%2F$/)
    assert.equal((await ask('shop.pay.example')).status, 200)
    assert.equal((await ask('pay.example.evil')).status, 302)
  })

  test('says that RADIUS is away', async () => {
    const mikrotik = await router()
    await mikrotik.type('/ip hotspot profile set [find name=default] login-by=http-pap')
    const answer = await fetch(`${mikrotik.hotspot.url}/login?username=a&password=b`)
    assert.match(await answer.text(), /RADIUS server is not responding/)
  })

  test('renders the language of its pages', () => {
    const page = '$(if chap-id)C $(chap-id)$(elif trial == yes)T$(else)P$(endif) $(link-orig-esc)'
    assert.equal(substitute(page, { 'chap-id': '\\371', 'link-orig': 'http://a/?b' }), 'C \\371 http%3A%2F%2Fa%2F%3Fb')
    assert.equal(substitute(page, { trial: 'yes' }), 'T ')
    assert.equal(substitute(page, {}), 'P ')
  })

  test('digests a password as the manual shows', () =>
    assert.equal(
      chapDigest(Buffer.from([0o371]), 'secret', Buffer.from('ef0dd80b119c65a5c3ab62a65b7dfdce', 'hex')),
      'e5627b636f982d6233d0cf5931d404c2',
    ))
})

/** As a device behind the hotspot asks for any address. */
async function visit(port: number, host: string): Promise<{ status: number; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ port, host: '127.0.0.1', path: '/', headers: { host } }, (response) => {
      response.resume()
      resolve({ status: response.statusCode!, location: response.headers.location })
    })
    sent.on('error', reject)
    sent.end()
  })
}
