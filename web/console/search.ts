import { queryString, type QueryValue } from '#api'

/** Plain query strings (`?f=a&f=b`), readable and the same as the API's; every value is text. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const search = new URLSearchParams(text)
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, onlyOne(search.getAll(name))]))
}

export function writeSearch(search: Record<string, unknown>): string {
  return queryString(search as Record<string, QueryValue>) // validateSearch of every route keeps to text and lists of text
}

const onlyOne = (values: string[]) => (values.length === 1 ? (values[0] ?? '') : values)
