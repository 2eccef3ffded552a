export { renewalsModule } from './module.ts'
