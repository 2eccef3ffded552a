import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zDate, zId, zInstant, zText } from '#kernel/wire.ts'
import { zAlternative } from './alternative.ts'
import { simulationNotFound } from './errors.ts'
import { zOutcome } from './outcome.ts'
import { simulationStates } from './simulation.ts'
import { cancelSimulation, removeSimulation, startSimulation } from './start-simulation.ts'
import { findSimulation } from './store.ts'

const zWithId = z.object({ id: zId })

const zSimulation = z
  .object({
    id: zId,
    name: z.string(),
    from: zDate,
    to: zDate.describe('Included'),
    alternative: zAlternative.nullable(),
    state: z.enum(simulationStates),
    daysDone: z.int(),
    daysTotal: z.int().describe('Of both courses together'),
    outcome: zOutcome.nullable(),
    affectedCount: z.int().describe('Accounts; the list `simulation-accounts` has those it touches most'),
    error: z.string().nullable(),
    actor: z.string(),
    createdAt: zInstant,
    finishedAt: zInstant.nullable(),
  })
  .meta({ id: 'Simulation' })

export const routes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/simulations',
    summary: 'Plays the days to come in a throw-away copy of the book, as things are and with an alternative',
    tag: 'simulations',
    permission: 'simulations.run',
    status: 202,
    body: z.object({
      name: zText(80),
      from: zDate.describe('Today or later; the days in between are lived through without being shown'),
      to: zDate.describe('Included'),
      alternative: zAlternative.optional().describe('Holds from today on; without it, a look ahead as things are'),
    }),
    response: zSimulation,
    handle: ({ tx, body, now }) => startSimulation(tx, body, now),
  }),
  route({
    method: 'GET',
    path: '/simulations/:id',
    summary: 'How far a simulation is, and what it came to',
    tag: 'simulations',
    permission: 'simulations.read',
    params: zWithId,
    response: zSimulation,
    async handle({ tx, params }) {
      const simulation = await findSimulation(tx, params.id)
      if (!simulation) throw simulationNotFound()
      return simulation
    },
  }),
  route({
    method: 'POST',
    path: '/simulations/:id/cancellation',
    summary: 'Ends a simulation that is not done',
    tag: 'simulations',
    permission: 'simulations.run',
    status: 200,
    params: zWithId,
    response: zSimulation,
    handle: ({ tx, params, now }) => cancelSimulation(tx, params.id, now),
  }),
  route({
    method: 'DELETE',
    path: '/simulations/:id',
    summary: 'Deletes a finished simulation',
    tag: 'simulations',
    permission: 'simulations.run',
    params: zWithId,
    handle: ({ tx, params }) => removeSimulation(tx, params.id),
  }),
]
