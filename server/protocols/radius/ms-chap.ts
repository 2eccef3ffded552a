/** MS-CHAP versions 1 (RFC 2433) and 2 (RFC 2759) with their attributes (RFC 2548) and the MPPE keys derived from them (RFC 3079). */
import { desEncrypt } from './des.ts'
import { md4 } from './md4.ts'
import { type Packet, has, read } from './packet.ts'
import { sha1 } from './sha1.ts'

/** MD4 of the password in UTF-16: what MS-CHAP can be checked with instead of the password. As worth protecting as the password itself. */
export function ntHash(password: string): Buffer {
  return md4(Buffer.from(password, 'utf16le'))
}

export interface MsChap1Login {
  readonly identifier: number
  readonly challenge: Uint8Array
  readonly ntResponse: Uint8Array
}

/** RFC 2548 §2.1.3: with this flag the NT response counts; the LM response beside it is broken in seconds, and never looked at. */
const ntResponseFlag = 1

/** @returns what an MS-CHAPv1 login sent; undefined when the request is not one, malformed, or made by a client of the days before NT */
export function msChap1Login(request: Packet): MsChap1Login | undefined {
  const response = read(request, 'MS-CHAP-Response')
  const challenge = read(request, 'MS-CHAP-Challenge')
  if (response?.length !== 50 || challenge?.length !== 8 || (response[1]! & ntResponseFlag) === 0) return undefined
  return { identifier: response[0]!, challenge, ntResponse: response.subarray(26, 50) }
}

/**
 * @returns the two keys of MS-CHAP-MPPE-Keys, to be hidden with `hideMppeKeys`; undefined when the password is not the one hashed. The LM
 * key, for encryption with 40 bits, is left zero: that encryption is not offered
 */
export function checkMsChap1({ challenge, ntResponse }: MsChap1Login, passwordHash: Uint8Array): Buffer | undefined {
  if (!ntResponseOf(challenge, passwordHash).equals(ntResponse)) return undefined
  const keys = Buffer.alloc(24)
  keys.set(md4(passwordHash), 8)
  return keys
}

/** Value of MS-CHAP-Response: what a client of version 1 answers to a challenge. */
export function msChap1Response(identifier: number, challenge: Uint8Array, password: string): Buffer {
  const value = Buffer.alloc(50)
  value[0] = identifier
  value[1] = ntResponseFlag
  value.set(ntResponseOf(challenge, ntHash(password)), 26)
  return value
}

/** Whether the client wants to change its password, in any of the three ways there are. */
export function isPasswordChange(request: Packet): boolean {
  return passwordChanges.some((name) => has(request, name))
}
const passwordChanges = ['MS-CHAP2-CPW', 'MS-CHAP-CPW-2', 'MS-CHAP-CPW-1'] as const

export interface MsChap2Login {
  readonly identifier: number
  readonly userName: string
  readonly authenticatorChallenge: Uint8Array
  readonly peerChallenge: Uint8Array
  readonly ntResponse: Uint8Array
}

/** @returns what an MS-CHAPv2 login sent; undefined when the request is not one, or malformed */
export function msChap2Login(request: Packet): MsChap2Login | undefined {
  const response = read(request, 'MS-CHAP2-Response')
  const authenticatorChallenge = read(request, 'MS-CHAP-Challenge')
  const userName = read(request, 'User-Name')
  if (response?.length !== 50 || authenticatorChallenge?.length !== 16 || userName === undefined) return undefined
  return {
    identifier: response[0]!,
    userName,
    authenticatorChallenge,
    peerChallenge: response.subarray(2, 18),
    ntResponse: response.subarray(26, 50),
  }
}

export interface MsChap2Success {
  /** Value of MS-CHAP2-Success: proves to the client that the server knows the password too. */
  readonly success: Buffer
  /** To be hidden with `hideKey`. Named from the server's side, as the attributes are. */
  readonly sendKey: Buffer
  readonly receiveKey: Buffer
}

