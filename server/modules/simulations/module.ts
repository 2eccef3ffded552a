import type { Module } from '#kernel/module.ts'
import { jobsWith } from './jobs.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import type { Player } from './simulation.ts'
import { toldEvents } from './told-events.ts'

/** @param player works beside the live database as its owner, which a module never is: the program gives it */
export const simulationsModule = (player: Player): Module => ({
  name: 'simulations',
  permissions: {
    'simulations.read': 'See what simulations of the days to come came to',
    'simulations.run': 'Simulate the days to come, as they are and with an alternative',
  },
  events: toldEvents,
  routes,
  lists,
  jobs: jobsWith(player),
})
