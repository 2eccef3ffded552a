import type { TestEvent } from 'node:test/reporters'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 }

export function sum(parts: readonly Counts[]): Counts {
  return parts.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    nothing,
  )
}

/** The last summary is the one of all files. */
export default async function* counts(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let total: Counts | undefined
  for await (const event of events) {
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue
    // Node counts failures apart from cancellations, though its types do not say so.
    const { passed, failed, cancelled, skipped, todo } = event.data.counts as typeof event.data.counts & { failed: number }
    total = { passed, failed: failed + cancelled, skipped: skipped + todo }
  }
  if (total) yield JSON.stringify(total)
}
