/** The certificate of RADIUS over TLS, and the authorities that NAS are vouched for by: files of the installation. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SecureContextOptions, TlsOptions } from 'node:tls'
import type { Config } from '#kernel/config.ts'

export type RadsecConfig = Pick<Config, 'DATA_DIR' | 'RADIUS_TLS_CERT' | 'RADIUS_TLS_KEY' | 'RADIUS_TLS_CA'>

/** Every NAS must show a certificate; which one it is decides, not who signed it, because a pinned certificate may have been signed by nobody. */
export const askingForCertificates = (files: SecureContextOptions): TlsOptions => ({
  ...files,
  requestCert: true,
  rejectUnauthorized: false,
})

/**
 * @returns null where there is no certificate: RADIUS over TLS is off
 * @throws Error when a file that was named in the environment cannot be read
 */
export async function readRadsecFiles(config: RadsecConfig): Promise<SecureContextOptions | null> {
  const usual = (file: string) => path.join(config.DATA_DIR, 'radsec', file)
  const [cert, key, ca] = await Promise.all([
    read(config.RADIUS_TLS_CERT, usual('cert.pem')),
    read(config.RADIUS_TLS_KEY, usual('key.pem')),
    read(config.RADIUS_TLS_CA, usual('ca.pem')),
  ])
  if (!cert || !key) return null
  // An empty list, not none: without, every public authority of the world would vouch for names.
  return { cert, key, ca: ca ? [ca] : [], minVersion: 'TLSv1.2' }
}

async function read(named: string | undefined, usual: string): Promise<Buffer | undefined> {
  try {
    return await readFile(named ?? usual)
  } catch (error) {
    if (named === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`RADIUS over TLS needs ${named ?? usual}, which cannot be read`, { cause: error })
  }
}
