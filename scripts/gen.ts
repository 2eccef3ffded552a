/** `npm run gen` remakes the generated files; `npm run gen -- --check` only says which of them are not up to date. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { openApiDocument } from '#kernel/openapi.ts'
import { migrate } from '#kernel/migrations.ts'
import { startPostgres } from '#kernel/postgres.ts'
import { modules } from '#server/modules.ts'
import { databaseTypes } from './gen/database-types.ts'
import { type OpenApi, openApiTypes } from './gen/openapi-types.ts'

const root = path.join(import.meta.dirname, '..')

const generated: Readonly<Record<string, () => Promise<string>>> = {
  'server/kernel/schema.gen.ts': generateSchema,
  'sdk/schema.gen.ts': generateSdk,
}

/** Loads the modules only now: while one is being written and does not load, the table types it needs can be made all the same. */
async function generateSdk(): Promise<string> {
  const [{ allModules }, { assemble }] = await Promise.all([import('#server/all-modules.ts'), import('#server/program.ts')])
  // The document is built as plain JSON; that it is OpenAPI is what its own test says.
  return openApiTypes(openApiDocument(assemble(allModules).routes) as unknown as OpenApi)
}

async function generateSchema(): Promise<string> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-gen-'))
  const postgres = await startPostgres({ dataDir, memoryMb: 16, settings: { fsync: 'off' } })
  const client = new pg.Client(postgres.ownerUrl)
  try {
    await migrate(postgres.ownerUrl, modules)
    await client.connect()
    return await databaseTypes(client)
  } finally {
    await client.end()
    await postgres.stop()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

const isCheck = process.argv.includes('--check')
for (const [file, generate] of Object.entries(generated)) {
  const filePath = path.join(root, file)
  const text = await generate()
  if (fs.existsSync(filePath) && fs.readFileSync(filePath, 'utf8') === text) continue
  if (isCheck) {
    console.error(`${file} is not up to date. Run: npm run gen`)
    process.exitCode = 1
  } else {
    fs.writeFileSync(filePath, text)
    console.log(`wrote ${file}`)
  }
}
process.exit()
