/** How many requests each NAS may still make now, by whichever door they come. */
import { type Bucket, takeToken } from '#kernel/rate-limit.ts'
import type { KnownNas } from './directory.ts'

export class NasAllowances {
  readonly #buckets = new Map<string, Bucket>()

  /** Takes one request from the allowance. @returns false when there is none left; a second's worth may come at once */
  allows({ id, requestsPerSecondMax }: KnownNas, nowMs: number): boolean {
    return requestsPerSecondMax === null || takeToken(this.#buckets, id, requestsPerSecondMax, requestsPerSecondMax, nowMs) === 0
  }
}
