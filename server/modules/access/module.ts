import type { Module } from '#kernel/module.ts'
import { boostRoutes } from './boost-routes.ts'
import { closeStale, forgetRefusals } from './jobs.ts'
import { eapRoutes } from './eap-routes.ts'
import { followClock } from './follow-clock.ts'
import { lists } from './lists.ts'
import { commandOrders } from './order-commands.ts'
import { startRadius } from './radius-service.ts'
import { nasCertificateRoutes } from './nas-certificate-routes.ts'
import { realmRoutes } from './realm-routes.ts'
import { renewEapCertificates } from './renew-eap-certificates.ts'
import { routes } from './routes.ts'
import { tellEndingNasCertificates } from './tell-ending-nas-certificates.ts'
import { toldEvents } from './told-events.ts'

export const accessModule: Module = {
  name: 'access',
  permissions: {
    'access.read': 'See NAS, sessions, failed logins and network commands, and why a customer is offline',
    'access.write': 'Create logins, add and change NAS, disconnect sessions',
    'access.secrets': 'Set the shared secrets of NAS',
    'access.boost': 'Make a subscription faster for a time',
    'access.certificates': 'Set up WPA-Enterprise: its certificates and its authority',
  },
  events: toldEvents,
  routes: [...routes, ...boostRoutes, ...realmRoutes, ...eapRoutes, ...nasCertificateRoutes],
  lists,
  jobs: [closeStale, followClock, forgetRefusals, renewEapCertificates, tellEndingNasCertificates],
  subscribers: [commandOrders],
  services: [{ role: 'radius', start: startRadius }],
}
