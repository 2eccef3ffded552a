/** FreeRADIUS's own client: that our server and our codec understand each other proves little, that it understands ours proves more. */
import { spawn, spawnSync } from 'node:child_process'
import type { Ports } from './trunkline.ts'

export const hasRadclient = spawnSync('radclient', ['-v']).status === 0

/** Reason for node:test to skip, and a note that cannot be overlooked. */
export function withoutRadclient(): string | false {
  if (hasRadclient) return false
  console.error(`
##############################################################################
##  radclient is not installed, so nothing below speaks to a public RADIUS  ##
##  client. Install it: apt install freeradius-utils                        ##
##############################################################################
`)
  return 'radclient is not installed (apt install freeradius-utils)'
}

export interface RadiusReply {
  readonly code: string
  /** As radclient names and prints them; text without its quotes. Of several, the last. */
  readonly attributes: Readonly<Record<string, string>>
  readonly milliseconds: number
}

interface Options {
  readonly secret?: string
  /** Address the packet comes from. */
  readonly source?: string
  readonly timeoutSeconds?: number
}

/** @returns undefined when nobody answered */
export const access = (ports: Ports, attributes: Readonly<Record<string, string | number>>, options: Options = {}) =>
  ask(`127.0.0.1:${ports.auth}`, 'auth', { 'Message-Authenticator': '0x00', ...attributes }, options)

/** @returns undefined when nobody answered */
export const accounting = (ports: Ports, attributes: Readonly<Record<string, string | number>>, options: Options = {}) =>
  ask(`127.0.0.1:${ports.acct}`, 'acct', attributes, options)

async function ask(
  server: string,
  command: 'auth' | 'acct',
  attributes: Readonly<Record<string, string | number>>,
  { secret = 'testing123', source = '127.0.0.1', timeoutSeconds = 2 }: Options,
): Promise<RadiusReply | undefined> {
  const lines = Object.entries({ ...attributes, 'Packet-Src-IP-Address': source }).map(([name, value]) => `${name} = ${quoted(value)}`)
  const began = performance.now()
  const child = spawn('radclient', ['-x', '-r', '1', '-t', String(timeoutSeconds), server, command, secret])
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => output.push(part))
  child.stdin.end(`${lines.join('\n')}\n`)
  await new Promise((resolve) => child.on('close', resolve))
  return parseReply(output.join(''), performance.now() - began)
}

const quoted = (value: string | number) =>
  typeof value === 'string' && !/^(0x[\da-f]+|[\d.]+|[A-Z][A-Za-z-]*)$/.test(value) ? JSON.stringify(value) : String(value)

/**
 *   Received Access-Accept Id 12 from 127.0.0.1:1812 to 127.0.0.1:4242 length 77
 *   ⇥Session-Timeout = 86400
 *   ⇥Class = 0x0194
 */
function parseReply(output: string, milliseconds: number): RadiusReply | undefined {
  const received = /^Received (\S+) Id .*\n((?:\t.*\n)*)/m.exec(output)
  if (!received) return undefined
  const [, code = '', body = ''] = received
  const attributes = [...body.matchAll(/^\t([\w-]+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value.replace(/^"(.*)"$/, '$1')])
  return { code, attributes: Object.fromEntries(attributes) as Record<string, string>, milliseconds }
}
