/** `eapol_test` of wpa_supplicant: a device and its access point in one program, by the code that is in most phones. */
import { execFile, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export const hasEapolTest = spawnSync('eapol_test', ['-v']).error === undefined

if (!hasEapolTest)
  console.error(`
##############################################################################
##  eapol_test is not installed: EAP is tested with our own supplicant      ##
##  alone, which proves less. Install it: apt install eapoltest             ##
##############################################################################
`)

export interface Device {
  /** Lines of a `network` block of wpa_supplicant, such as `eap=PEAP`. Paths come from `fileWith`. */
  readonly settings: Readonly<Record<string, string>>
  readonly port: number
  readonly secret: string
  readonly nasIdentifier: string
  /** Calling-Station-Id. */
  readonly mac?: string
}

export interface EapolResult {
  readonly isIn: boolean
  /** Whether the keys in the accept are those that the device derived. */
  readonly keysMatch: boolean
  readonly tlsVersion: string | undefined
  /** RADIUS packets sent. */
  readonly roundTrips: number
  readonly output: string
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eapol-test-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
let files = 0

/** @returns the path of a new file with these octets */
export function fileWith(octets: string | Uint8Array): string {
  const file = path.join(folder, String(++files))
  fs.writeFileSync(file, octets)
  return file
}

const withinSeconds = 60

export async function logIn({ settings, port, secret, nasIdentifier, mac = '02:00:00:00:00:01' }: Device): Promise<EapolResult> {
  const lines = Object.entries({ ssid: '"test"', key_mgmt: 'WPA-EAP', ...settings }).map(([name, value]) => `  ${name}=${value}`)
  const configuration = fileWith(`network={\n${lines.join('\n')}\n}\n`)
  const args = ['-c', configuration, '-a', '127.0.0.1', '-p', `${port}`, '-s', secret, '-M', mac, '-t', `${withinSeconds}`]
  const output = await new Promise<string>((resolve) =>
    execFile('eapol_test', [...args, '-N', `32:s:${nasIdentifier}`], { maxBuffer: 1e8 }, (_error, stdout) => resolve(stdout)),
  )
  return {
    isIn: /^SUCCESS$/m.test(output),
    keysMatch: /MPPE keys OK: 1 {2}mismatch: 0/.test(output),
    tlsVersion: /SSL: Using TLS version (\S+)/.exec(output)?.[1],
    roundTrips: output.match(/Sending RADIUS message to authentication server/g)?.length ?? 0,
    output,
  }
}
