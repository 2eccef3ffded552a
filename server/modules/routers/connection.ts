/** A conversation with a router, whichever of its APIs it is held in. */
import type { Row } from '#protocols/routeros'

export interface Printing {
  /** Without these a router sends all it has. */
  readonly properties: readonly string[]
  /** Properties that must have these values. */
  readonly where?: Row
}

export interface RouterConnection {
  /** Rows of a menu, such as `/ppp/active`; one row where it holds settings. */
  print(menu: string, printing: Printing): Promise<readonly Row[]>
  /** @returns id of the new item */
  add(menu: string, values: Row): Promise<string>
  /** @param id null for a menu of settings */
  set(menu: string, id: string | null, values: Row): Promise<void>
  /** What is gone already is fine. */
  remove(menu: string, id: string): Promise<void>
  close(): void
}

export const faultKinds = [
  'forbidden-address',
  'unreachable',
  'timeout',
  'certificate',
  'password-unreadable',
  'login',
  'refused',
  'format',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** Why a router did not do what was asked. Thrown by connections, and made an answer by `withRouter`. */
export class RouterFault extends Error {
  override readonly name = 'RouterFault'
  readonly kind: FaultKind

  constructor(kind: FaultKind, message: string) {
    super(message)
    this.kind = kind
  }
}

/** How long a router may take to be reached, and for each answer. */
export const connectMs = 4_000
export const answerMs = 8_000
/** Of one answer: tens of thousands of active users. */
export const answerOctetsMax = 32 * 1_048_576
export const rowsMax = 50_000
