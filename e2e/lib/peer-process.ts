/** Programs that tests talk to: whether they are here, and one of them while it runs. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn, type SpawnOptionsWithoutStdio, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** Whether a program can be started at all; what it says of the arguments does not matter. */
export const canRun = (program: string, ...args: string[]) => spawnSync(program, args).error === undefined

/** Root is not enough for it: a container may keep it from us. */
export function canAddNamespaces(): boolean {
  const name = `tl-try-${process.pid}`
  const isAdded = spawnSync('ip', ['netns', 'add', name]).status === 0
  if (isAdded) spawnSync('ip', ['netns', 'delete', name])
  return isAdded
}

const boundToUs = canRun('setpriv', '--version') ? ['setpriv', '--pdeathsig', 'TERM'] : []

/** Starts a program that is asked to stop when this process dies, however that dies; where there is no Linux, only if it dies in order. */
export function spawnBound(
  program: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): ChildProcessWithoutNullStreams {
  const [first, ...rest] = [...boundToUs, program, ...args] as [string, ...string[]]
  const child = spawn(first, rest, options)
  const stopToo = () => child.kill('SIGTERM')
  process.on('exit', stopToo)
  child.on('exit', () => process.off('exit', stopToo))
  return child
}

export interface PeerProcess {
  /** Everything it has said so far. */
  output(): string
  readonly hasEnded: boolean
  /** Asks it to stop, and waits until it has. */
  end(): Promise<void>
}

const endsWithinMs = 5_000

/**
 * Starts a program that does not outlive this process.
 * @param input what it reads from its standard input
 */
export function begin(program: string, args: readonly string[], input = ''): PeerProcess {
  const child = spawnBound(program, args)
  child.stdin.on('error', () => {}) // it may end without reading
  child.stdin.end(input)
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => parts.push(part))
  let hasEnded = false
  const closed = new Promise<void>((resolve) =>
    child.on('close', () => {
      hasEnded = true
      resolve()
    }),
  )
  return {
    output: () => parts.join(''),
    get hasEnded() {
      return hasEnded
    },
    async end() {
      child.kill('SIGTERM')
      const limit = setTimeout(() => child.kill('SIGKILL'), endsWithinMs)
      await closed
      clearTimeout(limit)
    },
  }
}

/**
 * Keeps a network namespace and a folder of files for as long as this process lives, however it dies.
 * @returns what removes both before, with all devices in the namespace
 */
export function keep(space: string, folder: string): () => Promise<void> {
  execFileSync('ip', ['netns', 'add', space])
  const cleaner = spawn('sh', ['-c', 'cat; ip netns delete "$1"; rm -rf "$2"', 'cleaner', space, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // what is typed to end the tests does not end it
  })
  const closed = once(cleaner, 'close')
  return async () => {
    cleaner.stdin.end()
    await closed
  }
}
