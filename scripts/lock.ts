/**
 * `npm run lock`, after a dependency was added: completes package-lock.json for other machines.
 *
 * A registry mirror may lack the packages that a library has for other platforms. npm then leaves them out of the lockfile in
 * silence, and `npm ci` refuses such a lockfile everywhere. Their names and versions stand in the library's own entry.
 */
import fs from 'node:fs'
import path from 'node:path'

interface Entry {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

const lockPath = path.join(import.meta.dirname, '..', 'package-lock.json')
const lock = JSON.parse(fs.readFileSync(lockPath, 'utf8')) as { packages: Record<string, Entry> }

const missing = Object.values(lock.packages).flatMap(({ dev, optionalDependencies = {} }) =>
  Object.entries(optionalDependencies).flatMap(([name, version]) => {
    const place = `node_modules/${name}`
    const platform = platformOf(name)
    return lock.packages[place] || !platform ? [] : [[place, { version, ...platform, ...(dev && { dev }), optional: true }] as const]
  }),
)

lock.packages = Object.fromEntries([...Object.entries(lock.packages), ...missing].toSorted(([a], [b]) => a.localeCompare(b, 'en')))
fs.writeFileSync(lockPath, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`added ${missing.length} packages of other platforms`)

/** `@oxlint/binding-linux-arm64-musl` -> what its package.json says of where it runs. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined {
  const match = /-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(gnu|musl)?\w*)?$/.exec(name)
  if (!match) return undefined
  const [, os = '', cpu = '', libc] = match
  return { os: [os], cpu: [cpu], ...(os === 'linux' && libc && { libc: [libc === 'gnu' ? 'glibc' : libc] }) }
}
