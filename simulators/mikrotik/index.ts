export { fingerprint } from './certificate.ts'
export { chapDigest, type Hotspot } from './hotspot.ts'
export { createMikrotik, type Habits, type Mikrotik, type MikrotikOptions } from './router.ts'
export { Trap } from './tree.ts'
