/** Within this a change is promised to count. A safety net such as a sweep of some seconds would hide that it was not told. */
const countsWithinMs = 1_000

/**
 * Asks without rest until the answer shows something.
 * @returns milliseconds from the call to the answer that showed it
 */
export async function msUntil(
  what: string,
  shows: () => Promise<boolean>,
  { withinMs = countsWithinMs }: { readonly withinMs?: number } = {},
): Promise<number> {
  const begun = performance.now()
  for (;;) {
    const isShown = await shows()
    const tookMs = performance.now() - begun
    if (isShown) return tookMs
    if (tookMs > withinMs) throw new Error(`${what} took more than ${withinMs} ms`)
  }
}
