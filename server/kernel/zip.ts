/** ZIP archives as a stream: what is in them need not fit in memory, and its size is not known before (APPNOTE 6.3.9). */
import { pipeline } from 'node:stream'
import { createDeflateRaw, crc32 } from 'node:zlib'
import { assert } from './assert.ts'

export interface ZipEntry {
  readonly path: string
  readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>
}

interface Written {
  readonly name: Buffer
  readonly checksum: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
}

const sizeAfterContentAndUtf8 = 0x08_08 // bits 3 and 11 of the flags
const deflated = 8
const version = 20
const firstOfJanuary1980 = 0x21 // a fixed day: the same content gives the same bytes
const bytesMax = 0xff_ff_ff_ff // larger ones need ZIP64

/** Entries come one after the other, each once the one before is written. */
export async function* zip(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Written[] = []
  let offset = 0
  for await (const { path, content } of entries) {
    const name = Buffer.from(path)
    const measured = { checksum: 0, bytes: 0 }
    const start = offset
    const head = localHeader(name)
    yield head
    let packedBytes = 0
    for await (const part of deflate(content, measured)) {
      packedBytes += part.length
      yield part
    }
    const written = { name, ...measured, packedBytes, offset: start }
    const tail = descriptor(written)
    yield tail
    offset = start + head.length + packedBytes + tail.length
    directory.push(written)
  }
  const listing = Buffer.concat(directory.map(directoryHeader))
  yield listing
  yield endOfDirectory(directory.length, listing.length, offset)
}

function deflate(content: ZipEntry['content'], measured: { checksum: number; bytes: number }): AsyncIterable<Buffer> {
  const deflater = createDeflateRaw()
  // The callback has nothing to do: an error of the content ends the deflater, whose reader meets it.
  pipeline(bytesOf(content, measured), deflater, () => undefined)
  return deflater
}

async function* bytesOf(content: ZipEntry['content'], measured: { checksum: number; bytes: number }) {
  for await (const given of content) {
    const part = Buffer.from(given)
    measured.checksum = crc32(part, measured.checksum)
    measured.bytes += part.length
    yield part
  }
}

/** Little-endian fields: [value, bytes of it]. */
function fields(...pairs: readonly (readonly [number, 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(pairs.reduce((total, [, size]) => total + size, 0))
  let at = 0
  for (const [value, size] of pairs) at = buffer.writeUIntLE(value, at, size)
  return buffer
}

const how = [
  [version, 2],
  [sizeAfterContentAndUtf8, 2],
  [deflated, 2],
  [0, 2],
  [firstOfJanuary1980, 2],
] as const

/** §4.3.7; checksum and sizes are zero here and follow the content. */
const localHeader = (name: Buffer) =>
  Buffer.concat([fields([0x04_03_4b_50, 4], ...how, [0, 4], [0, 4], [0, 4], [name.length, 2], [0, 2]), name])

function sizes({ checksum, packedBytes, bytes }: Written) {
  assert(Math.max(packedBytes, bytes) <= bytesMax, 'An entry is larger than ZIP without ZIP64 can say')
  return [
    [checksum, 4],
    [packedBytes, 4],
    [bytes, 4],
  ] as const
}

/** §4.3.9 */
const descriptor = (written: Written) => fields([0x08_07_4b_50, 4], ...sizes(written))

/** §4.3.12 */
function directoryHeader(written: Written): Buffer {
  const { name, offset } = written
  assert(offset <= bytesMax, 'An archive is larger than ZIP without ZIP64 can say')
  const numbers = fields([0x02_01_4b_50, 4], [version, 2], ...how, ...sizes(written), [name.length, 2])
  const noExtras = Buffer.alloc(12) // extra field, comment, disk and attributes
  return Buffer.concat([numbers, noExtras, fields([offset, 4]), name])
}

/** §4.3.16 */
const endOfDirectory = (count: number, bytes: number, offset: number) =>
  fields([0x06_05_4b_50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [bytes, 4], [offset, 4], [0, 2])
