import { Problem, told } from '#kernel/problem.ts'

export const simulationNotFound = () => new Problem('simulations.not_found', 404, 'There is no such simulation. It may have been deleted.')
export const dayIsOver = (today: Temporal.PlainDate) =>
  new Problem('simulations.day_is_over', 422, told`The book has lived that day. Begin on ${{ today }} or later.`, { pointer: '/from' })
export const spanInvalid = (daysMax: number) =>
  new Problem('simulations.span_invalid', 422, told`Choose a last day after the first, at most ${{ daysMax }} days from today.`, {
    pointer: '/to',
  })
export const tooManyWaiting = (max: number) =>
  new Problem('simulations.too_many_waiting', 429, told`${{ max }} simulations are under way. Wait for one of them, or cancel it.`, {
    headers: { 'retry-after': '60' },
  })
export const alreadyFinished = () => new Problem('simulations.already_finished', 409, 'This simulation has finished.')
export const stillRunning = () => new Problem('simulations.still_running', 409, 'This simulation is running. Cancel it, then delete it.')
