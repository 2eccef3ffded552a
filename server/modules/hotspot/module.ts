import type { Module } from '#kernel/module.ts'
import { jobs } from './jobs.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { startPaidPasses } from './sell-pass.ts'
import { sponsorRoutes } from './sponsor-routes.ts'
import { toldEvents } from './told-events.ts'

export const hotspotModule: Module = {
  name: 'hotspot',
  events: toldEvents,
  permissions: {
    'hotspot.configure': 'Change the captive portal',
    'sponsors.read': "See sponsors' campaigns and what they did",
    'sponsors.write': "Draft, publish and pause sponsors' campaigns",
  },
  routes: [...routes, ...sponsorRoutes],
  lists,
  jobs,
  subscribers: [startPaidPasses],
}
