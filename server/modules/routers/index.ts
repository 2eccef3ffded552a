export { routersModule } from './module.ts'
