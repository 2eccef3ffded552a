import type { Config } from './config.ts'
import type { Db, Tx } from './db.ts'
import type { EventType } from './events.ts'
import type { Clock } from './time.ts'

/** Finds the address of the page about one thing. @returns null where there is none for it */
export type FindPage = (tx: Tx, id: string, platform: Platform) => Promise<string | null>

/** What every door (route, job, subscriber, listener) is given: the few things that exist once per process. */
export interface Platform {
  readonly config: Config
  readonly db: Db
  readonly clock: Clock
  /** Address people reach this installation at, without a slash at its end. */
  readonly publicUrl: string
  /** What the modules of this program declare: permission -> what it allows. */
  readonly permissions: Readonly<Record<string, string>>
  /** The same of events that are told outside: type -> what it says. */
  readonly events: Readonly<Record<string, EventType>>
  /** Pages that modules have for what modules below them print: name -> how one is found. */
  readonly pages: Readonly<Record<string, FindPage>>
}
