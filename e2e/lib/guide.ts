/** The guides for operators, as somebody reads them who does what they say: a test that walks one cannot leave a sentence out. */
import { deepEqual, ok } from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'

const guides = path.join(import.meta.dirname, '..', '..', 'docs', 'guides')

/** A part of a guide while it is followed. */
export interface Step {
  /** The words of a control as the guide prints them, in italics. @throws AssertionError where this step does not name it */
  says(label: string): string
  /** What is to be typed, as the guide prints it. */
  types(text: string): string
}

export class Guide {
  readonly #parts: ReadonlyMap<string, string>
  /** Settings with which the guide starts the program. */
  readonly settings: Readonly<Record<string, string>>

  constructor(file: string) {
    const text = fs.readFileSync(path.join(guides, file), 'utf8')
    const [, settings = ''] = /^(.*) npm start$/m.exec(text) ?? []
    this.settings = Object.fromEntries([...settings.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name!, value!]))
    this.#parts = new Map(
      text.split(/^## /m).map((part) => {
        const end = part.indexOf('\n')
        return [part.slice(0, end), part.slice(end)]
      }),
    )
  }

  /** The steps to be followed, in order: the headings with a number. */
  get steps(): readonly string[] {
    return [...this.#parts.keys()].filter((heading) => /^\d+\. /.test(heading))
  }

  /** Follows a step. Every control that it names has to be used, and none besides. */
  async follow(heading: string, walk: (step: Step) => Promise<void>): Promise<void> {
    const part = this.#parts.get(heading)
    ok(part !== undefined, `The guide has a part "${heading}"`)
    const told = part.replaceAll(/^\|.*$/gm, '') // a table says what to do where something is otherwise
    const named = new Set([...told.matchAll(/(?<![*\w])\*([^*\n]+)\*(?!\*)/g)].map(([, label]) => label!))
    const used = new Set<string>()
    await walk({
      says(label) {
        ok(named.has(label), `"${heading}" names *${label}*`)
        used.add(label)
        return label
      },
      types(text) {
        ok(part.includes(`\`${text}\``), `"${heading}" says to type \`${text}\``)
        return text
      },
    })
    deepEqual([...named.difference(used)], [], `every control of "${heading}" was used`)
  }
}
