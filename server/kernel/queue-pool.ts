import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isDatabaseAway } from './db.ts'

const againAfterMs = 500
/** Of a serialization failure: the worker repeats such a statement within milliseconds. */
const repeatableCode = '40001'

/**
 * Connections of the job queue, which outlive an outage of the database. The worker says what became of a job and does not look whether
 * that succeeded, so an error there would end the program; it repeats what failed with certain codes, of which a lost connection has
 * none. So connecting waits until the database is there, and what was said over a lost connection is repeated over another.
 */
export class QueuePool extends pg.Pool {
  #isPatient = true

  constructor(config: pg.PoolConfig) {
    super(config)
    this.on('error', () => {}) // an idle connection was lost; the next one to ask gets another
    this.on('connect', (client) => {
      client.on('error', () => {})
      repeatWhenLost(client)
    })
  }

  /** From now on who asks for a connection learns at once that there is none. */
  stopWaiting(): void {
    this.#isPatient = false
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: ConnectCallback): void
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | void {
    return callback ? super.connect(callback) : this.#connectAtLast()
  }

  async #connectAtLast(): Promise<pg.PoolClient> {
    for (;;)
      try {
        return await super.connect()
      } catch (error) {
        if (!this.#isPatient || !isDatabaseAway(error)) throw error
        await sleep(againAfterMs)
      }
  }
}

type ConnectCallback = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: boolean) => void) => void

function repeatWhenLost(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown // whichever of its forms is called is passed on
  client.query = ((...args: unknown[]) => {
    const outcome = query(...args)
    return outcome instanceof Promise ? outcome.catch(refuseRepeatably) : outcome
  }) as pg.PoolClient['query']
}

function refuseRepeatably(error: unknown): never {
  if (isDatabaseAway(error)) throw Object.assign(new Error('The connection was lost.', { cause: error }), { code: repeatableCode })
  throw error
}
