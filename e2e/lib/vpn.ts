/**
 * ocserv as a VPN gateway, and openconnect as the customer's computer: the computer is in a network namespace of its own, from which a
 * cable (veth) leads to the gateway and nowhere else. What the gateway says to RADIUS goes over loopback.
 *
 *   namespace                      │ here
 *   openconnect .2 ──── cable ─────│── .1 ocserv ──▶ RADIUS on loopback
 *        └ tunnel .130 ════════════│═══ office .65: no way leads there but the tunnel
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createServer } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { certificates } from '#simulators/nas'
import { begin, canAddNamespaces, canRun, keep, type PeerProcess } from './peer-process.ts'
import { waitFor } from './wait-for.ts'

const missing = [
  ...(canRun('ocserv', '--version') ? [] : ['ocserv']),
  ...(canRun('openconnect', '--version') ? [] : ['openconnect']),
  ...(canRun('ip', '-V') ? [] : ['ip']),
  ...(process.getuid?.() === 0 ? [] : ['root']),
]
export const canTunnel = missing.length === 0 && fs.existsSync('/dev/net/tun') && canAddNamespaces()

if (!canTunnel)
  console.error(`
################################################################################
##  A VPN with ocserv and openconnect is not tested: it needs both programs,  ##
##  iproute2, /dev/net/tun and root. apt install ocserv openconnect iproute2  ##
################################################################################
`)

export interface GatewayOptions {
  readonly authPort: number
  readonly acctPort: number
  readonly secret: string
}

/** Bytes of IP packets within the tunnel, from the customer's view. */
export interface Traffic {
  readonly upload: bigint
  readonly download: bigint
}

export interface Gateway {
  /** Dials in. @returns what became of it; when it is refused the computer gives up */
  dial(login: { readonly username: string; readonly password: string }): Promise<'connected' | 'refused'>
  /** Hangs up properly. */
  hangUp(): Promise<void>
  /** Sends so many bytes from the customer's computer to the office, and gets five times as many back. @returns bytes that came back */
  exchange(bytes: number): Promise<number>
  /** What an operator types to throw somebody out. */
  throwOut(username: string): void
  /** What the gateway has said of each connection that is over, in order. */
  readonly ended: readonly Traffic[]
  /** What both have said so far, for a person who looks at a failure. */
  readonly log: string
  remove(): Promise<void>
}

