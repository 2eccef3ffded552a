import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { en } from './en.ts'
import { first } from './en-first.ts'

const web = join(import.meta.dirname, '..')
/** What a first visit loads, and what opens over home without a screen being loaded. */
const entrances = [
  'console/main.tsx',
  'console/routes/sign-in.tsx',
  'console/shell.tsx',
  'console/routes/home.tsx',
  ...['command-palette', 'shortcuts', 'confirm-dialog', 'chart-canvas', 'navigation-drawer'].map((part) => `ui/${part}.tsx`),
]

test('a first visit names no text that is loaded with later screens', () => {
  const files = [...entrances.reduce((seen, file) => reachable(join(web, file), seen), new Set<string>())]
  const missing = files.flatMap((file) => keysIn(readFileSync(file, 'utf8')).filter((key) => !(key in first)))
  assert.deepEqual(missing, [], 'move these from web/i18n/en.ts to web/i18n/en-first.ts')
  assert.ok(files.length > 40, `only ${files.length} files were found`)
})

/** Keys that stand in a source as they are, and those that begin like a text made there: `role.${name}`. */
function keysIn(source: string): string[] {
  const whole = [...source.matchAll(/'([\w.-]+)'/g)].map(([, key]) => key!).filter((key) => key in en)
  const beginnings = [...source.matchAll(/`([\w-]+\.[\w.-]*)\$\{/g)].map(([, beginning]) => beginning!)
  return [...whole, ...Object.keys(en).filter((key) => beginnings.some((beginning) => key.startsWith(beginning)))]
}

/** A source and all that it imports at once. */
function reachable(file: string, seen: Set<string>): Set<string> {
  if (seen.has(file) || !/\.tsx?$/.test(file) || !existsSync(file) || file.endsWith('i18n/en.ts')) return seen
  seen.add(file)
  for (const [, from] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?!type)[^;]*?'([^']+)'$/gms))
    reachable(resolve(file, from!), seen)
  return seen
}

const doors: Readonly<Record<string, string>> = { '#api': 'api.ts', '#i18n': 'i18n/index.tsx' }
const resolve = (file: string, from: string) =>
  from.startsWith('.') ? join(dirname(file), from) : join(web, doors[from] ?? from.replace('#', ''))
