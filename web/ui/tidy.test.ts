import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const web = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(web, file), 'utf8')

test('only web/ui imports the component library, so that looks are changed in one place', () => {
  const others = globSync('{console,portal,field,i18n}/**/*.{ts,tsx}', { cwd: web }).filter((file) => read(file).includes("'@mantine/"))
  assert.deepEqual(others, [], 'use or extend a part of web/ui')
})

test('layout works right-to-left: style sheets say start and end, not left and right', () => {
  const physical =
    /(?:^|[\s;{])(?:margin|padding|border|inset)-(?:left|right)\b|(?:^|[\s;{])(?:left|right)\s*:|text-align:\s*(?:left|right)/m
  const others = globSync('{ui,console}/**/*.css', { cwd: web }).filter((file) => physical.test(read(file)))
  assert.deepEqual(others, [], 'write margin-inline-start, inset-inline-end, text-align: start')
})
