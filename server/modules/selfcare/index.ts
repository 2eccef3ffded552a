export { documentLink } from './document-link.ts'
export type { DocumentRef } from './document.ts'
export { selfcareModule } from './module.ts'
