import type { Module } from '#kernel/module.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'
import { startPaidPasses } from './sell-pass.ts'
import { toldEvents } from './told-events.ts'

export const hotspotModule: Module = {
  name: 'hotspot',
  events: toldEvents,
  permissions: { 'hotspot.configure': 'Change the captive portal' },
  routes,
  jobs,
  subscribers: [startPaidPasses],
}
