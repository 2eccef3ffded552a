import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parseAst } from 'rolldown/parseAst'
import { bn } from './bn.ts'
import { en } from './en.ts'
import { first } from './en-first.ts'
import { hi } from './hi.ts'
import { type Message, fill, placeholdersOf } from './message.ts'

const english: Readonly<Record<string, Message>> = en

/** In English the texts of a first visit stand in a file of their own. */
const keysOf = (catalogue: object, isFirst: boolean) => Object.keys(catalogue).filter((key) => key in first === isFirst)

/** A placeholder, a key of the keyboard, and proper names. */
const sameEverywhere = [
  'bulk.confirm.title',
  'settings.hotspot.opennds.level',
  'shell.searchKey',
  'value.vendor.accel-ppp',
  'value.vendor.chillispot',
  'value.vendor.mikrotik',
]

suite('catalogues', () => {
  for (const [language, catalogue] of Object.entries({ bn, hi })) {
    test(`${language} has the keys of English, in its order`, () => {
      for (const isFirst of [true, false]) assert.deepEqual(keysOf(catalogue, isFirst), keysOf(en, isFirst))
    })
    test(`${language} fills in the same values`, () => {
      for (const [key, message] of Object.entries<Message>(catalogue))
        assert.deepEqual(placeholdersOf(message), placeholdersOf(english[key] ?? ''), key)
    })
    test(`${language} leaves nothing in English`, () => {
      const same = Object.entries<Message>(catalogue).filter(([key, message]) => typeof message === 'string' && message === english[key])
      assert.deepEqual(same.map(([key]) => key).toSorted(), sameEverywhere)
    })
  }
})

test('a plural takes its form from the language and its digits from the locale', () => {
  assert.equal(fill(en['list.count'], { count: 1 }, 'en-US'), '1 row')
  assert.equal(fill(en['list.count'], { count: 1284 }, 'en-IN'), '1,284 rows')
  assert.equal(fill(bn['list.count'], { count: 1284 }, 'bn-BD'), '১,২৮৪টি সারি')
  assert.equal(fill(hi['list.count'], { count: 0 }, 'hi-IN'), '0 पंक्ति')
})

const web = join(import.meta.dirname, '..')
const wordProps = new Set([
  'label',
  'title',
  'text',
  'alt',
  'placeholder',
  'aria-label',
  'hint',
  'description',
  'submitLabel',
  'promise',
  'detail',
])

test('components hold no words of their own', () => {
  const found = globSync('{ui,console}/**/*.tsx', { cwd: web }).flatMap((file) =>
    wordsIn(parseAst(readFileSync(join(web, file), 'utf8'), { lang: 'tsx' })).map((words) => `${file}: ${words}`),
  )
  assert.deepEqual(found, [], 'put these into web/i18n/{en,bn,hi}.ts and write t(key)')
})

/** Texts between tags and in properties that people read or hear; signs and the product's own name need no translation. */
function wordsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(wordsIn)
  if (typeof node !== 'object' || node === null) return []
  const { type, value, name } = node as { type?: string; value?: unknown; name?: { name?: unknown } } // an ESTree node
  const deeper = Object.values(node).flatMap(wordsIn)
  if (type === 'JSXText' && isWords(value)) return [String(value).trim(), ...deeper]
  if (type === 'JSXAttribute' && wordProps.has(String(name?.name)) && isWords(literal(value))) return [String(literal(value)), ...deeper]
  return deeper
}

const literal = (value: unknown) => (typeof value === 'object' && value !== null && 'value' in value ? value.value : undefined)
const isWords = (value: unknown) => typeof value === 'string' && /\p{Letter}{2}/u.test(value)
