export { type Management, managementProtocols } from './management.ts'
export { routersModule } from './module.ts'
