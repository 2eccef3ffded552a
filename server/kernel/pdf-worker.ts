// The child process that draws. Started and stopped by pdf.ts; one document at a time, because drawing is pure computation.
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import type { DrawAnswer, DrawRequest } from './pdf.ts'

/**
 * Typst keeps what it has laid out in case it is asked for again; after this many documents it forgets what was not. Often, because what
 * it keeps for nothing pushes the rest out of the processor's cache.
 */
const documentsPerEviction = 5
const generationsKept = 1

/** Templates read nothing outside this folder, which holds code and no data. */
const workspace = fileURLToPath(new URL('..', import.meta.url))
/** Where a template finds its data. As an input of the compiler they would be part of its library, which is then built anew for each document. */
const dataPath = 'virtual/data.json'

const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fontFolders() }] })
let drawn = 0

process.on('disconnect', () => process.exit())
process.on('message', (request: DrawRequest) => {
  process.send!(answer(request))
  if (++drawn % documentsPerEviction === 0) compiler.evictCache(generationsKept)
})

function answer({ id, template, data }: DrawRequest): DrawAnswer {
  try {
    return { id, pdf: draw(template, data) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  } finally {
    compiler.resetShadow() // virtual files belong to one document
  }
}

function draw(template: string, data: object): Uint8Array {
  const onePage = layOut(template, { ...data, isOnePage: true })
  const document = onePage.numOfPages === 1 ? onePage : layOut(template, { ...data, isOnePage: false })
  return compiler.pdf(document, { pdfStandard: 'a-2b' })
}

function layOut(template: string, data: object): NodeTypstDocument {
  compiler.mapShadow(`${workspace}${dataPath}`, Buffer.from(toJson(data)))
  const compiled = compiler.compile({ mainFilePath: template })
  if (!compiled.result) throw new Error(`${template}: ${diagnostics(compiled.takeDiagnostics())}`)
  return compiled.result
}

/** Bytes (a logo, a QR code) become virtual files; the template finds the path in their place. */
function toJson(data: object): string {
  // Looked up in its holder: a Buffer makes itself into an array of numbers before it is given as value.
  return JSON.stringify(data, function (this: Record<string, unknown>, key, value: unknown) {
    const given = this[key]
    return given instanceof Uint8Array ? virtualFile(given) : value
  })
}

function virtualFile(bytes: Uint8Array): string {
  const path = `/virtual/${createHash('sha256').update(bytes).digest('hex')}`
  compiler.mapShadow(`${workspace}${path.slice(1)}`, Buffer.from(bytes))
  return path
}

function diagnostics(error: ReturnType<ReturnType<NodeCompiler['compile']>['takeDiagnostics']>): string {
  const found: { message?: string }[] = error ? compiler.fetchDiagnostics(error) : []
  return found.map(({ message }) => message).join('; ') || 'the template cannot be drawn'
}

function fontFolders(): string[] {
  const families = ['noto-sans', 'noto-sans-bengali', 'noto-sans-devanagari']
  const weights = ['400Regular', '700Bold']
  return families.flatMap((family) => {
    const packageJson = import.meta.resolve(`@expo-google-fonts/${family}/package.json`)
    return weights.map((weight) => fileURLToPath(new URL(weight, packageJson)))
  })
}
