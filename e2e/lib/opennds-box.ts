/**
 * openNDS as it runs on a router, in a network namespace of its own with the web behind it. The phone is here, and so is the portal, by
 * https where openNDS wants it; the phone needs no way to it, the gateway has a cable of its own, because what comes from its guests it refuses.
 *
 *   here                            │ namespace `gate`         │ namespace `web`
 *   phone .2 ─────────── cable ─────│── .1 openNDS .129 ───────│── .130, and 198.51.100.1: the web
 *   https .134 ───────── cable ─────│── .133 authmon           │
 *     └─▶ the portal on loopback
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import tls from 'node:tls'
import { begin, canAddNamespaces, canRun, keep, type PeerProcess } from './peer-process.ts'
import { waitFor } from './wait-for.ts'

const missing = [
  ...(canRun('opennds', '-v') ? [] : ['opennds']),
  ...(canRun('php', '-v') ? [] : ['php']),
  ...(canRun('iptables', '-V') ? [] : ['iptables']),
  ...(canRun('openssl', 'version') ? [] : ['openssl']),
  ...(canRun('ip', '-V') ? [] : ['ip']),
  ...(process.getuid?.() === 0 ? [] : ['root']),
]
export const canRunOpennds = missing.length === 0 && canAddNamespaces()

if (!canRunOpennds)
  console.error(`
################################################################################
##  openNDS is not tested: it needs opennds, php, iptables, openssl, procps,  ##
##  iproute2 and root. apt install opennds-daemon php-cli iptables procps     ##
################################################################################
`)

export interface OpenndsBox {
  /** Any page of the web, which the gateway takes over. */
  readonly hotspot: { readonly url: string; readonly hosts: readonly string[] }
  /** Of the phone. */
  readonly mac: string
  /** Gets so many bytes from the web. @returns how many came */
  download(bytes: number): Promise<number>
  /** Everything that the gateway has said. */
  readonly log: string
  remove(): Promise<void>
}

const startsWithinMs = 120_000
const web = '198.51.100.1' // of RFC 5737, which nobody routes
const mac = '02:54:00:00:00:51'

