/** The rules of the house that a compiler does not know, as functions over source text. `tidy.test.ts` applies them. */

export interface Source {
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface Finding {
  readonly path: string
  readonly problem: string
  readonly remedy: string
}

export interface House {
  /** Module names in floor order. */
  readonly modules: readonly string[]
  /** Table -> the module that creates it, or `kernel`. */
  readonly owners: ReadonlyMap<string, string>
}

type Rule = (source: Source, house: House) => Omit<Finding, 'path'>[]

export function check(sources: readonly Source[], house: House): Finding[] {
  return sources.flatMap((source) => rules.flatMap((rule) => rule(source, house).map((finding) => ({ path: source.path, ...finding }))))
}

/** What a file imports, in the order written. */
export function importsOf({ text }: Source): string[] {
  const statement = /^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm
  return [...text.matchAll(statement)].map(([, fixed, dynamic]) => fixed ?? dynamic ?? '')
}

/** `server/modules/billing/store.ts` -> `billing`. */
export const moduleOf = (path: string): string | undefined => /^server\/modules\/([^/]+)\//.exec(path)?.[1]

/** `#modules/ledger` -> `ledger`. */
export const importedModule = (specifier: string): string | undefined => /^#modules\/([^/]+)/.exec(specifier)?.[1]

/** Table -> module, from the `create table` lines of migrations. */
export function ownersOf(migrations: readonly Source[]): Map<string, string> {
  return new Map(
    migrations.flatMap(({ path, text }) => {
      const tables = [...text.matchAll(/^\s*create (?:unlogged )?table (?:if not exists )?(\w+)/gim)]
      return tables.map(([, table = '']) => [table, moduleOf(path) ?? 'kernel'] as const)
    }),
  )
}

/** The `modules` list of `server/modules.ts`, read as text so that a broken module does not hide a broken rule. */
export function modulesIn({ text }: Source): string[] {
  const list = /modules = \[([\s\S]*?)\]/.exec(text)?.[1] ?? ''
  return [...list.matchAll(/^\s*'([\w-]+)'/gm)].map(([, name = '']) => name)
}

/** Tests, and the `testing.ts` beside them that several share. */
const isTest = (path: string) => /(\.test\.tsx?|\/testing\.ts)$/.test(path)
/** Tests of the `cases` group: they work on PostgreSQL, which a `testing.ts` or the launcher itself starts. */
export function needsDatabase(test: Source): boolean {
  return importsOf(test).some((specifier) => /(^|\/)(testing|postgres)\.ts$/.test(specifier))
}

const isIn = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(`${folder}/`))
const codeOf = ({ text }: Source) => text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')

