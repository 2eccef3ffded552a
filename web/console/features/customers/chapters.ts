/** What a customer's story is made of. */
export type StoryKind =
  | 'customer'
  | 'note'
  | 'subscription'
  | 'block'
  | 'boost'
  | 'invoice'
  | 'payment'
  | 'dunning'
  | 'session'
  | 'refused'
  | 'command'
  | 'notice'

/** Chips above the story: each shows the kinds of one subject. */
export const chapters = {
  all: [],
  money: ['invoice', 'payment', 'dunning'],
  service: ['customer', 'subscription', 'block', 'boost'],
  network: ['session', 'refused', 'command'],
  messages: ['notice', 'note'],
} as const satisfies Record<string, readonly StoryKind[]>
export type Chapter = keyof typeof chapters
export const chapterNames = Object.keys(chapters) as readonly Chapter[] // the keys of the object above

export const isChapter = (value: unknown): value is Chapter => chapterNames.some((name) => name === value)
