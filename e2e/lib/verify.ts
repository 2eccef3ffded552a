import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Trunkline } from './trunkline.ts'

/** `npm run verify` on an installation: proves audit log, ledger, invoices and payments. @returns its exit code and what it said */
export async function verify({ dataDir }: Trunkline): Promise<{ code: number | null; output: string }> {
  const script = path.join(import.meta.dirname, '..', '..', 'scripts', 'verify.ts')
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => parts.push(part))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, output: parts.join('') }
}
