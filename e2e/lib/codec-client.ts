import { randomBytes, randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import {
  type AttributePair,
  type KnownName,
  attributeNamed,
  attributesOf,
  chapPassword,
  decode,
  encodeRequest,
  formatValue,
  hidePassword,
  replyFault,
  type Secret,
  sharedSecret,
} from '#protocols/radius'
import type { Attributes, Options, RadiusReply } from './radclient.ts'

/** What radclient does, by our own codec. @returns undefined when no answer came that can be trusted */
export async function askByCodec(
  server: string,
  command: 'auth' | 'acct',
  attributes: Attributes,
  options: Required<Options>,
): Promise<RadiusReply | undefined> {
  const secret = sharedSecret(options.secret)
  const authenticator = randomBytes(16)
  const identifier = randomInt(256)
  const pairs = Object.entries(attributes).flatMap(([name, value]) => pairOf(name, value, { identifier, authenticator, secret }))
  const code = command === 'auth' ? 'Access-Request' : 'Accounting-Request'
  const request = encodeRequest({ code, identifier, ...(command === 'auth' && { authenticator }), attributes: pairs }, secret)

  const [host, port] = server.split(':')
  const socket = createSocket('udp4')
  socket.bind(0, options.source)
  try {
    socket.send(request.bytes, Number(port), host)
    const [datagram] = (await once(socket, 'message', { signal: AbortSignal.timeout(options.timeoutSeconds * 1000) })) as [Buffer]
    const reply = decode(datagram)
    if (typeof reply === 'string' || replyFault(reply, request, secret, { messageAuthenticatorRequired: false })) return undefined
    return { code: reply.code, attributes: Object.fromEntries(attributesOf(reply).map((pair) => [pair[0], formatValue(pair)])) }
  } catch {
    return undefined
  } finally {
    socket.close()
  }
}

interface Sealing {
  readonly identifier: number
  readonly authenticator: Uint8Array
  readonly secret: Secret
}

function pairOf(name: string, value: string | number, { identifier, authenticator, secret }: Sealing): AttributePair[] {
  if (name === 'Message-Authenticator') return [] // the codec adds it
  if (name === 'User-Password') return [[name, hidePassword(String(value), authenticator, secret)]]
  if (name === 'CHAP-Password') return [[name, chapPassword(identifier, String(value), authenticator, secret)]]
  const known = attributeNamed(name as KnownName) // tests write the names of the table
  const isNamedNumber = known.type === 'integer' && typeof value === 'string'
  return [[name as KnownName, isNamedNumber ? numberNamed(known.values, value) : value] as AttributePair]
}

function numberNamed(values: Readonly<Record<number, string>>, name: string): number {
  const found = Object.entries(values).find(([, known]) => known === name)
  if (!found) throw new Error(`No value is named ${name}.`)
  return Number(found[0])
}
