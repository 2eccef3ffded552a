import { crc32 } from 'node:zlib'

/** What is known of a picture without drawing it. */
export interface Picture {
  readonly contentType: 'image/png' | 'image/jpeg'
  readonly widthPixels: number
  readonly heightPixels: number
}

/**
 * Reads PNG and JPEG by their bytes, whatever their names say. A picture that was cut off or altered is none: it would be drawn on
 * every document from then on.
 */
export const pictureOf = (bytes: Buffer): Picture | null => pngOf(bytes) ?? jpegOf(bytes)

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')
const headerBytes = 13
const chunkFrameBytes = 12 // length, type and checksum around the data of a chunk

/** W3C PNG §5.3: signature, then chunks of length, type, data and checksum; IHDR is the first and IEND the last. */
function pngOf(bytes: Buffer): Picture | null {
  if (!bytes.subarray(0, 8).equals(pngSignature)) return null
  let header: Buffer | undefined
  for (let at = 8; at + chunkFrameBytes <= bytes.length;) {
    const end = at + chunkFrameBytes + bytes.readUInt32BE(at)
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (header === undefined && type !== 'IHDR') return null
    header ??= bytes.subarray(at + 8, end - 4)
    if (header.length !== headerBytes) return null
    if (type === 'IEND') return { contentType: 'image/png', widthPixels: header.readUInt32BE(0), heightPixels: header.readUInt32BE(4) }
    at = end
  }
  return null
}

/** Markers that begin a frame (SOF); C4, C8 and CC lie among them and mean something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const startOfImage = Buffer.from('ffd8ff', 'hex')
const endOfImage = Buffer.from('ffd9', 'hex')

/** ITU-T T.81 annex B: segments of marker and length up to the frame's, which has height and width; the last marker is EOI. */
function jpegOf(bytes: Buffer): Picture | null {
  if (!bytes.subarray(0, 3).equals(startOfImage) || !bytes.subarray(-2).equals(endOfImage)) return null
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2))
    if (isFrame(bytes[at + 1]!))
      return { contentType: 'image/jpeg', widthPixels: bytes.readUInt16BE(at + 7), heightPixels: bytes.readUInt16BE(at + 5) }
  return null
}
