import type { EventType, Subscriber } from './events.ts'
import type { AnyRoute } from './http.ts'
import type { AnyJob } from './jobs.ts'
import type { AnyList } from './lists.ts'
import type { FindPage, Platform } from './platform.ts'
import type { Role } from './config.ts'

/** Something that runs beside the doors, e.g. a UDP listener; started in processes that have the role. */
export interface Service {
  readonly role: Role
  start(platform: Platform): Promise<{ stop(): Promise<void> }>
}

/** All that a module contributes to the program, as one value. */
export interface Module {
  readonly name: string
  /** Permission -> what it allows, as shown where roles are edited. */
  readonly permissions?: Readonly<Record<string, string>>
  readonly routes?: readonly AnyRoute[]
  readonly lists?: readonly AnyList[]
  readonly jobs?: readonly AnyJob[]
  readonly subscribers?: readonly Subscriber[]
  /** Events that are told outside, by type: what each says, and an example. Others are for the program alone. */
  readonly events?: Readonly<Record<string, EventType>>
  /** Pages for what modules below print, which do not know whose pages they are: name -> how one is found. */
  readonly pages?: Readonly<Record<string, FindPage>>
  readonly services?: readonly Service[]
}
