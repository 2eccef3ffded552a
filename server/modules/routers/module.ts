import type { Module } from '#kernel/module.ts'
import { nextRung } from './climb-ladder.ts'
import { jobs } from './jobs.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { toldEvents } from './told-events.ts'

export const routersModule: Module = {
  name: 'routers',
  events: toldEvents,
  routes,
  lists,
  jobs,
  subscribers: [nextRung],
}
