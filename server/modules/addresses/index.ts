export { addressesModule } from './module.ts'
