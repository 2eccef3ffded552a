/** Where RADIUS came to nothing, a router that we manage is asked by its API, and at last stops the traffic by an address list. */
import type { Tx } from '#kernel/db.ts'
import { type Subscriber, subscriber } from '#kernel/events.ts'
import { type AnyJob, enqueue, job } from '#kernel/jobs.ts'
import { climb, type CommandState, reportStep, type Rung, type StepToTake, takeStep } from '#modules/access'
import { z } from 'zod'
import type { RouterConnection } from './connection.ts'
import { blockedList } from './join-script.ts'
import { readManagement } from './look.ts'
import { kick, listAddress, readListed } from './operations.ts'
import { routerReach } from './management.ts'
import { withRouter } from './speak.ts'
import { readRouter } from './store.ts'

interface Answered {
  readonly commandId: string
  readonly nasId: string
  readonly kind: 'disconnect' | 'change'
  readonly via: Rung
  readonly state: CommandState
}

/** Without an API there is no other way: the command stays as it is, for a person to see. */
export const nextRung: Subscriber = subscriber({
  name: 'routers.next-rung',
  types: ['network_command.answered.v1'],
  async handle(tx, events) {
    for (const { payload } of events) {
      const answered = payload as unknown as Answered // as access emits it
      if (!hasFailed(answered) || !(await readRouter(tx, answered.nasId))) continue
      const step = await climb(tx, answered)
      if (step) await enqueue(tx, 'routers.take-step', { commandId: step.commandId }, { queue: `router:${answered.nasId}` })
    }
  },
})

/** Nearly all are not, and cost nothing more. */
const hasFailed = ({ state }: Answered) => state === 'refused' || state === 'timeout' || state === 'escalated'

/** Long enough for a person to come, short enough that nobody is blocked for ever by an entry that was forgotten. */
const blockedSeconds = 86_400

export const takeStepNow: AnyJob = job({
  name: 'routers.take-step',
  input: z.object({ commandId: z.uuid() }),
  attemptsMax: 3,
  async run({ platform, transact }, { commandId }) {
    const taken = await transact(async (tx) => {
      const step = await takeStep(tx, commandId)
      return step && { step, management: await readManagement(tx, step.nasId) }
    })
    if (!taken?.management)
      return taken && transact((tx) => reportStep(tx, commandId, 'refused', 'The API of the router is not known any more'))
    const spoken = await withRouter(taken.management, routerReach(platform.config), (router) => carryOut(router, taken.step))
    await transact((tx) => report(tx, commandId, spoken))
  },
})

/** @returns whether the router was seen to have done it */
async function carryOut(router: RouterConnection, step: StepToTake): Promise<boolean> {
  if (step.via === 'api') return kick(router, step)
  if (step.address === null) return false
  await listAddress(router, blockedList, step.address, blockedSeconds)
  return (await readListed(router)).some((entry) => entry.list === blockedList && entry.address === step.address)
}

function report(tx: Tx, commandId: string, spoken: Awaited<ReturnType<typeof withRouter<boolean>>>): Promise<void> {
  if (spoken.isDone) return reportStep(tx, commandId, spoken.value ? 'confirmed' : 'escalated', null)
  const { kind, message } = spoken.fault
  return reportStep(tx, commandId, kind === 'timeout' || kind === 'unreachable' ? 'timeout' : 'refused', message)
}