/** @param portal where it listens on loopback, with the path */
export async function openOpennds(
  portal: string,
  { level, key, gatewayName }: { level: 1 | 2 | 3; key: string; gatewayName: string },
): Promise<OpenndsBox> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opennds-'))
  const { pid } = process
  const [gate, beyond] = [`tl-nds-${pid}`, `tl-web-${pid}`]
  const [near, office] = [`tln${pid}`, `tlo${pid}`]
  const net = `10.${200 + ((pid >> 8) & 31)}.${pid & 255}`
  const clearGate = keep(gate, folder)
  const clearWeb = keep(beyond, folder)
  const ip = (...args: string[]) => execFileSync('ip', args)
  const inGate = (...args: string[]) => ip('-n', gate, ...args)
  const inWeb = (...args: string[]) => ip('-n', beyond, ...args)
  const write = (name: string, lines: readonly string[]) => {
    fs.writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`)
    return path.join(folder, name)
  }

  let gateway: PeerProcess | undefined
  let site: PeerProcess | undefined
  let door: http.Server | https.Server | undefined
  const trusted = tls.getCACertificates('default')
  async function remove(): Promise<void> {
    await gateway?.end()
    await site?.end()
    door?.closeAllConnections()
    door?.close()
    tls.setDefaultCACertificates(trusted)
    await clearGate() // and with the namespace the cable
    await clearWeb()
  }

  try {
    ip('link', 'add', near, 'address', mac, 'type', 'veth', 'peer', 'name', 'lan', 'netns', gate)
    ip('address', 'add', `${net}.2/25`, 'dev', near)
    ip('link', 'set', near, 'up')
    ip('link', 'add', office, 'type', 'veth', 'peer', 'name', 'office', 'netns', gate)
    ip('address', 'add', `${net}.134/30`, 'dev', office)
    ip('link', 'set', office, 'up')
    inGate('link', 'add', 'wan', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', beyond)
    inGate('link', 'set', 'lo', 'up')
    for (const [name, address] of [
      ['lan', `${net}.1/25`],
      ['wan', `${net}.129/30`],
      ['office', `${net}.133/30`],
    ] as const) {
      inGate('address', 'add', address, 'dev', name)
      inGate('link', 'set', name, 'up')
    }
    inWeb('address', 'add', `${net}.130/30`, 'dev', 'eth0')
    inWeb('link', 'set', 'eth0', 'up')
    inWeb('link', 'set', 'lo', 'up')
    inWeb('address', 'add', `${web}/32`, 'dev', 'lo')
    inWeb('route', 'add', 'default', 'via', `${net}.129`)
    inGate('route', 'add', 'default', 'via', `${net}.130`)
    ip('route', 'add', `${web}/32`, 'via', `${net}.1`, 'dev', near)
    ip('netns', 'exec', gate, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward')

    const certificate = ['-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'certificate.pem'), '-subj', `/CN=${net}.134`]
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    execFileSync('openssl', [...request, ...certificate, '-addext', `subjectAltName=IP:${net}.134`], { stdio: 'ignore' })
    const [privateKey, cert] = ['key.pem', 'certificate.pem'].map((name) => fs.readFileSync(path.join(folder, name), 'utf8')) as [
      string,
      string,
    ]
    tls.setDefaultCACertificates([...trusted, cert])
    const pass = (asked: http.IncomingMessage, answer: http.ServerResponse) => {
      const url = new URL(asked.url ?? '/', portal)
      const passed = http.request(url, { method: asked.method ?? 'GET', headers: { ...asked.headers, host: url.host } }, (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers)
        got.pipe(answer)
      })
      passed.on('error', () => answer.destroy())
      asked.pipe(passed)
    }
    door = level === 3 ? https.createServer({ key: privateKey, cert }, pass) : http.createServer(pass)
    door.listen(0, `${net}.134`)
    await once(door, 'listening')

    const settings = {
      gatewayinterface: 'lan',
      gatewayname: gatewayName,
      enable_serial_number_suffix: 0,
      gatewayfqdn: 'disable',
      fasremoteip: `${net}.134`,
      fasport: (door.address() as AddressInfo).port,
      faspath: new URL(portal).pathname,
      fas_secure_enabled: level,
      faskey: key,
      allow_preemptive_authentication: 0,
      checkinterval: 2,
      binauth: '/usr/lib/opennds/binauth_log.sh', // newer ones have it on; it tells of whoever was put off
      debuglevel: 2,
    }
    const configuration = write(
      'opennds.conf',
      Object.entries(settings).map(([name, value]) => `${name} ${value}`),
    )
    // Its scripts write into these places of the system, so it gets some of its own; guests have to be among the leases.
    const start = write('start.sh', [
      'set -e',
      'mount -t tmpfs tmpfs /run',
      'mkdir -p /run/tmpfiles.d /run/misc',
      'cp /etc/hosts /run/hosts && mount --bind /run/hosts /etc/hosts',
      `mount --bind ${configuration} /etc/opennds/opennds.conf`,
      `echo "9999999999 ${mac} ${net}.2 phone *" > /run/misc/dnsmasq.leases`,
      'mount --bind /run/misc /var/lib/misc',
      `export SSL_CERT_FILE=${path.join(folder, 'certificate.pem')}`,
      'exec opennds -f -d 2',
    ])
    site = begin('ip', ['netns', 'exec', beyond, process.execPath, '-e', siteScript])
    gateway = begin('ip', ['netns', 'exec', gate, 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', start])
    const running = gateway
    await waitFor('openNDS', () => running.hasEnded || running.output().includes('openNDS is now running'), { withinMs: startsWithinMs })
    if (running.hasEnded) throw new Error(`openNDS ended before it was ready:\n${running.output()}`)
    return {
      hotspot: { url: `http://${web}`, hosts: [web, `${net}.1`, `${net}.134`] },
      mac,
      async download(bytes) {
        const answer = await fetch(`http://${web}/?bytes=${bytes}`, { signal: AbortSignal.timeout(30_000) })
        return (await answer.bytes()).length
      },
      get log() {
        return running.output()
      },
      remove,
    }
  } catch (error) {
    const said = gateway?.output() ?? ''
    await remove()
    throw new Error(`openNDS could not be started:\n${said}`, { cause: error })
  }
}

const siteScript = `require('node:http').createServer((request, response) => {
  const bytes = new URL(request.url, 'http://web').searchParams.get('bytes')
  response.end(bytes === null ? 'The internet' : Buffer.alloc(Number(bytes)))
}).listen(80, '${web}')`
