import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { allModules } from './all-modules.ts'
import { pagesOf } from './program.ts'

test('every page that a module prints is one that a module has', () => {
  const sources = globSync('modules/**/*.ts', { cwd: import.meta.dirname, exclude: ['**/*.test.ts'] })
  const printed = sources.flatMap((file) =>
    Array.from(readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/\.pages\['([^']+)'\]/g), ([, name]) => name),
  )
  assert.deepEqual([...new Set(printed)].toSorted(), Object.keys(pagesOf(allModules)).toSorted())
  assert.ok(printed.includes('invoice.payment'))
})
