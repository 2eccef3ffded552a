import { sql } from '#kernel/db.ts'
import { type AnyList, list } from '#kernel/lists.ts'
import { archiveKinds, archiveStates } from './archive.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'document-archives',
    permission: 'documents.archive',
    from: sql`document_archive d`,
    alias: 'd',
    columns: {
      createdAt: { type: 'instant', expression: sql`d.created_at` },
      kind: { type: 'enum', values: archiveKinds, expression: sql`d.kind` },
      from: { type: 'date', expression: sql`d.from_day` },
      lastDay: { type: 'date', expression: sql`d.to_day - 1` },
      state: { type: 'enum', values: archiveStates, expression: sql`d.state` },
      documents: { type: 'number', expression: sql`d.document_count` },
      done: { type: 'number', expression: sql`d.document_done` },
      expiresAt: { type: 'instant', expression: sql`d.expires_at` },
      error: { type: 'text', expression: sql`d.error` },
      actor: { type: 'text', expression: sql`d.actor`, shown: false },
    },
    defaultSort: '-createdAt',
  }),
]
