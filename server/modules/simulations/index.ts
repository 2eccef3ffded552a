export type { AlternativeJson } from './alternative.ts'
export { simulationsModule } from './module.ts'
export type { AffectedAccount, CourseJson } from './outcome.ts'
export type { Played, Player, PlayRequest, Refused } from './simulation.ts'
