/** What goes over the loopback, as a stranger's protocol analyser sees it. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { spawnBound } from './peer-process.ts'

/** Capturing takes root. */
export const canCapture = spawnSync('tshark', ['-v']).status === 0 && process.getuid?.() === 0

if (!canCapture)
  console.error(`
###############################################################################
##  tshark is not installed, or this is not root: nobody but us looks at the ##
##  packets we send. Install it: apt install tshark                          ##
###############################################################################
`)

export interface Capture {
  /** Ends it. @returns the RADIUS packets of these ports, each as the fields that were asked for */
  packets(fields: readonly string[], secret: string): Promise<string[][]>
}

/** Captures UDP of some ports from now on. */
export async function captureUdp(ports: readonly number[]): Promise<Capture> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-capture-'))
  const file = path.join(dir, 'radius.pcapng')
  const filter = ports.map((port) => `udp port ${port}`).join(' or ')
  const child = spawnBound('dumpcap', ['-i', 'lo', '-f', filter, '-w', file])
  for await (const line of createInterface({ input: child.stderr })) if (line.startsWith('File:')) break
  child.stderr.resume()
  return {
    async packets(fields, secret) {
      child.kill('SIGINT')
      await once(child, 'exit')
      const decoded = ports.flatMap((port) => ['-d', `udp.port==${port},radius`])
      const wanted = fields.flatMap((field) => ['-e', field])
      const preferences = ['-o', `radius.shared_secret:${secret}`, '-o', 'radius.validate_authenticator:TRUE']
      const { stdout, stderr, status } = spawnSync(
        'tshark',
        ['-r', file, ...decoded, ...preferences, '-Y', 'radius', '-T', 'fields', ...wanted],
        {
          encoding: 'utf8',
        },
      )
      fs.rmSync(dir, { recursive: true })
      if (status !== 0) throw new Error(`tshark: ${stderr}`)
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'))
    },
  }
}
