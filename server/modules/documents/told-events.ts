import type { EventType } from '#kernel/events.ts'

export const toldEvents: Readonly<Record<string, EventType>> = {
  'document_archive.ready.v1': {
    summary: 'The documents asked for are packed and can be downloaded',
    example: { archiveId: '0198a4b0-0000-7000-8000-000000000001', kind: 'invoice' },
  },
}
