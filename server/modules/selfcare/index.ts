export { documentLink } from './document-link.ts'
export { selfcareModule } from './module.ts'
