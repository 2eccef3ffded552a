import type { PaymentMethod } from './documents/document.ts'

/** What a tenant wrote of how it is paid: a paragraph each, its first line the name, then facts like `Account: 9930 214 775`. */
export function waysToPay(text: string): PaymentMethod[] {
  return text
    .split(/\n\s*\n/)
    .map(linesOf)
    .filter((lines) => lines.length > 0)
    .map(([name, ...facts]) => ({ name: name!, facts: facts.map(factOf) }))
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The label ends at the first colon; a line without one has none. */
function factOf(line: string) {
  const [, label = '', value = line] = /^([^:]+):\s*(.+)$/.exec(line) ?? []
  return { label, value }
}
