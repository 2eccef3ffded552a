/** A text of the catalogue. `{name}` is filled in; a record picks the form by the plural rules of the language, from `count`. */
export type Message = string | PluralMessage
export interface PluralMessage {
  readonly one?: string
  readonly other: string
}

type PlaceholdersIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceholdersIn<Rest> : never
type TextOf<M> = M extends string ? M : M extends { other: infer Other extends string } ? Other : never

/** The names a message must be given: `'Hello {name}'` -> `{ name: string | number }`. */
export type ParamsOf<M> = [PlaceholdersIn<TextOf<M>>] extends [never] ? [] : [Readonly<Record<PlaceholdersIn<TextOf<M>>, string | number>>]

export function fill(message: Message, params: Readonly<Record<string, string | number>>, locale: string): string {
  return choose(message, params['count'], locale).replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = params[name]
    if (value === undefined) return hole
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value
  })
}

function choose(message: Message, count: string | number | undefined, locale: string): string {
  if (typeof message === 'string') return message
  const form = new Intl.PluralRules(locale).select(Number(count))
  return (form === 'one' ? message.one : undefined) ?? message.other
}

export function placeholdersOf(message: Message): string[] {
  const texts = typeof message === 'string' ? [message] : [message.other]
  return texts.flatMap((text) => Array.from(text.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? '')).toSorted()
}

/** `promisedUntil` -> `Promised until`: what a column says before someone writes its message. */
export function humanise(name: string): string {
  const words = name
    .replace(/[_.-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
