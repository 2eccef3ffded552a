import type { Module } from '#kernel/module.ts'
import { routes } from './routes.ts'
import { startPaidPasses } from './sell-pass.ts'

export const hotspotModule: Module = {
  name: 'hotspot',
  permissions: { 'hotspot.configure': 'Change the captive portal' },
  routes,
  subscribers: [startPaidPasses],
}
