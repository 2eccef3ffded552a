import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 25

/**
 * Asks again and again until the answer is true or a value: for long, because how fast things are is measured in `bench/`.
 * @param what completes the sentence "waited … ms for …"
 */
export async function waitFor<T>(
  what: string,
  ask: () => T | Promise<T>,
  { withinMs = 60_000 }: { readonly withinMs?: number } = {},
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== null && answer !== false) return answer as Exclude<T, undefined | null | false>
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms for ${what}`)
    await sleep(pollMs)
  }
}
