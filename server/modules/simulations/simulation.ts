import type { Alternative, AlternativeJson } from './alternative.ts'
import type { AffectedAccount, Outcome, OutcomeJson } from './outcome.ts'

/**
 *   waiting ──▶ running ──▶ done
 *      │           ├──────▶ failed
 *      └───────────┴──────▶ cancelled
 */
export const simulationStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type SimulationState = (typeof simulationStates)[number]

export interface Simulation {
  readonly id: string
  readonly name: string
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate // included
  readonly alternative: Alternative | null
  readonly state: SimulationState
  readonly daysDone: number
  readonly daysTotal: number // of both courses
  readonly outcome: Outcome | null
  readonly affectedCount: number // accounts
  readonly error: string | null
  readonly actor: string
  readonly createdAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant | null
}

/** What a player is asked; it is sent to another process, so days are texts. */
export interface PlayRequest {
  readonly tenant: string // its slug
  readonly from: string
  readonly to: string // included
  readonly alternative: AlternativeJson | null
}

export interface Played {
  readonly outcome: OutcomeJson
  readonly affectedCount: number
  readonly affected: readonly AffectedAccount[] // those it touches most
}

/** Words for the person who asked: what cannot be simulated, and why. */
export interface Refused {
  readonly refused: string
}

/** Who plays: in the program, a process of its own that works beside the live database. */
export interface Player {
  /** @param onDay is told how many days of both courses were lived. @throws where `signal` ends it, or the process dies */
  play(request: PlayRequest, options: { signal: AbortSignal; onDay(done: number): void }): Promise<Played | Refused>
  /** Drops what simulations that were killed have left behind. */
  sweep(): Promise<void>
}
