/**
 * A certificate with its private key in one file under a password (`.p12`), as phones and computers import it: PKCS #12, RFC 7292.
 *
 * Keys are encrypted with triple DES and the file is sealed with SHA-1. There is better in the standard, but this is what every phone and
 * every Windows reads, and what protects the file is its password, which is drawn at random.
 */
import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { bmpString, explicit0, implicit0, integer, nothing, octetString, oid, sequence, set } from './der.ts'

export interface Pkcs12 {
  /** DER of PKCS #8. */
  readonly key: Uint8Array
  /** DER. */
  readonly certificate: Uint8Array
  /** DER of the certificates above it, nearest first. */
  readonly authorities: readonly Uint8Array[]
  /** What the device calls it. */
  readonly name: string
}

const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha1And3Des: '1.2.840.113549.1.12.1.3',
  sha1: '1.3.14.3.2.26',
} as const

/** Makes a guess cost milliseconds; with a password of 47 bits that is millions of days. */
const iterations = 4_096
const saltOctets = 16

/** @param random octets nobody can foresee */
export function pkcs12File(
  { key, certificate, authorities, name }: Pkcs12,
  password: string,
  random: (octets: number) => Uint8Array,
): Buffer {
  const attributes = set(
    sequence(oid(oids.friendlyName), set(bmpString(name))),
    sequence(oid(oids.localKeyId), set(octetString(createHash('sha1').update(certificate).digest()))),
  )
  const certificates = sequence(certificateBag(certificate, attributes), ...authorities.map((authority) => certificateBag(authority)))
  const keys = sequence(
    sequence(oid(oids.shroudedKeyBag), explicit0(sequence(...encrypted(key, password, random(saltOctets), octetString))), attributes),
  )
  const content = sequence(encryptedContent(certificates, password, random(saltOctets)), plainContent(keys))
  return sequence(integer(3), plainContent(content), seal(content, password, random(saltOctets)))
}

const certificateBag = (certificate: Uint8Array, ...attributes: readonly Uint8Array[]) =>
  sequence(oid(oids.certificateBag), explicit0(sequence(oid(oids.x509), explicit0(octetString(certificate)))), ...attributes)

const plainContent = (content: Uint8Array) => sequence(oid(oids.data), explicit0(octetString(content)))

const encryptedContent = (content: Uint8Array, password: string, salt: Uint8Array) =>
  sequence(
    oid(oids.encryptedData),
    explicit0(sequence(integer(0), sequence(oid(oids.data), ...encrypted(content, password, salt, implicit0)))),
  )

/** How it is encrypted, then what came of it. */
function encrypted(plain: Uint8Array, password: string, salt: Uint8Array, wrap: (octets: Uint8Array) => Buffer): [Buffer, Buffer] {
  const key = derive(purposes.key, password, salt, 24)
  const cipher = createCipheriv('des-ede3-cbc', key, derive(purposes.iv, password, salt, 8))
  const algorithm = sequence(oid(oids.sha1And3Des), sequence(octetString(salt), integer(iterations)))
  return [algorithm, wrap(Buffer.concat([cipher.update(plain), cipher.final()]))]
}

function seal(content: Uint8Array, password: string, salt: Uint8Array): Buffer {
  const digest = createHmac('sha1', derive(purposes.seal, password, salt, 20))
    .update(content)
    .digest()
  return sequence(sequence(sequence(oid(oids.sha1), nothing), octetString(digest)), octetString(salt), integer(iterations))
}

const purposes = { key: 1, iv: 2, seal: 3 } as const
const hashOctets = 20
const blockOctets = 64

/** RFC 7292 appendix B.2. The password counts as UTF-16 with a NUL behind it. */
function derive(purpose: number, password: string, salt: Uint8Array, octets: number): Buffer {
  const diversifier = Buffer.alloc(blockOctets, purpose)
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16()
  const input = Buffer.concat([repeatedToBlocks(salt), repeatedToBlocks(secret)])
  const derived: Buffer[] = []
  for (let length = 0; length < octets; length += hashOctets) {
    let hash = createHash('sha1').update(diversifier).update(input).digest()
    for (let round = 1; round < iterations; round++) hash = createHash('sha1').update(hash).digest()
    derived.push(hash)
    addToEachBlock(input, repeatedToBlocks(hash).subarray(0, blockOctets))
  }
  return Buffer.concat(derived).subarray(0, octets)
}

function repeatedToBlocks(octets: Uint8Array): Buffer {
  const length = Math.ceil(octets.length / blockOctets) * blockOctets
  return Buffer.alloc(length, octets)
}

/** Every block becomes itself + `hash` + 1, as a number of 512 bits. */
function addToEachBlock(blocks: Buffer, hash: Buffer): void {
  for (let block = 0; block < blocks.length; block += blockOctets) {
    let carry = 1
    for (let at = blockOctets - 1; at >= 0; at--) {
      const sum = blocks[block + at]! + hash[at]! + carry
      blocks[block + at] = sum & 255
      carry = sum >>> 8
    }
  }
}
