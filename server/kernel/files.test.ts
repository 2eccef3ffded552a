import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { suite, test } from 'node:test'
import { sha256 } from './crypto.ts'
import { openFiles } from './files.ts'
import { testDatabase, testTenant } from './testing.ts'

const invoice = { name: 'INV-2026-000001.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7 …') }

suite('files on disk', () => {
  test('come back as they were put, and are readable by the program only', async () => {
    const { DATA_DIR, transact } = await diskTenant()
    const files = openFiles({ DATA_DIR })
    const id = await transact((tx) => files.put(tx, invoice))
    const hash = sha256(invoice.bytes)
    assert.deepEqual(await transact((tx) => files.get(tx, id)), { ...invoice, id, sha256: hash })
    assert.equal(fs.statSync(path.join(DATA_DIR, 'files', hash.slice(0, 2), hash.slice(2, 4), hash)).mode & 0o777, 0o600)
  })

  test('of another tenant do not exist', async () => {
    const { DATA_DIR, transact } = await diskTenant()
    const files = openFiles({ DATA_DIR })
    const id = await transact((tx) => files.put(tx, invoice))
    await assert.rejects(
      (await testTenant()).transact((tx) => files.get(tx, id)),
      { code: 'files.not_found' },
    )
  })

  test('that were altered are noticed', async () => {
    const { DATA_DIR, transact } = await diskTenant()
    const files = openFiles({ DATA_DIR })
    const altered = { ...invoice, bytes: Buffer.from('to be altered') }
    const id = await transact((tx) => files.put(tx, altered))
    const hash = sha256(altered.bytes)
    fs.writeFileSync(path.join(DATA_DIR, 'files', hash.slice(0, 2), hash.slice(2, 4), hash), 'altered')
    await assert.rejects(
      transact((tx) => files.get(tx, id)),
      /not what was stored/,
    )
  })

  test('that are removed are gone, and their bytes with the last file that has them', async () => {
    const { DATA_DIR, transact } = await diskTenant()
    const files = openFiles({ DATA_DIR })
    const shared = { ...invoice, bytes: Buffer.from('to be removed') }
    const [first, second] = [await transact((tx) => files.put(tx, shared)), await transact((tx) => files.put(tx, shared))]
    await transact((tx) => files.remove(tx, [first]))
    await assert.rejects(
      transact((tx) => files.get(tx, first)),
      { code: 'files.not_found' },
    )
    assert.equal((await transact((tx) => files.get(tx, second))).id, second)
    await transact((tx) => files.remove(tx, [second]))
    const hash = sha256(shared.bytes)
    assert.ok(!fs.existsSync(path.join(DATA_DIR, 'files', hash.slice(0, 2), hash.slice(2, 4), hash)))
  })

  async function diskTenant() {
    const { dataDir } = await testDatabase()
    return { DATA_DIR: dataDir, ...(await testTenant()) }
  }
})

test('files in S3 travel as signed requests and come back as they were put', async (context) => {
  const objects = new Map<string, Buffer>()
  const server = http.createServer(async (request, response) => {
    const key = new URL(request.url ?? '', 'http://s3').pathname
    assert.match(
      request.headers.authorization ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/ap-south-1\/s3\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/,
    )
    assert.ok(request.headers['x-amz-date'] && request.headers['x-amz-content-sha256'])
    if (request.method === 'PUT') objects.set(key, await buffer(request))
    response.end(request.method === 'GET' ? objects.get(key) : undefined)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  context.after(() => server.close())

  const { port } = server.address() as AddressInfo
  const files = openFiles({ DATA_DIR: '/nowhere', S3_URL: `s3://AKIATEST:se%2Fcret@127.0.0.1:${port}/invoices?region=ap-south-1&tls=0` })
  const { transact } = await testTenant()
  const id = await transact((tx) => files.put(tx, invoice))
  assert.equal(Buffer.from((await transact((tx) => files.get(tx, id))).bytes).toString(), invoice.bytes.toString())
  const hash = sha256(invoice.bytes)
  assert.deepEqual([...objects.keys()], [`/invoices/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`])
})
