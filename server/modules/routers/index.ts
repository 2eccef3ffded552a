export { routerReach } from './management.ts'
export { routersModule } from './module.ts'
