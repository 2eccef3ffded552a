export { createOpennds, type Opennds, type OpenndsOptions } from './gateway.ts'
