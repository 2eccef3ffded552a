/** radsecproxy as operators have it: between routers and servers that know UDP alone, and the world that speaks TLS. Writes below a temporary directory only. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { begin, canRun } from './peer-process.ts'
import { waitFor } from './wait-for.ts'

export const hasRadsecproxy = canRun('radsecproxy', '-v')

if (!hasRadsecproxy)
  console.error(`
###############################################################################
##  radsecproxy is not installed: RADIUS over TLS is tested with our own     ##
##  implementation of it alone. Install it: apt install radsecproxy          ##
###############################################################################
`)

/** What one side of a TLS connection shows, and whom it believes; PEM. */
export interface Shown {
  readonly certificate: string
  readonly key: string
  readonly authority: string
}

export interface RadsecproxyOptions {
  /** Where routers ask it, by UDP, requests of both kinds; with which secret. */
  readonly udpPort: number
  readonly secret: string
  /** The server it asks by TLS about the users of a realm, and what it shows there. */
  readonly asks: { readonly realm: string; readonly port: number; readonly shows: Shown }
  /** Where it is asked by TLS, and what it shows there. All users but those of the realm are asked for at a server by UDP. */
  readonly listens: { readonly port: number; readonly shows: Shown }
  readonly home: { readonly auth: number; readonly acct: number; readonly secret: string }
}

export interface Radsecproxy {
  /** What it has told so far. */
  output(): string
  end(): Promise<void>
}

/** @throws Error with its words when it does not come up */
export async function startRadsecproxy(options: RadsecproxyOptions): Promise<Radsecproxy> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-radsecproxy-'))
  const file = (name: string, text: string) => {
    fs.writeFileSync(path.join(dir, name), text, { mode: 0o600 })
    return path.join(dir, name)
  }
  const tls = (name: string, { certificate, key, authority }: Shown) => `
tls ${name} {
  CACertificateFile ${file(`${name}-ca.pem`, authority)}
  CertificateFile ${file(`${name}.pem`, certificate)}
  CertificateKeyFile ${file(`${name}.key`, key)}
}`
  const { udpPort, secret, asks, listens, home } = options
  const configuration = `
ListenUDP 127.0.0.1:${udpPort}
ListenTLS 127.0.0.1:${listens.port}
LogLevel 2
${tls('asks', asks.shows)}
${tls('listens', listens.shows)}
client routers {
  host 127.0.0.1
  type udp
  secret ${secret}
}
client peers {
  host 127.0.0.1
  type tls
  tls listens
  certificateNameCheck off
}
server trunkline {
  host 127.0.0.1
  port ${asks.port}
  type tls
  tls asks
  secret radsec
  statusServer on
}
server home {
  host 127.0.0.1
  port ${home.auth}
  type udp
  secret ${home.secret}
}
server home_acct {
  host 127.0.0.1
  port ${home.acct}
  type udp
  secret ${home.secret}
}
realm ${asks.realm} {
  server trunkline
  accountingServer trunkline
}
realm * {
  server home
  accountingServer home_acct
}
`
  const peer = begin('radsecproxy', ['-f', '-c', file('radsecproxy.conf', configuration), '-i', path.join(dir, 'pid')])
  const end = async () => {
    await peer.end()
    fs.rmSync(dir, { recursive: true, force: true })
  }
  try {
    await waitFor('radsecproxy to listen', () => peer.hasEnded || /listening for tls/i.test(peer.output()))
    if (peer.hasEnded) throw new Error('it ended')
  } catch (cause) {
    await end()
    throw new Error(`radsecproxy did not start:\n${peer.output()}`, { cause })
  }
  return { output: peer.output, end }
}