const echoes = 5
/** Starts the gateway and the office behind it. */
export async function openGateway({ authPort, acctPort, secret }: GatewayOptions): Promise<Gateway> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vpn-'))
  fs.chmodSync(folder, 0o755) // its workers are not root
  const { pid } = process
  const space = `tl-vpn-${pid}`
  const [near, far] = [`tlv${pid}`, `tlw${pid}`]
  const net = `198.${18 + ((pid >> 8) & 1)}.${pid & 255}` // a part of RFC 2544's, which nobody routes
  const office = `${net}.65`
  const ip = (...args: string[]) => execFileSync('ip', args)
  const clear = keep(space, folder)
  const inSpace = ['netns', 'exec', space]
  const write = (name: string, lines: readonly string[], mode = 0o644) => {
    fs.writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`, { mode })
    return path.join(folder, name)
  }
  const control = path.join(folder, 'occtl.socket')

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => response.end(Buffer.concat(Array.from({ length: echoes }, () => parts).flat())))
  })
  let gateway: PeerProcess | undefined
  let computer: PeerProcess | undefined

  async function remove(): Promise<void> {
    await computer?.end()
    await gateway?.end()
    server.close()
    server.closeAllConnections()
    await clear() // and with the namespace the cable
  }

  try {
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', space)
    ip('address', 'add', `${net}.1/30`, 'dev', near)
    ip('address', 'add', `${office}/32`, 'dev', near)
    ip('link', 'set', near, 'up')
    ip(...inSpace, 'ip', 'address', 'add', `${net}.2/30`, 'dev', far)
    ip(...inSpace, 'ip', 'link', 'set', far, 'up')
    server.listen(0, office)
    await once(server, 'listening')

    const radius = write('radiusclient.conf', [
      `authserver 127.0.0.1:${authPort}`,
      `acctserver 127.0.0.1:${acctPort}`,
      `servers ${write('servers', [`127.0.0.1 ${secret}`], 0o600)}`,
      'dictionary /etc/radcli/dictionary',
      'radius_timeout 3',
      'radius_retries 3',
      'bindaddr *',
    ])
    const settings = {
      auth: `"radius[config=${radius},groupconfig=true]"`, // keeps to the interval of the accept; the first report comes after ten seconds
      acct: `"radius[config=${radius},groupconfig=true]"`,
      'listen-host': `${net}.1`,
      'tcp-port': 443,
      'udp-port': 443,
      'run-as-user': 'nobody',
      'run-as-group': 'nogroup',
      'socket-file': path.join(folder, 'ocserv.socket'),
      'occtl-socket-file': control,
      'use-occtl': true,
      'pid-file': path.join(folder, 'ocserv.pid'),
      'isolate-workers': false,
      'server-cert': write('cert.pem', [certificates.server.cert]),
      'server-key': write('key.pem', [certificates.server.key], 0o600),
      'max-clients': 16,
      'max-same-clients': 0,
      'max-ban-score': 0,
      'persistent-cookies': false,
      device: `tlt${pid}`,
      'ipv4-network': `${net}.128/26`,
      route: `${office}/255.255.255.255`,
    }
    const file = write(
      'ocserv.conf',
      Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    )
    gateway = begin('ocserv', ['--foreground', '--debug', '2', '--config', file])
    await waitFor('the gateway', () => gateway!.hasEnded || fs.existsSync(control))
    if (gateway.hasEnded) throw new Error(`ocserv ended before it was ready:\n${gateway.output()}`)
  } catch (error) {
    await remove()
    throw error
  }
  const running = gateway
  const { port } = server.address() as { port: number }
  const authority = write('authority.pem', [certificates.authority.cert])
  const script = write(
    'tunnel.sh',
    [
      '#!/bin/sh -e',
      '[ "$reason" = connect ] || exit 0',
      'ip address add "$INTERNAL_IP4_ADDRESS/32" dev "$TUNDEV"',
      'ip link set "$TUNDEV" mtu "$INTERNAL_IP4_MTU" up',
      'ip route add "$CISCO_SPLIT_INC_0_ADDR/$CISCO_SPLIT_INC_0_MASKLEN" dev "$TUNDEV"',
    ],
    0o755,
  )

  return {
    async dial({ username, password }) {
      await computer?.end()
      const options = ['--non-inter', '--passwd-on-stdin', `--user=${username}`, `--cafile=${authority}`, '--no-system-trust']
      const args = [...options, `--resolve=localhost:${net}.1`, `--script=${script}`, 'https://localhost/']
      const dialling = begin('ip', [...inSpace, 'openconnect', ...args], `${password}\n`)
      computer = dialling
      return waitFor('what becomes of the login', () => {
        if (/^Configured as /m.test(dialling.output())) return 'connected'
        return dialling.hasEnded && 'refused'
      })
    },
    async hangUp() {
      await computer?.end()
      computer = undefined
    },
    async exchange(bytes) {
      const script = `const body = require('node:crypto').randomBytes(${bytes})
        fetch('http://${office}:${port}/', { method: 'POST', body, signal: AbortSignal.timeout(60_000) })
          .then(async (answer) => console.log('got', (await answer.bytes()).length))`
      const asking = begin('ip', [...inSpace, process.execPath, '-e', script])
      await waitFor('the office', () => asking.hasEnded, { withinMs: 90_000 })
      return Number(/got (\d+)/.exec(asking.output())?.[1] ?? 0)
    },
    throwOut(username) {
      execFileSync('occtl', ['--socket-file', control, 'disconnect', 'user', username])
    },
    get ended() {
      return [...running.output().matchAll(/user disconnected \(reason: .*, rx: (\d+), tx: (\d+)\)/g)].map(([, rx, tx]) => ({
        upload: BigInt(rx!),
        download: BigInt(tx!),
      }))
    },
    get log() {
      return [running.output(), computer?.output()].join('\n')
    },
    remove,
  }
}
