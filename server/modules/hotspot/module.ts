import type { Module } from '#kernel/module.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'
import { startPaidPasses } from './sell-pass.ts'

export const hotspotModule: Module = {
  name: 'hotspot',
  permissions: { 'hotspot.configure': 'Change the captive portal' },
  routes,
  jobs,
  subscribers: [startPaidPasses],
}
