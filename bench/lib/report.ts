/** How a benchmark is asked and how it answers: one line of JSON at the end, for people and for programs. */
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Under a minute, with more noise. */
  readonly isShort: boolean
  /** Measure the program that others use for this, too, in the same run. */
  readonly withPeer: boolean
  /** Accounting: the packets of a session come far apart, so that none of them can be taken together. */
  readonly isApart: boolean
  /** Logins by MS-CHAPv2 instead of PAP. */
  readonly withMsChap: boolean
}

export function readOptions(args = process.argv.slice(2)): BenchOptions {
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({ args, options: { short: flag, peer: flag, apart: flag, mschap: flag } })
  return { isShort: values.short, withPeer: values.peer, isApart: values.apart, withMsChap: values.mschap }
}

export interface Peer {
  readonly name: string
  readonly value: number
}

export interface Figures {
  readonly bench: string
  readonly value: number
  readonly unit: string
  readonly p99Ms?: number
  readonly rssMb?: number
  readonly peer?: Peer | null
  /** What helps to judge the figure. */
  readonly [detail: string]: unknown
}

/** Prints the figures as the last line; how many times the peer's they are is added. */
export function report(figures: Figures): void {
  const ratio = figures.peer ? Math.round((figures.value / figures.peer.value) * 100) / 100 : undefined
  console.log(JSON.stringify({ ...figures, ...(ratio !== undefined && { ratio }) }))
}

/** Progress, apart from the figures. */
export function say(text: string): void {
  console.error(`bench  ${text}`)
}
