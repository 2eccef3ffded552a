/**
 * Files that belong to tenants: invoices as PDF, logos, exports. A row says what it is; the bytes are kept once per content, by
 * their sha256, in DATA_DIR/files or in an S3 bucket. Bytes are written before the row, so a row always has its bytes; bytes
 * whose transaction rolled back are harmless and are found again by the next file of the same content.
 */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { assert } from './assert.ts'
import type { Config } from './config.ts'
import { sha256 } from './crypto.ts'
import { sql, type Tx } from './db.ts'
import { Problem, told } from './problem.ts'

export interface NewFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

export interface StoredFile extends NewFile {
  readonly id: string
  readonly sha256: string
}

export interface Files {
  /** @returns the file's id */
  put(tx: Tx, file: NewFile): Promise<string>
  /** @throws files.not_found */
  get(tx: Tx, id: string): Promise<StoredFile>
  /** Forgets files, and the bytes that no file in the transaction's scope has any more: call it with the scope of all tenants. */
  remove(tx: Tx, ids: readonly string[]): Promise<void>
}

/** Where bytes are kept under a key. Putting the same key twice is putting it once. */
interface BlobStore {
  put(key: string, bytes: Uint8Array): Promise<void>
  get(key: string): Promise<Uint8Array>
  remove(key: string): Promise<void>
}

/** Larger files have no business in a request or a job's memory. */
const bytesMax = 32 * 1024 * 1024

export function openFiles({ DATA_DIR, S3_URL }: Pick<Config, 'DATA_DIR' | 'S3_URL'>): Files {
  const blobs = S3_URL ? bucket(new URL(S3_URL)) : directory(path.join(DATA_DIR, 'files'))
  return {
    async put(tx, { name, contentType, bytes }) {
      if (bytes.length > bytesMax) throw fileTooLarge(name)
      const hash = sha256(bytes)
      await blobs.put(keyOf(hash), bytes)
      const { rows } = await sql<{ id: string }>`
        insert into file (name, content_type, bytes_count, sha256) values (${name}, ${contentType}, ${bytes.length}, ${hash}) returning id`.execute(
        tx,
      )
      assert(rows[0], 'An insert returns its row')
      return rows[0].id
    },

    async get(tx, id) {
      const { rows } = await sql<{
        name: string
        content_type: string
        sha256: string
      }>`select name, content_type, sha256 from file where id = ${id}`.execute(tx)
      const row = rows[0]
      if (!row) throw fileNotFound()
      const bytes = await blobs.get(keyOf(row.sha256))
      assert(sha256(bytes) === row.sha256, `File ${id} is not what was stored`)
      return { id, name: row.name, contentType: row.content_type, sha256: row.sha256, bytes }
    },

    async remove(tx, ids) {
      const { rows: removed } = await sql<{ sha256: string }>`delete from file where id = any (${ids}::uuid[]) returning sha256`.execute(tx)
      const hashes = [...new Set(removed.map((row) => row.sha256))]
      const { rows: kept } = await sql<{ sha256: string }>`select sha256 from file where sha256 = any (${hashes}::text[])`.execute(tx)
      const needed = new Set(kept.map((row) => row.sha256))
      for (const hash of hashes.filter((one) => !needed.has(one))) await blobs.remove(keyOf(hash))
    },
  }
}

export const fileNotFound = () => new Problem('files.not_found', 404, 'This file does not exist, or belongs to somebody else.')
export const fileTooLarge = (name: string) =>
  new Problem(
    'files.too_large',
    413,
    told`${{ name }} is larger than ${{ mibMax: bytesMax / 1024 / 1024 }} MB. Send a smaller file, or several.`,
  )

/** Two levels, so that no directory holds more than some thousands of entries. */
const keyOf = (hash: string) => `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`

function directory(root: string): BlobStore {
  return {
    async put(key, bytes) {
      const filePath = path.join(root, key)
      const unfinishedPath = `${filePath}.${randomUUID()}`
      await fs.mkdir(path.dirname(filePath), { recursive: true, mode: 0o700 })
      await fs.writeFile(unfinishedPath, bytes, { mode: 0o600, flush: true })
      await fs.rename(unfinishedPath, filePath)
    },
    get: (key) => fs.readFile(path.join(root, key)),
    remove: (key) => fs.rm(path.join(root, key), { force: true }),
  }
}

/** `s3://key:secret@host:port/bucket?region=…`, with `&tls=0` for a server without TLS. */
function bucket(url: URL): BlobStore {
  const Bucket = url.pathname.slice(1)
  const options = {
    endpoint: `${url.searchParams.get('tls') === '0' ? 'http' : 'https'}://${url.host}`,
    region: url.searchParams.get('region') ?? 'us-east-1',
    credentials: { accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password) },
    forcePathStyle: true, // buckets as host names need DNS that self-hosted servers seldom have
  }
  // Loaded at first use: it is large, and most installations keep files on disk.
  let loading: ReturnType<typeof load> | undefined
  const load = async () => {
    const { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
    return { client: new S3Client(options), DeleteObjectCommand, GetObjectCommand, PutObjectCommand }
  }
  return {
    async put(key, bytes) {
      const { client, PutObjectCommand } = await (loading ??= load())
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes }))
    },
    async get(key) {
      const { client, GetObjectCommand } = await (loading ??= load())
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }))
      assert(Body, `S3 sent no body for ${key}`)
      return Body.transformToByteArray()
    },
    async remove(key) {
      const { client, DeleteObjectCommand } = await (loading ??= load())
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }))
    },
  }
}
