import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'
import { check, type House, importsOf, modulesIn, ownersOf, type Source } from './tidy.ts'

const root = path.join(import.meta.dirname, '..')
const read = (file: string): Source => ({ path: file.replaceAll('\\', '/'), text: fs.readFileSync(path.join(root, file), 'utf8') })
const find = (...patterns: string[]) =>
  fs
    .globSync(patterns, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' })
    .filter((file) => !file.startsWith('server/tidy.'))
    .map(read)

suite('the house is tidy', () => {
  test('every file keeps the rules', () => {
    const house: House = { modules: modulesIn(read('server/modules.ts')), owners: ownersOf(find('server/**/migrations/*.sql')) }
    const findings = check(find('{server,simulators,demo,web}/**/*.{ts,tsx}'), house)
    assert.equal(findings.length, 0, findings.map(({ path, problem, remedy }) => `${path}: ${problem}\n    ${remedy}`).join('\n'))
  })

  test('every folder in server/modules has its place in server/modules.ts', () => {
    const folders = fs.readdirSync(path.join(root, 'server/modules')).toSorted()
    assert.deepEqual(modulesIn(read('server/modules.ts')).toSorted(), folders)
  })

  test('no file names the machine it was written on', () => {
    const registry = new URL(process.env['npm_config_registry'] ?? 'https://registry.npmjs.org').host
    const places = [root, ...(registry === 'registry.npmjs.org' ? [] : [registry])]
    const named = trackedFiles().flatMap((file) => {
      const text = fs.readFileSync(path.join(root, file), 'latin1')
      return places
        .filter((place) => text.includes(place))
        .map((place) => `${file} names ${place}. Write a path from the root of the repository, or no host.`)
    })
    assert.deepEqual(named, [])
  })
})

function trackedFiles(): string[] {
  if (!fs.existsSync(path.join(root, '.git'))) return []
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return listed.split('\0').filter((file) => file && fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile())
}

suite('rules', () => {
  const house: House = {
    modules: ['ledger', 'billing', 'access'],
    owners: new Map([
      ['posting', 'ledger'],
      ['invoice', 'billing'],
      ['event', 'kernel'],
    ]),
  }
  const cases = [
    // file, text, is it found, why
    ['server/modules/billing/bill.ts', `import { post } from '#modules/ledger'`, false, 'a lower module, through its door'],
    ['server/modules/ledger/post.ts', `import { bill } from '#modules/billing'`, true, 'an upper module'],
    ['server/modules/ledger/post.ts', `import type { Bill } from '#modules/billing'`, true, 'a type of an upper module is an arrow too'],
    ['server/modules/billing/bill.ts', `export { x } from '#modules/ledger/store.ts'`, true, 'past the door'],
    ['server/modules/billing/bill.ts', `import { x } from '../ledger/index.ts'`, true, 'out of the folder'],
    ['server/modules/billing/pdf/page.ts', `import { x } from '../bill.ts'`, false, 'up, but still inside'],
    ['server/modules/billing/bill.test.ts', `import { nas } from '#simulators/nas'`, false, 'tests use simulators'],
    ['server/modules/billing/bill.ts', `await import('#simulators/nas')`, true, 'the program does not'],
    ['server/kernel/jobs.ts', `import { bill } from '#modules/billing'`, true, 'the kernel knows no business'],
    ['server/protocols/radius/codec.ts', `import dgram from 'node:dgram'`, true, 'no sockets in protocols'],
    ['server/protocols/radius/codec.ts', `import { hash } from 'node:crypto'`, false, 'hashing is computing'],
    ['simulators/nas/index.ts', `import { x } from '#modules/access'`, true, 'a simulator is a stranger'],
    ['web/console/home.tsx', `import { Button } from '@mantine/core'`, true, 'the component library stays in web/ui'],
    ['web/ui/button.tsx', `import { Button } from '@mantine/core'`, false, 'there it is at home'],
    ['server/modules/billing/bill.ts', 'await sql`select 1`', true, 'SQL outside the store'],
    ['server/modules/billing/store.ts', 'await sql`insert into invoice values (1)`', false, 'the owner writes its table'],
    ['server/modules/access/store.ts', 'await sql`update invoice set x = 1`', true, 'somebody else does not'],
    ['server/modules/access/store.ts', `tx.deleteFrom('posting')`, true, 'nor with the builder'],
    ['server/modules/access/store.ts', 'await sql`select * from invoice`', false, 'reading is free'],
    ['server/modules/billing/bill.ts', 'const at = new Date()', true, 'time is a parameter'],
    ['server/modules/billing/bill.ts', '// new Date() would be wrong here', false, 'comments may say so'],
    ['server/modules/billing/bill.test.ts', `import pg from 'pg'`, true, 'a unit test has no database'],
    ['server/modules/billing/bill.test.ts', 'openDatabase(url)', true, 'however it gets there'],
    ['server/modules/billing/bill.test.ts', `import './testing.ts'\nopenDatabase(url)`, false, 'a case does'],
    ['server/kernel/time.ts', 'Date.now()', false, 'somebody has to read the clock'],
  ] as const
  for (const [file, text, isFound, why] of cases) test(why, () => assert.equal(check([{ path: file, text }], house).length > 0, isFound))

  test('imports are found in every form', () => {
    const text = `import a from 'a'\nimport 'b'\nimport {\n  c,\n} from 'c'\nexport * from 'd'\nimport type { E } from "e"\nconst f = await import('f')`
    assert.deepEqual(importsOf({ path: 'x.ts', text }), ['a', 'b', 'c', 'd', 'e', 'f'])
  })
})
