import { type Db, isDatabaseAway, isDuplicate, transact } from '#kernel/db.ts'
import { counter, histogram } from '#kernel/telemetry.ts'
import type { Clock } from '#kernel/time.ts'
import { type ChargingAnswer, type ChargingRequest, chargeOnline } from './charge-online.ts'

interface Waiting {
  readonly request: ChargingRequest
  readonly resolve: (answer: ChargingAnswer) => void
  readonly reject: (error: unknown) => void
}

const batchMax = 256 // requests of a tenant that share a commit
const repeatsMax = 3 // of a batch that met another process with the same request

const charged = counter('trunkline_charging_requests_total', 'Charging requests answered after their commit')
const flushSeconds = histogram(
  'trunkline_charging_flush_seconds',
  'Time to charge a batch of requests',
  [],
  [0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.5],
)

/**
 * Group commit for charging: requests of a tenant that arrive while one transaction is under way go together into the next, so that
 * the more callers there are, the less each costs. A request is answered after the commit that stores it, never before.
 */
export class OnlineCharging {
  readonly #db: Db
  readonly #clock: Clock
  readonly #waiting = new Map<string, Waiting[]>() // by tenant; present while a flush of that tenant is under way

  constructor(options: { readonly db: Db; readonly clock: Clock }) {
    this.#db = options.db
    this.#clock = options.clock
  }

  /** @throws what the database refuses; a request that failed has changed nothing and may be sent again */
  charge(tenantId: string, request: ChargingRequest): Promise<ChargingAnswer> {
    return new Promise((resolve, reject) => {
      const entry = { request, resolve, reject }
      const waiting = this.#waiting.get(tenantId)
      if (waiting) return void waiting.push(entry)
      this.#waiting.set(tenantId, [entry])
      // What is asked in the same turn of the event loop, as by a packet with many requests, shares the first commit.
      setImmediate(() => void this.#drain(tenantId))
    })
  }

  async #drain(tenantId: string): Promise<void> {
    const waiting = this.#waiting.get(tenantId)!
    while (waiting.length > 0) await this.#flush(tenantId, waiting.splice(0, batchMax))
    this.#waiting.delete(tenantId)
  }

  /** A request that the database refuses must not fail the others: the batch is halved until it stands alone. */
  async #flush(tenantId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#store(
        tenantId,
        batch.map(({ request }) => request),
      )
      charged.inc(batch.length)
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!)
    } catch (error) {
      if (batch.length === 1 || isDatabaseAway(error)) return batch.forEach(({ reject }) => reject(error))
      const middle = batch.length >> 1
      await this.#flush(tenantId, batch.slice(0, middle))
      await this.#flush(tenantId, batch.slice(middle))
    }
  }

  async #store(tenantId: string, requests: readonly ChargingRequest[]): Promise<ChargingAnswer[]> {
    const end = flushSeconds.startTimer()
    try {
      for (let repeat = 1; ; repeat++) {
        try {
          const scope = { tenants: [tenantId], actor: 'charging', requestId: '' }
          return await transact(this.#db, scope, (tx) => chargeOnline(tx, requests, this.#clock.now()))
        } catch (error) {
          // Another process answered one of them meanwhile: the next try finds that answer.
          if (repeat >= repeatsMax || !isDuplicate(error, 'charging_request_pkey')) throw error
        }
      }
    } finally {
      end()
    }
  }
}
