/**
 * An interpreter for that part of the RouterOS script language which short set-up scripts use: commands of menus with `[find …]`,
 * `:local`, `:set`, `:global`, `:if`, `:do … on-error`, `:foreach`, `:put`, `:error`, `:len`, `:pick`, `:resolve`, `:tostr`, strings with escapes and
 * variables, and expressions of `.`, `=`, `!=`, `<`, `>`, `&&`, `||` and `!`.
 */
import type { Row } from '#protocols/routeros'
import { Trap } from './tree.ts'

export type Value = string | readonly string[]

/** What commands do; the interpreter knows the language only. */
export interface Machine {
  /**
   * @param menu words before the verb, such as `['ip', 'hotspot']`
   * @param positional values without a name, in order; `[find …]` gives its list of ids as one value
   */
  command(menu: readonly string[], verb: string, named: Readonly<Record<string, Value>>, positional: readonly Value[]): Promise<Value>
  resolve(host: string): Promise<string>
  put(text: string): void
}

type Node =
  | { readonly kind: 'text'; readonly parts: readonly (string | Node)[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'command'; readonly statements: readonly Statement[] }
  | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  | { readonly kind: 'operation'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'not'; readonly of: Node }

interface Word {
  readonly name: string | null
  readonly value: Node
  /** As written, when it is a word without quotes. */
  readonly bare: string | null
}
type Statement = readonly Word[]

/** @throws Trap where the router would say "expected …" */
export async function runScript(text: string, machine: Machine): Promise<void> {
  await new Run(machine).all(new Parser(text).statements(null))
}

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text.replaceAll('\r\n', '\n').replaceAll(/\\\n\s*/g, '')
  }

  /** @param end the character that closes them, null at the end of the text */
  statements(end: string | null): Statement[] {
    const statements: Statement[] = []
    let words: Word[] = []
    const finish = () => {
      if (words.length > 0) statements.push(words)
      words = []
    }
    for (;;) {
      this.#skip(/[ \t]/)
      const next = this.#text[this.#at]
      if (next === undefined) {
        if (end !== null) throw this.#expected(end)
        finish()
        return statements
      }
      if (next === end) {
        this.#at++
        finish()
        return statements
      }
      if (next === '\n' || next === ';') {
        this.#at++
        finish()
      } else if (next === '#' && words.length === 0) this.#skip(/[^\n]/)
      else words.push(this.#word())
    }
  }

  #word(): Word {
    const named = /^([A-Za-z][\w.-]*)=/.exec(this.#text.slice(this.#at, this.#at + 60))
    if (named) {
      this.#at += named[0].length
      return { name: named[1]!, value: this.#value(), bare: null }
    }
    const from = this.#at
    const value = this.#value()
    return { name: null, value, bare: /^["$[({]/.test(this.#text[from]!) ? null : this.#text.slice(from, this.#at) }
  }

  #value(): Node {
    switch (this.#text[this.#at]) {
      case '"':
        return this.#quoted()
      case '$':
        return this.#variable()
      case '[':
        this.#at++
        return { kind: 'command', statements: this.statements(']') }
      case '{':
        this.#at++
        return { kind: 'block', statements: this.statements('}') }
      case '(':
        this.#at++
        return this.#closed(this.#expression())
      default:
        return this.#bare()
    }
  }

  #bare(): Node {
    const from = this.#at
    this.#skip(/[^\s;\]})"]/)
    return { kind: 'text', parts: [this.#text.slice(from, this.#at)] }
  }

  #variable(): Node {
    this.#at++
    const [name] = /^\w+/.exec(this.#text.slice(this.#at)) ?? []
    if (name === undefined) throw this.#expected('variable name')
    this.#at += name.length
    return { kind: 'variable', name }
  }

  #quoted(): Node {
    this.#at++
    const parts: (string | Node)[] = []
    for (;;) {
      const next = this.#text[this.#at]
      if (next === undefined || next === '\n') throw this.#expected('closing quote')
      if (next === '"') {
        this.#at++
        return { kind: 'text', parts }
      }
      if (next === '\\') parts.push(this.#escaped())
      else if (next === '$' && /[\w([]/.test(this.#text[this.#at + 1] ?? '')) {
        const isWord = /\w/.test(this.#text[this.#at + 1]!)
        if (!isWord) this.#at++
        parts.push(isWord ? this.#variable() : this.#value())
      } else {
        parts.push(next)
        this.#at++
      }
    }
  }

  #escaped(): string {
    const code = this.#text.slice(this.#at + 1, this.#at + 3)
    if (/^[0-9A-F]{2}$/.test(code)) {
      this.#at += 3
      return String.fromCharCode(Number.parseInt(code, 16))
    }
    const meaning = ({ n: '\n', r: '\r', t: '\t', _: ' ', '"': '"', '\\': '\\', $: '$', '?': '?' } as Row)[code[0]!]
    if (meaning === undefined) throw this.#expected('escape sequence')
    this.#at += 2
    return meaning
  }

  /** Loosest first: `||`, `&&`, comparisons, `.`. */
  #expression(level = 0): Node {
    const operators = [/^(\|\||or\b)/, /^(&&|and\b)/, /^(!=|<=|>=|=|<|>)/, /^\./][level]
    if (!operators) return this.#operand()
    let left = this.#expression(level + 1)
    for (;;) {
      this.#skip(/\s/)
      const [operator] = operators.exec(this.#text.slice(this.#at)) ?? []
      if (operator === undefined) return left
      this.#at += operator.length
      left = { kind: 'operation', operator, left, right: this.#expression(level + 1) }
    }
  }

  #operand(): Node {
    this.#skip(/\s/)
    if (this.#text[this.#at] === '!') {
      this.#at++
      return { kind: 'not', of: this.#operand() }
    }
    if (/["$[(]/.test(this.#text[this.#at] ?? '')) return this.#value()
    const from = this.#at
    this.#skip(/[\w-]/)
    if (from === this.#at) throw this.#expected('value')
    return { kind: 'text', parts: [this.#text.slice(from, this.#at)] }
  }

  #closed(node: Node): Node {
    this.#skip(/\s/)
    if (this.#text[this.#at] !== ')') throw this.#expected(')')
    this.#at++
    return node
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#text.length && what.test(this.#text[this.#at]!)) this.#at++
  }

  #expected(what: string): Trap {
    const line = this.#text.slice(0, this.#at).split('\n')
    return new Trap(`syntax error (line ${line.length} column ${line.at(-1)!.length + 1}): expected ${what}`, 1)
  }
}

const verbs: ReadonlySet<string> = new Set(
  'add set remove find get print enable disable fetch sign run import info warning error resolve unset'.split(' '),
)

class Run {
  readonly #machine: Machine
  readonly #variables = new Map<string, Value>()
  /** The menu that `[find …]` inside a command means. */
  #menu: readonly string[] = []

  constructor(machine: Machine) {
    this.#machine = machine
  }

  async all(statements: readonly Statement[]): Promise<Value> {
    let last: Value = ''
    for (const statement of statements) last = await this.#statement(statement)
    return last
  }

  async #statement(statement: Statement): Promise<Value> {
    const [first, ...rest] = statement
    if (first?.bare?.startsWith(':')) return this.#global(first.bare.slice(1), rest)
    return this.#command(statement)
  }

  async #global(name: string, words: readonly Word[]): Promise<Value> {
    const argument = (at: number) => this.#valueOf(words[at]?.value ?? { kind: 'text', parts: [''] })
    const blockOf = (wanted: string) => words.find((word) => word.name === wanted)?.value
    switch (name) {
      case 'local':
      case 'global':
      case 'set':
        this.#variables.set(words[0]!.bare ?? String(await argument(0)), words.length > 1 ? await argument(1) : '')
        return ''
      case 'put':
        this.#machine.put(text(await argument(0)))
        return ''
      case 'error':
        throw new Trap(text(await argument(0)))
      case 'len':
        return String((await argument(0)).length)
      case 'tostr':
        return text(await argument(0))
      case 'pick': {
        const picked = (await argument(0))[Number(await argument(1))]
        if (picked === undefined) throw new Trap('nothing to pick')
        return picked
      }
      case 'resolve':
        return this.#machine.resolve(text(await argument(0)))
      case 'delay':
        return ''
      case 'if': {
        const chosen = isTrue(await argument(0)) ? blockOf('do') : blockOf('else')
        return chosen ? this.#block(chosen) : ''
      }
      case 'foreach': {
        const [variable, list] = [words[0]!, words.find((word) => word.name === 'in')]
        // `:foreach s in=[…] do={…}`; the variable stands without a dollar.
        for (const item of listOf(await this.#valueOf(list!.value))) {
          this.#variables.set(variable.bare!, item)
          await this.#block(blockOf('do')!)
        }
        return ''
      }
      case 'do':
        try {
          return await this.#block(words[0]!.value)
        } catch (error) {
          const otherwise = blockOf('on-error')
          if (!(error instanceof Trap) || !otherwise) throw error
          return this.#block(otherwise)
        }
      default:
        throw new Trap(`bad command name ${name}`, 1)
    }
  }

  #block(node: Node): Promise<Value> {
    if (node.kind !== 'block') throw new Trap('expected a block', 1)
    return this.all(node.statements)
  }

  async #command(words: readonly Word[]): Promise<Value> {
    const path: string[] = []
    let at = 0
    for (; at < words.length && words[at]!.bare !== null && words[at]!.name === null; at++) {
      const parts = words[at]!.bare!.split('/').filter(Boolean)
      path.push(...parts)
      if (verbs.has(parts.at(-1) ?? '')) break
    }
    const verb = path.pop() ?? ''
    if (!verbs.has(verb)) throw new Trap(`bad command name ${verb}`, 1)
    const menu = path.length > 0 || words[0]!.bare?.startsWith('/') ? path : this.#menu
    const before = this.#menu
    this.#menu = menu
    try {
      const [named, positional] = await this.#arguments(words.slice(at + 1))
      return await this.#machine.command(menu, verb, named, positional)
    } finally {
      this.#menu = before
    }
  }

  async #arguments(words: readonly Word[]): Promise<[Readonly<Record<string, Value>>, readonly Value[]]> {
    const named: Record<string, Value> = {}
    const positional: Value[] = []
    for (const { name, value, bare } of words)
      if (name !== null) named[name] = await this.#valueOf(value)
      else if (bare !== 'where') positional.push(await this.#valueOf(value))
    return [named, positional]
  }

  async #valueOf(node: Node): Promise<Value> {
    switch (node.kind) {
      case 'text': {
        const parts = []
        for (const part of node.parts) parts.push(typeof part === 'string' ? part : text(await this.#valueOf(part)))
        return parts.join('')
      }
      case 'variable': {
        const value = this.#variables.get(node.name)
        if (value === undefined) throw new Trap(`no such variable ${node.name}`, 1)
        return value
      }
      case 'command':
        return this.all(node.statements)
      case 'block':
        throw new Trap('a block is no value here', 1)
      case 'not':
        return String(!isTrue(await this.#valueOf(node.of)))
      case 'operation':
        return operate(node.operator, await this.#valueOf(node.left), await this.#valueOf(node.right))
    }
    return node satisfies never
  }
}

const text = (value: Value): string => (typeof value === 'string' ? value : value.join(';'))
const listOf = (value: Value): readonly string[] => (typeof value === 'string' ? (value === '' ? [] : [value]) : value)
const isTrue = (value: Value) => value === 'true' || value === 'yes'

function operate(operator: string, leftValue: Value, rightValue: Value): Value {
  const [left, right] = [text(leftValue), text(rightValue)]
  const difference = /^\d+$/.test(left) && /^\d+$/.test(right) ? Number(left) - Number(right) : left < right ? -1 : Number(left > right)
  switch (operator) {
    case '.':
      return left + right
    case '=':
      return String(left === right)
    case '!=':
      return String(left !== right)
    case '<':
      return String(difference < 0)
    case '>':
      return String(difference > 0)
    case '<=':
      return String(difference <= 0)
    case '>=':
      return String(difference >= 0)
    case '&&':
    case 'and':
      return String(isTrue(leftValue) && isTrue(rightValue))
    case '||':
    case 'or':
      return String(isTrue(leftValue) || isTrue(rightValue))
    default:
      throw new Trap(`unknown operator ${operator}`, 1)
  }
}
