/** What an Access-Request without EAP proves about who sends it. */
import {
  type AttributePair,
  type Packet,
  authenticatorOf,
  checkMsChap1,
  checkMsChap2,
  has,
  hideKey,
  hideMppeKeys,
  isChapPassword,
  isPapPassword,
  msChap1Login,
  msChap2Login,
  ntHash,
  papPassword,
  read,
  type Secret,
} from '#protocols/radius'
import type { KnownLogin } from './directory.ts'
import { canonicalUsername, writingsOfMac } from './login.ts'

export interface Proof {
  readonly isRight: boolean
  /** What an MS-CHAP client wants to see before it believes us, and the keys of its encryption. */
  readonly attributes: readonly AttributePair[]
}
export const wrong: Proof = { isRight: false, attributes: [] }
const right: Proof = { isRight: true, attributes: [] }

export function proofOf(request: Packet, login: KnownLogin, secret: Secret): Proof {
  if (login.kind === 'voucher') return wrong // opened by the code alone, not by its serial number
  if (login.kind === 'mac') return isDevice(request, login, secret) ? right : wrong
  if (has(request, 'User-Password')) return isPapPassword(request, login.password, secret) ? right : wrong
  if (has(request, 'CHAP-Password')) return isChapPassword(request, login.password, secret) ? right : wrong
  return provenByMsChap2(request, login, secret) ?? provenByMsChap1(request, login, secret) ?? wrong
}

/**
 * A MAC address proves little, and NAS send it in as many ways as there are vendors: as password, as CHAP of it, with no password at all
 * (Call-Check), and with every separator. All are taken, unless the login was given a password of its own.
 */
function isDevice(request: Packet, login: KnownLogin, secret: Secret): boolean {
  const station = read(request, 'Calling-Station-Id')
  if (station !== undefined && canonicalUsername(station) !== login.username) return false
  const hasOwnPassword = canonicalUsername(login.password) !== login.username
  if (has(request, 'CHAP-Password')) {
    const passwords = hasOwnPassword ? [login.password] : ['', ...writingsOfMac(login.username)]
    return passwords.some((password) => isChapPassword(request, password, secret))
  }
  const password = papPassword(request, secret) ?? ''
  if (hasOwnPassword) return password === login.password
  return password === '' || canonicalUsername(password) === login.username
}

function provenByMsChap2(request: Packet, login: KnownLogin, secret: Secret): Proof | undefined {
  const attempt = msChap2Login(request)
  if (!attempt) return undefined
  const success = checkMsChap2(attempt, hashOf(login))
  if (!success) return wrong
  return {
    isRight: true,
    attributes: [
      ['MS-CHAP2-Success', success.success],
      ...mppeKeys(success, request, secret),
      ['MS-MPPE-Encryption-Policy', encryptionAllowed],
      ['MS-MPPE-Encryption-Types', bits40or128],
    ],
  }
}

function provenByMsChap1(request: Packet, login: KnownLogin, secret: Secret): Proof | undefined {
  const attempt = msChap1Login(request)
  if (!attempt) return undefined
  const keys = checkMsChap1(attempt, hashOf(login))
  if (!keys) return wrong
  return {
    isRight: true,
    attributes: [
      ['MS-CHAP-MPPE-Keys', hideMppeKeys(keys, authenticatorOf(request), secret)],
      ['MS-MPPE-Encryption-Policy', encryptionAllowed],
      ['MS-MPPE-Encryption-Types', bits128],
    ],
  }
}

const encryptionAllowed = 1
const bits128 = 4
const bits40or128 = 6

/** The NT hash of a login's password, computed at its first MS-CHAP. */
export const hashOf = (login: KnownLogin): Buffer => (login.ntHash ??= ntHash(login.password))

/** Keys for the NAS, named from the server's side, hidden from everybody else. */
export function mppeKeys(
  { sendKey, receiveKey }: { readonly sendKey: Uint8Array; readonly receiveKey: Uint8Array },
  request: Packet,
  secret: Secret,
): AttributePair[] {
  const authenticator = authenticatorOf(request)
  const salt = authenticator.readUInt16BE() & 0x7fff // differs between requests; the low bit tells the two keys apart
  return [
    ['MS-MPPE-Send-Key', hideKey(sendKey, salt | 1, authenticator, secret)],
    ['MS-MPPE-Recv-Key', hideKey(receiveKey, salt & ~1, authenticator, secret)],
  ]
}
