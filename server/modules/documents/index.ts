export { issueProforma } from './issue-proforma.ts'
export { makeArchive } from './make-archive.ts'
export { type DocumentRef, drawDocument } from './draw-document.ts'
export { documentsModule } from './module.ts'
