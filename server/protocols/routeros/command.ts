/** Commands as they are asked, and what comes back. */
import { createHash } from 'node:crypto'
import { RouterOsFormatError } from './sentence.ts'

export type Row = Readonly<Record<string, string>>

export interface Command {
  /** Menu and verb, as `/ppp/active/print`. */
  readonly path: string
  readonly attributes?: Row
  /** Properties wanted of each row; without them a router sends all it has. */
  readonly properties?: readonly string[]
  /** Words behind the question mark, in order: `name=alice`, `-comment`, `#|`. */
  readonly queries?: readonly string[]
  /** Comes back with every reply, so that several commands can be open at once. */
  readonly tag?: string
}

export function commandWords({ path, attributes = {}, properties, queries = [], tag }: Command): string[] {
  return [
    path,
    ...Object.entries(attributes).map(([name, value]) => `=${name}=${value}`),
    ...(properties ? [`=.proplist=${properties.join(',')}`] : []),
    ...queries.map((query) => `?${query}`),
    ...(tag === undefined ? [] : [`.tag=${tag}`]),
  ]
}

/** The other way, as a router reads it. */
export function parseCommand(words: readonly string[]): Required<Command> | undefined {
  const [path, ...rest] = words
  if (!path?.startsWith('/')) return undefined
  const { properties, ...attributes } = renamed(attributesIn(rest))
  return {
    path,
    attributes,
    properties: properties === undefined ? [] : properties.split(','),
    queries: rest.filter((word) => word.startsWith('?')).map((word) => word.slice(1)),
    tag: tagIn(rest) ?? '',
  }
}

const renamed = ({ '.proplist': properties, ...attributes }: Row): Row => ({
  ...attributes,
  ...(properties !== undefined && { properties }),
})

export const replyKinds = ['re', 'done', 'trap', 'fatal', 'empty'] as const
export type ReplyKind = (typeof replyKinds)[number]

export interface Reply {
  readonly kind: ReplyKind
  readonly tag: string | undefined
  readonly attributes: Row
  /** What a trap or a fatal error says. */
  readonly message: string | undefined
}

/** @throws RouterOsFormatError when it is no reply */
export function parseReply(words: readonly string[]): Reply {
  const [word = '', ...rest] = words
  const kind = replyKinds.find((one) => word === `!${one}`)
  if (!kind) throw new RouterOsFormatError(`${word.slice(0, 40)} is no reply`)
  const attributes = attributesIn(rest)
  // !fatal says why in a word of its own.
  const message = attributes['message'] ?? (kind === 'fatal' ? rest.find((one) => !/^[=.]/.test(one)) : undefined)
  return { kind, tag: tagIn(rest), attributes, message }
}

const tagIn = (words: readonly string[]) => words.find((word) => word.startsWith('.tag='))?.slice('.tag='.length)

/** `=name=value`; a value may hold more signs of equality. */
function attributesIn(words: readonly string[]): Row {
  return Object.fromEntries(
    words.flatMap((word) => {
      const [, name, value] = /^=([^=]+)=([\s\S]*)$/.exec(word) ?? []
      return name === undefined || value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Since RouterOS 6.43. Older routers answer with `=ret=`, a challenge; see `challengeResponse`. */
export const loginWords = (name: string, password: string): string[] => ['/login', `=name=${name}`, `=password=${password}`]

/**
 * The answer to a challenge of RouterOS before 6.43: `00` and the hexadecimal MD5 of an octet 0, the password and the challenge.
 * @param challenge 32 hexadecimal digits
 */
export function challengeResponse(password: string, challenge: string): string {
  const hash = createHash('md5')
    .update(Buffer.from([0]))
    .update(password)
    .update(Buffer.from(challenge, 'hex'))
  return `00${hash.digest('hex')}`
}
