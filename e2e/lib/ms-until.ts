/**
 * Asks without rest until the answer shows something.
 * @returns milliseconds from the call to the answer that showed it
 */
export async function msUntil(what: string, shows: () => Promise<boolean>, { withinMs }: { readonly withinMs: number }): Promise<number> {
  const begun = performance.now()
  for (;;) {
    const isShown = await shows()
    const tookMs = performance.now() - begun
    if (isShown) return tookMs
    if (tookMs > withinMs) throw new Error(`${what} took more than ${withinMs} ms`)
  }
}
