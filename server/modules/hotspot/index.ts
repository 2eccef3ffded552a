export { hotspotModule } from './module.ts'
export { loginPage } from './gateway-files.ts'
