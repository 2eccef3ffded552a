import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'

const built = join(import.meta.dirname, '../../web/dist')

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

/** What a first visit may load: all screens of the way in, with everything that they import. */
const visits = [
  { name: 'sign-in', kilobytesMax: 175, screens: ['console/routes/sign-in.tsx'] },
  { name: 'sign-in and home', kilobytesMax: 215, screens: ['console/routes/sign-in.tsx', 'console/shell.tsx', 'console/routes/home.tsx'] },
]

suite('first load of the console', () => {
  for (const { name, kilobytesMax, screens } of visits)
    test(`${name}: at most ${kilobytesMax} kB of JavaScript, gzipped`, () => {
      const manifest = JSON.parse(readFileSync(join(built, '.vite', 'manifest.json'), 'utf8')) as Manifest
      const files = [...filesOf(manifest, ['index.html', ...screens])]
      const kilobytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file))).length, 0) / 1000
      assert.ok(kilobytes <= kilobytesMax, `${kilobytes.toFixed(1)} kB; load what is not seen at once by import() where it is used`)
    })
})

/** The files of these modules and of everything they import at once. */
function filesOf(manifest: Manifest, keys: readonly string[], seen = new Set<string>()): Set<string> {
  for (const key of keys) {
    const chunk = manifest[key]
    assert.ok(chunk, `${key} is not in the build`)
    if (seen.has(chunk.file)) continue
    seen.add(chunk.file)
    filesOf(manifest, chunk.imports ?? [], seen)
  }
  return seen
}
