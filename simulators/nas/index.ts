export { type CoaBehaviour, coaBehaviours } from './coa.ts'
export * as certificates from './certificates.ts'
export { connectStream, type Stream, type StreamOptions } from './stream.ts'
export { type Exchange, openExchange, type Retry, routerOsRetry } from './exchange.ts'
export { eapMessages } from './eap.ts'
export { type Fleet, type FleetCounts, type FleetOptions, runFleet } from './fleet.ts'
export {
  type Login,
  type LoginMethod,
  type LoginResult,
  type Nas,
  type NasEvents,
  type NasOptions,
  createNas,
  loginMethods,
} from './nas.ts'
export { type Answer, startTestServer, type TestServer } from './radius-server.ts'
export { receivedRate } from './rate.ts'
export type { Session, TerminateCause } from './session.ts'
