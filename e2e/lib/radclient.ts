/**
 * FreeRADIUS's own client: that our server and our codec understand each other proves little, that a stranger understands our server
 * proves more. Where it is not installed the same packets are made by our codec, and a note says so.
 */
import { spawn, spawnSync } from 'node:child_process'
import { askByCodec } from './codec-client.ts'
import type { Ports } from './trunkline.ts'

export const hasRadclient = spawnSync('radclient', ['-v']).status === 0

if (!hasRadclient)
  console.error(`
##############################################################################
##  radclient is not installed: RADIUS is tested with our own codec alone,  ##
##  which proves less. Install it: apt install freeradius-utils             ##
##############################################################################
`)

export interface RadiusReply {
  readonly code: string
  /** As radclient names and prints them; text without its quotes. Of several, the last. */
  readonly attributes: Readonly<Record<string, string>>
}

export type Attributes = Readonly<Record<string, string | number>>

export interface Options {
  readonly secret?: string
  /** Address the packet comes from. */
  readonly source?: string
  /** After which it is silence. */
  readonly timeoutSeconds?: number
}

/** @returns undefined when nobody answered */
export const access = (ports: Ports, attributes: Attributes, options: Options = {}) =>
  ask(`127.0.0.1:${ports.auth}`, 'auth', { 'Message-Authenticator': '0x00', ...attributes }, options)

/** @returns undefined when nobody answered */
export const accounting = (ports: Ports, attributes: Attributes, options: Options = {}) =>
  ask(`127.0.0.1:${ports.acct}`, 'acct', attributes, options)

async function ask(server: string, command: 'auth' | 'acct', attributes: Attributes, options: Options): Promise<RadiusReply | undefined> {
  const { secret = 'testing123', source = '127.0.0.1', timeoutSeconds = 60 } = options
  if (!hasRadclient) return askByCodec(server, command, attributes, { secret, source, timeoutSeconds })
  const lines = Object.entries({ ...attributes, 'Packet-Src-IP-Address': source }).map(([name, value]) => `${name} = ${quoted(value)}`)
  const child = spawn('radclient', ['-x', '-r', '1', '-t', String(timeoutSeconds), server, command, secret])
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => output.push(part))
  child.stdin.end(`${lines.join('\n')}\n`)
  await new Promise((resolve) => child.on('close', resolve))
  return parseReply(output.join(''))
}

const quoted = (value: string | number) =>
  typeof value === 'string' && !/^(0x[\da-f]+|[\d.]+|[A-Z][A-Za-z-]*)$/.test(value) ? JSON.stringify(value) : String(value)

/**
 *   Received Access-Accept Id 12 from 127.0.0.1:1812 to 127.0.0.1:4242 length 77
 *   ⇥Session-Timeout = 86400
 *   ⇥Class = 0x0194
 */
function parseReply(output: string): RadiusReply | undefined {
  const received = /^Received (\S+) Id .*\n((?:\t.*\n)*)/m.exec(output)
  if (!received) return undefined
  const [, code = '', body = ''] = received
  const attributes = [...body.matchAll(/^\t([\w-]+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value.replace(/^"(.*)"$/, '$1')])
  return { code, attributes: Object.fromEntries(attributes) as Record<string, string> }
}
