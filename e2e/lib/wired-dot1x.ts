/**
 * hostapd as a switch with 802.1X, and wpa_supplicant as the computer at its port: a cable (veth) whose far end is in a network namespace
 * of its own. What they say to RADIUS goes over loopback.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { begin, canAddNamespaces, canRun, keep, type PeerProcess } from './peer-process.ts'
import { waitFor } from './wait-for.ts'

const missing = [
  ...(canRun('hostapd', '-v') ? [] : ['hostapd']),
  ...(canRun('wpa_supplicant', '-v') ? [] : ['wpa_supplicant']),
  ...(canRun('ip', '-V') ? [] : ['ip']),
  ...(process.getuid?.() === 0 ? [] : ['root']),
]
export const canPlug = missing.length === 0 && canAddNamespaces()

if (!canPlug)
  console.error(`
##############################################################################
##  802.1X with hostapd and wpa_supplicant is not tested: it needs both     ##
##  programs, iproute2 and root.  apt install hostapd wpasupplicant iproute2 ##
##############################################################################
`)

export interface SwitchOptions {
  readonly authPort: number
  readonly acctPort: number
  readonly coaPort: number
  readonly secret: string
  readonly nasIdentifier: string
}

export interface Port {
  /**
   * Starts a computer with a `network` block of wpa_supplicant. Each has an address of its own, for a switch does not talk to a refused
   * one for a minute (IEEE 802.1X-2004 §8.2.4.1.2).
   */
  plug(settings: Readonly<Record<string, string>>): void
  /** Ends it without a word, as when the cable is pulled. */
  unplug(): Promise<void>
  /** What both have said so far, for a person who looks at a failure. */
  readonly log: string
  /** What the computer saw last. */
  readonly lastEvent: 'CONNECTED' | 'DISCONNECTED' | 'EAP-FAILURE' | undefined
  remove(): Promise<void>
}

/** Starts the switch. */
export async function openPort({ authPort, acctPort, coaPort, secret, nasIdentifier }: SwitchOptions): Promise<Port> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dot1x-'))
  const space = `tl-${process.pid}`
  const [near, far] = [`tls${process.pid}`, `tlc${process.pid}`]
  const ip = (...args: string[]) => execFileSync('ip', args)
  const clear = keep(space, folder)
  ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', space)
  ip('link', 'set', near, 'up')
  ip('netns', 'exec', space, 'ip', 'link', 'set', far, 'up')

  const write = (name: string, lines: readonly string[]) => {
    fs.writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`)
    return path.join(folder, name)
  }
  const hostapd = write('hostapd.conf', [
    `interface=${near}`,
    'driver=wired',
    'ieee8021x=1',
    'use_pae_group_addr=1',
    'eap_reauth_period=0',
    'own_ip_addr=127.0.0.1',
    `nas_identifier=${nasIdentifier}`,
    ...(['auth', 'acct'] as const).flatMap((kind) => [
      `${kind}_server_addr=127.0.0.1`,
      `${kind}_server_port=${kind === 'auth' ? authPort : acctPort}`,
      `${kind}_server_shared_secret=${secret}`,
    ]),
    `radius_das_port=${coaPort}`,
    `radius_das_client=127.0.0.1 ${secret}`,
  ])
  const running = begin('hostapd', ['-d', hostapd])
  let computer: PeerProcess | undefined
  let computers = 0
  await waitFor('the switch', () => running.output().includes('AP-ENABLED'))

  return {
    plug(settings) {
      const lines = Object.entries({ key_mgmt: 'IEEE8021X', eapol_flags: '0', ...settings }).map(([name, value]) => `  ${name}=${value}`)
      ip('netns', 'exec', space, 'ip', 'link', 'set', far, 'address', `02:00:00:00:00:${(++computers).toString(16).padStart(2, '0')}`)
      const file = write('wpa_supplicant.conf', ['ap_scan=0', 'network={', ...lines, '}'])
      computer = begin('ip', ['netns', 'exec', space, 'wpa_supplicant', '-D', 'wired', '-i', far, '-c', file])
    },
    async unplug() {
      await computer?.end()
      computer = undefined
    },
    get log() {
      return [running.output(), computer?.output()].join('\n')
    },
    get lastEvent() {
      return lastEvent(computer?.output() ?? '')
    },
    async remove() {
      await computer?.end()
      await running.end()
      await clear() // and with the namespace the cable
    },
  }
}

const lastEvent = (log: string) => [...log.matchAll(/CTRL-EVENT-(CONNECTED|DISCONNECTED|EAP-FAILURE)/g)].at(-1)?.[1] as Port['lastEvent'] // one of those it looks for
