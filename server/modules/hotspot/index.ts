export { hotspotModule } from './module.ts'
export { loginPage } from './gateway-files.ts'
export { usualSettings as usualHotspot, writeSettings as writeHotspot } from './store.ts'
