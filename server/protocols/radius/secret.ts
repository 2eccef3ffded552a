import { HmacMd5, Md5 } from './md5.ts'

/**
 * A shared secret with everything that can be computed from it once. Make one per NAS and keep it.
 * It holds the scratch memory of its hashes, which is safe because every use of it runs to its end before another can begin.
 */
export interface Secret {
  readonly octets: Uint8Array
  readonly md5: Md5
  readonly hmac: HmacMd5
}

export function sharedSecret(text: string): Secret {
  const octets = Buffer.from(text)
  return { octets, md5: new Md5(), hmac: new HmacMd5(octets) }
}

/** Whether a digest of 16 octets stands at `at`, in a time that does not tell where they differ. */
export function sameDigest(digest: Uint8Array, bytes: Uint8Array, at: number): boolean {
  let difference = 0
  for (let index = 0; index < 16; index++) difference |= digest[index]! ^ bytes[at + index]!
  return difference === 0
}