/** @returns what to accept an MS-CHAPv2 login with; undefined when the password is not the one hashed */
export function checkMsChap2(login: MsChap2Login, passwordHash: Uint8Array): MsChap2Success | undefined {
  const { ntResponse } = login
  const challenge = challengeHash(login)
  if (!ntResponseOf(challenge, passwordHash).equals(ntResponse)) return undefined
  const hashHash = md4(passwordHash)
  const proof = sha1(sha1(hashHash, ntResponse, constants.signing), challenge, constants.padding)
  const master = sha1(hashHash, ntResponse, constants.masterKey).subarray(0, 16)
  return {
    success: Buffer.concat([Buffer.of(login.identifier), Buffer.from(`S=${proof.toString('hex').toUpperCase()}`)]),
    sendKey: sessionKey(master, onTheServer.send),
    receiveKey: sessionKey(master, onTheServer.receive),
  }
}

/** RFC 2759 §8.7 and RFC 3079 §3.4. */
const constants = {
  signing: Buffer.from('Magic server to client signing constant'),
  padding: Buffer.from('Pad to make it do more than one iteration'),
  masterKey: Buffer.from('This is the MPPE Master Key'),
}

/** Value of MS-CHAP2-Response: what a client answers to a challenge. */
export function msChap2Response(login: Omit<MsChap2Login, 'ntResponse'>, password: string): Buffer {
  const value = Buffer.alloc(50)
  value[0] = login.identifier
  value.set(login.peerChallenge, 2)
  value.set(ntResponseOf(challengeHash(login), ntHash(password)), 26)
  return value
}

const windowsErrors = {
  authenticationFailure: 691,
  passwordExpired: 648,
  accountDisabled: 647,
  restrictedHours: 646,
  noDialInPermission: 649,
  changingPassword: 709, // it could not be changed
} as const
export type WindowsError = keyof typeof windowsErrors

export interface MsChapRefusal {
  readonly error: WindowsError
  /** Whether another password may be tried in the same session, against `challenge`. */
  readonly mayRetry: boolean
  /** Fresh: 8 octets for version 1, 16 for version 2. */
  readonly challenge: Uint8Array
  readonly message: string
}

/** What MS-CHAP-Error says after its identifier, also within EAP-MSCHAPv2; the client shows the message. */
export function msChapErrorText({ error, mayRetry, challenge, message }: MsChapRefusal): string {
  const changeVersion = challenge.length === 8 ? 2 : 3 // which way of changing passwords would be understood
  return `E=${windowsErrors[error]} R=${mayRetry ? 1 : 0} C=${Buffer.from(challenge).toString('hex').toUpperCase()} V=${changeVersion} M=${message}`
}

/** Value of MS-CHAP-Error for an Access-Reject. */
export function msChapError(identifier: number, refusal: MsChapRefusal): Buffer {
  return Buffer.concat([Buffer.of(identifier), Buffer.from(msChapErrorText(refusal))])
}

function challengeHash({ peerChallenge, authenticatorChallenge, userName }: Omit<MsChap2Login, 'ntResponse'>): Buffer {
  const withoutDomain = userName.slice(userName.lastIndexOf('\\') + 1)
  return sha1(peerChallenge, authenticatorChallenge, Buffer.from(withoutDomain)).subarray(0, 8)
}

/** RFC 2759 §8.5: three DES keys are cut from the hash, padded with zeros to 21 octets. */
function ntResponseOf(challenge: Uint8Array, passwordHash: Uint8Array): Buffer {
  paddedHash.set(passwordHash)
  const response = Buffer.allocUnsafe(24)
  for (let part = 0; part < 3; part++) desEncrypt(paddedHash, part * 7, challenge, response, part * 8)
  return response
}
const paddedHash = new Uint8Array(21)

/** RFC 3079 §3.4, GetAsymmetricStartKey for 128 bits: SHA-1 of the master key, zeros, the side, and more padding. */
function sessionKey(master: Uint8Array, side: Buffer): Buffer {
  return sha1(master, side).subarray(0, 16)
}
const sideOf = (text: string) => Buffer.concat([Buffer.alloc(40), Buffer.from(text), Buffer.alloc(40, 0xf2)])
const onTheServer = {
  send: sideOf('On the client side, this is the receive key; on the server side, it is the send key.'),
  receive: sideOf('On the client side, this is the send key; on the server side, it is the receive key.'),
}
