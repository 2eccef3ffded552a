/** `npm run graph` prints which module imports which; `npm run graph -- --mermaid` as a diagram for documents. */
import fs from 'node:fs'
import path from 'node:path'
import { importedModule, importsOf, moduleOf, modulesIn, type Source } from '#server/tidy.ts'

const root = path.join(import.meta.dirname, '..')
const read = (file: string): Source => ({ path: file, text: fs.readFileSync(path.join(root, file), 'utf8') })

const modules = modulesIn(read('server/modules.ts'))
const below = new Map(modules.map((name) => [name, new Set<string>()]))
for (const source of fs.globSync('server/modules/*/**/*.ts', { cwd: root }).map(read)) {
  const imported = importsOf(source).flatMap((specifier) => importedModule(specifier) ?? [])
  for (const name of imported) below.get(moduleOf(source.path) ?? '')?.add(name)
}

const inFloorOrder = (names: ReadonlySet<string>) => modules.filter((name) => names.has(name))
if (process.argv.includes('--mermaid')) {
  console.log('graph BT')
  for (const [name, names] of below) console.log([`  ${name}`, ...inFloorOrder(names).map((other) => `  ${name} --> ${other}`)].join('\n'))
} else {
  for (const [name, names] of [...below].toReversed()) console.log(`${name.padEnd(16)} ${inFloorOrder(names).join(' ') || '·'}`)
}
