/** What the server names and leaves to screens to say has words in their three languages. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parseAst } from 'rolldown/parseAst'
import { bn } from '../web/i18n/bn.ts'
import { en } from '../web/i18n/en.ts'
import { hi } from '../web/i18n/hi.ts'
import { type Message, placeholdersOf } from '../web/i18n/message.ts'
import { problems as inBengali } from '../web/i18n/problems-bn.ts'
import { problems as inHindi } from '../web/i18n/problems-hi.ts'
import { couponFaults } from './modules/catalog/errors.ts'
import { columns } from './modules/addresses/nat-log.ts'
import { words as portalWords } from './modules/hotspot/words.ts'
import { passwordFaults } from './modules/identity/errors.ts'
import { words as selfcareWords } from './modules/selfcare/words.ts'
import { usageFileFaults } from './modules/charging/errors.ts'
import { usageFaults } from './modules/charging/usage-record.ts'

const named = [
  ...columns.map((column) => `natLog.fault.${column}`),
  ...usageFaults.flatMap((fault) => [`value.fault.${fault}`, `usageFault.${fault}`]),
]

suite('words for what the server names', () => {
  for (const [language, catalogue] of Object.entries({ en, bn, hi }))
    test(language, () =>
      assert.deepEqual(
        named.filter((key) => !Object.hasOwn(catalogue, key)),
        [],
      ),
    )
})

// ---- problems -------------------------------------------------------------------------------------------------------------

/** Their sentence is made of what was found, often several things; whoever reads Bengali or Hindi reads these in English. */
const gathersFaults = new Set([
  'addresses.pool_impossible',
  'billing.not_ready_for_tax_office',
  'catalog.terms_invalid',
  'charging.prefixes_invalid',
  'customers.import_unreadable',
  'http.invalid',
  'lists.invalid_query',
  'payments.gateway_invalid',
])

/** Answers to other programs: routers that join, gateways that notify. */
const forPrograms = new Set(['payments.webhook_unreadable', 'payments.webhook_unsigned', 'routers.check_in_refused', 'routers.script_gone'])

/** What guests and customers see has words of its own beside its pages. */
const saidByPages = (language: 'bn' | 'hi') => ({ ...portalWords[language].problems, ...selfcareWords[language].problems })

const whys: Readonly<Record<string, readonly string[]>> = {
  'catalog.coupon_refused': Object.keys(couponFaults),
  'charging.usage_file_invalid': Object.keys(usageFileFaults),
  'identity.weak_password': Object.keys(passwordFaults),
}

suite('words for the problems of the server', () => {
  const raised = problemsRaised()
  const keys = [...raised.keys()]
    .filter((code) => !gathersFaults.has(code) && !forPrograms.has(code))
    .flatMap((code) => whys[code]?.map((why) => `${code}.${why}`) ?? [code])
    .toSorted()

  test('are looked for in all sources', () => assert.ok(raised.size > 300 && raised.has('http.forbidden')))

  for (const [language, words] of [
    ['bn', inBengali],
    ['hi', inHindi],
  ] as const) {
    const known = new Set(keys)
    test(`${language} has each of them, and no others: web/i18n/problems-${language}.ts`, () => {
      const missing = keys.filter((key) => !(key in words) && !(key in saidByPages(language)))
      const outlived = Object.keys(words).filter((key) => !known.has(key))
      assert.deepEqual({ missing, outlived }, { missing: [], outlived: [] })
    })
    test(`${language} fills in what the problem tells: told\`… \${{ number }} …\``, () => {
      for (const [key, message] of Object.entries<Message>(words)) {
        const told = raised.get(key)
        if (told)
          assert.deepEqual(
            placeholdersOf(message).filter((name) => !told.has(name)),
            [],
            key,
          )
      }
    })
  }
})

/** Codes in the sources, each with the names of what fills its sentence wherever it is raised. */
function problemsRaised(): Map<string, Set<string>> {
  const raised = new Map<string, Set<string>>()
  const note = (code: string, names: readonly string[]) =>
    raised.set(code, raised.has(code) ? raised.get(code)!.intersection(new Set(names)) : new Set(names))
  for (const file of globSync('**/*.ts', { cwd: import.meta.dirname, exclude: ['**/*.test.ts', '**/testing.ts'] }))
    visit(parseAst(readFileSync(join(import.meta.dirname, file), 'utf8'), { lang: 'ts' }), note)
  return raised
}

interface Node {
  readonly type?: string
  readonly name?: string
  readonly value?: unknown
  readonly callee?: Node
  readonly arguments?: readonly Node[]
  readonly quasi?: { readonly expressions: readonly Node[] }
  readonly properties?: readonly { readonly key?: Node; readonly value?: Node }[]
}

/** `new Problem('code', status, told\`…\`)`, and `{ code: 'module.code', detail: … }` of bulk actions. */
function visit(node: unknown, note: (code: string, names: readonly string[]) => void): void {
  if (typeof node !== 'object' || node === null) return
  const { type, callee, arguments: given = [], properties = [] } = node as Node
  if (type === 'NewExpression' && callee?.name === 'Problem' && typeof given[0]?.value === 'string')
    note(given[0].value, toldNames(given[2]))
  const code =
    type === 'ObjectExpression' &&
    properties.some(({ key }) => key?.name === 'detail') &&
    properties.find(({ key }) => key?.name === 'code')
  if (code && typeof code.value?.value === 'string' && code.value.value.includes('.')) note(code.value.value, [])
  for (const child of Object.values(node)) visit(child, note)
}

function toldNames(sentence: Node | undefined): string[] {
  return (sentence?.quasi?.expressions ?? []).flatMap(({ properties = [] }) => properties.map(({ key }) => String(key?.name)))
}
