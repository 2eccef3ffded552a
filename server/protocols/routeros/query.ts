/** Queries of `print`: `name=x`, `<name=x`, `>name=x`, `name`, `-name`, and operations on the stack of answers: `#!`, `#&`, `#|`. */
import type { Row } from './command.ts'

/** Whether a row answers the queries, as the router decides it: what is left on the stack must all be true. */
export function matches(row: Row, queries: readonly string[]): boolean {
  const stack: boolean[] = []
  for (const query of queries)
    if (query.startsWith('#')) operate(stack, query.slice(1))
    else stack.push(holds(row, query))
  return stack.every(Boolean)
}

function operate(stack: boolean[], operations: string): void {
  for (const operation of operations) {
    const last = stack.pop() ?? true
    if (operation === '!') stack.push(!last)
    else if (operation === '&') stack.push((stack.pop() ?? true) && last)
    else if (operation === '|') stack.push((stack.pop() ?? false) || last)
    else stack.push(last)
  }
}

function holds(row: Row, query: string): boolean {
  if (query.startsWith('-')) return row[query.slice(1)] === undefined
  const [, comparison = '', name = '', , wanted] = /^([<>]?)([^=]+)(=([\s\S]*))?$/.exec(query) ?? []
  const value = row[name]
  if (value === undefined || wanted === undefined) return value !== undefined && wanted === undefined
  if (comparison === '') return value === wanted
  const difference = isNumber(value) && isNumber(wanted) ? Number(value) - Number(wanted) : value < wanted ? -1 : Number(value > wanted)
  return comparison === '<' ? difference < 0 : difference > 0
}

const isNumber = (text: string) => /^-?\d+(\.\d+)?$/.test(text)
