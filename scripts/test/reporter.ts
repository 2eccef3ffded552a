import { inspect } from 'node:util'
import type { TestEvent } from 'node:test/reporters'

/** Says nothing about what works and everything about what does not. */
export default async function* reporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type === 'test:fail' && isOwnFailure(event.data.details.error)) {
      const { name, file, line, details } = event.data
      yield `\n✖ ${name}\n  ${file ?? ''}:${line ?? ''}\n${indent(inspect(details.error.cause ?? details.error))}\n`
    }
    if (event.type === 'test:stderr' || event.type === 'test:stdout') yield event.data.message
  }
}

/** A suite fails because a test in it failed; that is told once, by the test. */
function isOwnFailure(error: Error & { failureType?: string }): boolean {
  return error.failureType !== 'subtestsFailed'
}

const indent = (text: string) => text.replaceAll(/^/gm, '    ')
