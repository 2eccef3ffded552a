export { engageModule } from './module.ts'