const rules: readonly Rule[] = [
  function modulesImportDownwardsThroughTheDoor(source, { modules }) {
    const importer = moduleOf(source.path)
    if (!importer) return []
    return importsOf(source).flatMap((specifier) => {
      const imported = importedModule(specifier)
      if (imported === importer) return [{ problem: `imports its own module as ${specifier}`, remedy: 'Inside a module import ./file.ts.' }]
      if (imported && modules.indexOf(imported) > modules.indexOf(importer))
        return [
          {
            problem: `${importer} imports ${imported}, which stands above it`,
            remedy:
              'Emit an event that the upper module subscribes to, or take a function as a parameter where main.ts puts things together.',
          },
        ]
      if (specifier.startsWith('#modules/') && specifier !== `#modules/${imported}`)
        return [
          {
            problem: `imports ${specifier}, past the door`,
            remedy: `Export what is needed from server/modules/${imported}/index.ts and import #modules/${imported}.`,
          },
        ]
      if (climbsOutOf(source.path, specifier, `server/modules/${importer}`))
        return [{ problem: `imports ${specifier}, outside its folder`, remedy: 'Use #kernel/…, #protocols/… or #modules/NAME.' }]
      if (isTest(source.path) && specifier === '#server/modules.ts') return [] // to migrate a database of its own
      if (specifier.startsWith('#server/') || (specifier.startsWith('#simulators/') && !isTest(source.path)))
        return [
          {
            problem: `imports ${specifier}`,
            remedy: 'A module stands on the kernel, protocols and lower modules only; simulators are for tests.',
          },
        ]
      return []
    })
  },

  function kernelKnowsNoBusiness(source) {
    if (!isIn(source.path, 'server/kernel')) return []
    const wrong = importsOf(source).filter(
      (specifier) => /^#(modules|server|simulators)\//.test(specifier) || climbsOutOf(source.path, specifier, 'server/kernel'),
    )
    // Tests need the names of the modules to migrate a database.
    const allowed = source.path === 'server/kernel/testing.ts' || isTest(source.path) ? ['../modules.ts', '#server/modules.ts'] : []
    return wrong
      .filter((specifier) => !allowed.includes(specifier))
      .map((specifier) => ({
        problem: `the kernel imports ${specifier}`,
        remedy: 'Take it as a parameter; main.ts and program.ts pass business into the kernel.',
      }))
  },

  function protocolsDoNoInputOrOutput(source) {
    if (!isIn(source.path, 'server/protocols') || isTest(source.path)) return []
    const allowed = /^(\.|#protocols\/|node:(crypto|buffer|util)$)/
    const onlyParsesAddresses = { ...source, text: source.text.replaceAll(/^import \{[\sisIPv46,]+\} from 'node:net'$/gm, '') }
    return importsOf(onlyParsesAddresses)
      .filter((specifier) => !allowed.test(specifier) || climbsOutOf(source.path, specifier, 'server/protocols'))
      .map((specifier) => ({
        problem: `a protocol imports ${specifier}`,
        remedy: 'Protocols turn bytes into values and back; sockets, files, clocks and the kernel belong to the module that uses them.',
      }))
  },

  function simulatorsAreStrangers(source) {
    if (!isIn(source.path, 'simulators')) return []
    return importsOf(source)
      .filter((specifier) => /^#(modules|server)\/|server\/modules/.test(specifier))
      .map((specifier) => ({
        problem: `a simulator imports ${specifier}`,
        remedy: 'A simulator speaks the wire protocol as a stranger would; use #protocols/… and write down what it needs.',
      }))
  },

  function webTalksHttpOnly(source) {
    if (!isIn(source.path, 'web')) return []
    const specifiers = importsOf(source)
    const server = specifiers.filter((specifier) => /^#(kernel|modules|protocols|server)\/|\/server\//.test(specifier))
    const library = isIn(source.path, 'web/ui') ? [] : specifiers.filter((specifier) => specifier.startsWith('@mantine/'))
    return [
      ...server.map((specifier) => ({
        problem: `the web imports ${specifier}`,
        remedy: 'Ask the server through the API; types come from sdk/.',
      })),
      ...library.map((specifier) => ({
        problem: `imports ${specifier} outside web/ui`,
        remedy: 'Give web/ui a component that says what is meant, and use that.',
      })),
    ]
  },

  // Lists are declared with their columns' expressions; `verify.ts` asks the database whether the books add up.
  function sqlLivesInTheStore(source) {
    if (!moduleOf(source.path) || isTest(source.path) || /(^|[/-])(store|lists|verify)\.ts$/.test(source.path)) return []
    const builds = /\bsql(<[^`]*>)?`|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/.exec(codeOf(source))
    return builds
      ? [
          {
            problem: `holds SQL (${builds[0]}…)`,
            remedy: 'Move the statement to store.ts, into a function named after what the business asks.',
          },
        ]
      : []
  },

  function tablesAreWrittenByTheirOwner(source, { owners }) {
    const writer = moduleOf(source.path) ?? (isIn(source.path, 'server/kernel') ? 'kernel' : undefined)
    if (!writer || isTest(source.path) || source.path === 'server/kernel/testing.ts') return []
    const write = /\b(?:insert into|update|delete from|truncate|copy)\s+(?:only\s+)?(\w+)|\.(?:insertInto|updateTable|deleteFrom)\('(\w+)/gi
    const written = new Set([...codeOf(source).matchAll(write)].map(([, sql, builder]) => sql ?? builder ?? ''))
    return [...written].flatMap((table) => {
      const owner = owners.get(table)
      if (!owner || owner === writer) return []
      return [
        {
          problem: `writes ${table}, a table of ${owner}`,
          remedy: `Call a use case of #modules/${owner}, or emit an event it subscribes to.`,
        },
      ]
    })
  },

  function databasesOfTestsAreSeen(source) {
    if (!/^(server|simulators|demo|web)\/.*\.test\.ts$/.test(source.path) || needsDatabase(source)) return []
    const opens = importsOf(source).includes('pg') ? `import of 'pg'` : /\b(openDatabase|migrate)\(/.exec(codeOf(source))?.[0]
    if (!opens) return []
    return [
      {
        problem: `opens a database (${opens}), and would run among the unit tests`,
        remedy: 'Take a tenant from testTenant in #kernel/testing.ts; what imports a testing.ts runs among the cases.',
      },
    ]
  },

  function timeComesFromTheClock(source) {
    if (!isIn(source.path, 'server', 'simulators', 'demo') || isTest(source.path) || source.path === 'server/kernel/time.ts') return []
    const used = /\bnew Date\b|\bDate\.(now|parse|UTC)\b|\bTemporal\.Now\b/.exec(codeOf(source))
    return used
      ? [
          {
            problem: `uses ${used[0]}`,
            remedy: 'Take `now` as a parameter, or a Clock from #kernel/time.ts; performance.now() measures how long something took.',
          },
        ]
      : []
  },
]

/** Whether a relative import ends outside a folder. */
function climbsOutOf(path: string, specifier: string, folder: string): boolean {
  if (!specifier.startsWith('.')) return false
  return !new URL(specifier, `file:///${path}`).pathname.startsWith(`/${folder}/`)
}
