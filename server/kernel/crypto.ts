/** Cryptography without a database: sealing with a key at hand, passwords, tokens, the master key. Tenants' keys are in `vault.ts`. */
import { argon2, createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

/** A key and the name under which sealed text refers to it; the name has no dot. */
export interface Key {
  readonly id: string
  readonly bytes: Buffer
}

const keyBytes = 32
const nonceBytes = 12 // NIST SP 800-38D §8.2: random nonces of 96 bits, good for 2^32 texts per key
const tagBytes = 16

export const newKeyBytes = () => randomBytes(keyBytes)

/**
 * AES-256-GCM. The purpose is authenticated but not stored, so a text sealed for one column cannot be moved to another.
 * @returns `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two in base64url
 */
export function seal(key: Key, plaintext: string | Buffer, purpose: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  return ['v1', key.id, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

/** @throws when the text was altered, or sealed with another key or for another purpose */
export function open(key: Key, sealed: string, purpose: string): Buffer {
  const { keyId, nonce, body } = parseSealed(sealed)
  if (keyId !== key.id) throw new Error(`Sealed with key ${keyId}, not ${key.id}`)
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(purpose)).setAuthTag(body.subarray(-tagBytes))
  return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()])
}

const proofBytes = 10 // RFC 2104 §5: at least 80 bits of a shortened HMAC

/** HMAC-SHA-256, shortened, with a key derived for the purpose alone, so that it says nothing about what the key seals. */
export function proof(key: Key, text: string, purpose: string): string {
  const own = Buffer.from(hkdfSync('sha256', key.bytes, '', `proof ${purpose}`, keyBytes))
  return createHmac('sha256', own).update(text).digest().subarray(0, proofBytes).toString('base64url')
}

/** Name of the key that opens a sealed text. */
export const keyIdOf = (sealed: string): string => parseSealed(sealed).keyId

function parseSealed(sealed: string): { keyId: string; nonce: Buffer; body: Buffer } {
  const [version, keyId, nonce, body, ...rest] = sealed.split('.')
  if (version !== 'v1' || !keyId || !nonce || !body || rest.length > 0) throw new Error('Not a sealed text of version 1')
  const parsed = { keyId, nonce: Buffer.from(nonce, 'base64url'), body: Buffer.from(body, 'base64url') }
  if (parsed.nonce.length !== nonceBytes || parsed.body.length < tagBytes) throw new Error('Not a sealed text of version 1')
  return parsed
}

/**
 * The key that wraps all others: `MASTER_KEY`, or else a file made at first use.
 * Whoever loses it loses every secret, so it belongs in the backup, apart from the database.
 */
export function loadMasterKey({ MASTER_KEY, DATA_DIR }: { readonly MASTER_KEY?: string | undefined; readonly DATA_DIR: string }): Key {
  if (MASTER_KEY) return masterKey(MASTER_KEY, 'MASTER_KEY')
  const keyPath = path.join(DATA_DIR, 'master.key')
  try {
    fs.mkdirSync(DATA_DIR, { recursive: true })
    fs.writeFileSync(keyPath, newKeyBytes().toString('base64'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return masterKey(fs.readFileSync(keyPath, 'utf8').trim(), keyPath)
}

/** @param source where it came from, for the error */
export function masterKey(base64: string, source: string): Key {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length !== keyBytes) throw new Error(`${source} must be ${keyBytes} bytes in base64, for example from: openssl rand -base64 32`)
  return { id: sha256(bytes).slice(0, 16), bytes }
}

const derive = promisify(argon2)

export interface PasswordCost {
  readonly memoryKib: number
  readonly passes: number
}

/** About 50 ms of one core; never below OWASP's 19 MiB and 2 passes. */
export const passwordCost: PasswordCost = { memoryKib: 19_456, passes: 3 }

/** @returns argon2id in PHC form, which carries its own cost */
export async function hashPassword(password: string, cost = passwordCost): Promise<string> {
  const salt = randomBytes(16)
  const hash = await argon2id(password, salt, cost)
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=1$${unpadded(salt)}$${unpadded(hash)}`
}

export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc)
  if (!match) throw new Error('Not an argon2id hash in PHC form')
  const [, memory, passes, salt = '', expected = ''] = match
  const hash = await argon2id(password, Buffer.from(salt, 'base64'), { memoryKib: Number(memory), passes: Number(passes) })
  return isEqual(unpadded(hash), expected)
}

/** Passwords are compared as NFC: keyboards differ in how they compose an accent. */
function argon2id(password: string, salt: Buffer, { memoryKib, passes }: PasswordCost): Promise<Buffer> {
  return derive('argon2id', { message: password.normalize('NFC'), nonce: salt, parallelism: 1, tagLength: 32, memory: memoryKib, passes })
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** A secret of 256 bits that says what it is, such as `tlk_…`; store its `sha256`. */
export const newToken = (prefix = '') => prefix + randomBytes(32).toString('base64url')

/** In hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** Takes the same time wherever the texts differ; only a difference in length shows. */
export function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
