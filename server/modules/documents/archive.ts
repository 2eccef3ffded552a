export const archiveKinds = ['invoice', 'credit-note', 'receipt'] as const
export type ArchiveKind = (typeof archiveKinds)[number]

export const archiveStates = ['running', 'ready', 'failed', 'expired'] as const
export type ArchiveState = (typeof archiveStates)[number]

/** Which documents: of days in the tenant's zone, `to` exclusive; invoices also of one bill run. */
export interface ArchiveSpan {
  readonly kind: ArchiveKind
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  readonly billRunId: string | null
}

/** Documents of a span, drawn and packed into ZIP files. */
export interface Archive extends ArchiveSpan {
  readonly id: string
  readonly state: ArchiveState
  readonly documentCount: bigint
  readonly documentDone: bigint
  readonly parts: readonly ArchivePart[]
  readonly error: string | null
  readonly createdAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant | null
  readonly expiresAt: Temporal.Instant | null
}

export interface ArchivePart {
  readonly part: number // from 1
  readonly documentCount: number
  readonly bytesCount: bigint
}

/** A document's place in the order of its kind. */
export interface Place {
  readonly day: string
  readonly id: string
}

/** `invoices-2026-03-01-2026-03-31-2.zip`: with the last day, not the one after it. */
export const partName = ({ kind, from, to }: ArchiveSpan, part: number) => `${kind}s-${from}-${to.subtract({ days: 1 })}-${part}.zip`
