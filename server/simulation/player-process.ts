import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import type { Played, Player, PlayRequest, Refused } from '#modules/simulations'

/** What the program asks of the process that plays. */
export type Order = { readonly kind: 'play'; readonly request: PlayRequest } | { readonly kind: 'sweep' }
/** What that process tells. */
export type Report = { readonly kind: 'day'; readonly done: number } | { readonly kind: 'ended'; readonly result: Played | Refused | null }

const memoryMb = 1_024
/** After a request to end: dropping two databases takes a second. */
const endsWithinMs = 15_000
const niceness = 10 // what is live comes first

/** Plays in a process of its own, which connects as the owner of the database; its environment is that of the program. */
export function playerProcess(environment: NodeJS.ProcessEnv = process.env): Player {
  return {
    async play(request, { signal, onDay }) {
      const result = await carryOut(environment, { kind: 'play', request }, { signal, onDay })
      if (!result) throw new Error('The process that simulates told no outcome.')
      return result
    },
    async sweep() {
      await carryOut(environment, { kind: 'sweep' }, {})
    },
  }
}

/** @throws Error where the process ends before it tells a result */
async function carryOut(
  env: NodeJS.ProcessEnv,
  order: Order,
  { signal, onDay }: { signal?: AbortSignal; onDay?: (done: number) => void },
): Promise<Played | Refused | null> {
  signal?.throwIfAborted()
  const child = fork(new URL('./player.ts', import.meta.url), { env, execArgv: [`--max-old-space-size=${memoryMb}`] })
  const exited = once(child, 'exit')
  let result: Played | Refused | null | undefined
  child.on('message', (report: Report) => {
    if (report.kind === 'day') onDay?.(report.done)
    else result = report.result
  })
  const end = (): void => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), endsWithinMs).unref()
  }
  signal?.addEventListener('abort', end)
  process.once('SIGTERM', end) // the program waits for jobs in hand; this one begins anew at its next start
  try {
    if (child.pid) setPriority(child.pid, niceness)
    child.send(order)
    const [code, killedBy] = (await exited) as [number | null, string | null]
    signal?.throwIfAborted()
    if (result === undefined) throw new Error(`The process that simulates ended with ${killedBy ?? `code ${code}`}.`)
    return result
  } finally {
    signal?.removeEventListener('abort', end)
    process.removeListener('SIGTERM', end)
  }
}
