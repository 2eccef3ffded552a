import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'

export const archiveKinds = ['invoice', 'credit-note', 'receipt'] as const
export type ArchiveKind = (typeof archiveKinds)[number]

/** Documents of some days as ZIP files. */
export interface Archive {
  readonly id: string
  readonly kind: ArchiveKind
  readonly state: 'running' | 'ready' | 'failed' | 'expired'
  readonly documentCount: string
  readonly documentDone: string
  readonly parts: readonly { readonly part: number; readonly documentCount: number; readonly bytesCount: string }[]
  readonly error: string | null
  readonly expiresAt: string | null
}

const lookAgainMs = 2_000

/** An archive; looked at again while it is made, which no event tells of. */
export const archiveQuery = (id: string) =>
  queryOptions({
    queryKey: ['document_archive', id],
    queryFn: () => api.get<Archive>(`/document-archives/${id}`),
    refetchInterval: ({ state: { data } }) => (data === undefined || data.state === 'running' ? lookAgainMs : false),
  })
