export const disabledBecause = ['person', 'failing', 'gone'] as const

/** An address where events are told, and which. Its secret went out once, when it was made. */
export interface Endpoint {
  readonly id: string
  readonly url: string
  readonly description: string
  /** Null: every type. */
  readonly eventTypes: readonly string[] | null
  readonly enabled: boolean
  readonly disabledBecause: (typeof disabledBecause)[number] | null
  /** Until then the secret before the present one signs too. */
  readonly previousSecretUntil: Temporal.Instant | null
  readonly failingSince: Temporal.Instant | null
  readonly succeededAt: Temporal.Instant | null
  readonly version: number
}

export type EndpointDraft = Pick<Endpoint, 'url' | 'description' | 'eventTypes' | 'enabled'>
