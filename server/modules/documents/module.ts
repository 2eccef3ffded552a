import type { Module } from '#kernel/module.ts'
import { lists } from './lists.ts'
import { forgetArchives, makeArchive } from './make-archive.ts'
import { routes } from './routes.ts'
import { toldEvents } from './told-events.ts'

export const documentsModule: Module = {
  name: 'documents',
  permissions: {
    'documents.archive': 'Pack documents into ZIP files and download them',
    'documents.issue': 'Write proforma invoices, and mail them and statements to customers',
  },
  events: toldEvents,
  routes,
  lists,
  jobs: [makeArchive, forgetArchives],
}
