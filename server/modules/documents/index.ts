export { makeArchive } from './make-archive.ts'
export { documentsModule } from './module.ts'
