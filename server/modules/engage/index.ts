export { engageModule } from './module.ts'
export { customerTeller } from './tell-customers.ts'
