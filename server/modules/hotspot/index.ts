export { hotspotModule } from './module.ts'
export { digitsOf } from './one-time-code.ts'
export { loginPage } from './gateway-files.ts'
export { isDeviceLogin, usualSettings as usualHotspot, writeSettings as writeHotspot } from './store.ts'
