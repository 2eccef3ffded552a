export { type Pkcs12, pkcs12File } from './pkcs12.ts'
