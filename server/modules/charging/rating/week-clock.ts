export const weekSeconds = 604_800
const daySeconds = 86_400
const mondaySeconds = 3 * daySeconds // 1 January 1970 was a Thursday

/** Seconds between two changes of a zone's offset from UTC. */
interface Span {
  readonly from: number
  readonly to: number
  readonly offset: number
}

/**
 * The second of the local week, from Monday 00:00, at a second of the epoch. Offsets are asked for once per summer or winter, because
 * asking for them costs more than rating a call.
 */
export class WeekClock {
  readonly #timeZone: string
  #spans: Span[] = []
  #last: Span | undefined

  constructor(timeZone: string) {
    this.#timeZone = timeZone
  }

  weekSecondAt(epochSecond: number): number {
    const local = epochSecond + this.#spanAt(epochSecond).offset + mondaySeconds
    return ((local % weekSeconds) + weekSeconds) % weekSeconds
  }

  /** When the offset changes next: from then on the local week has to be asked again. */
  changesAt(epochSecond: number): number {
    return this.#spanAt(epochSecond).to
  }

  #spanAt(epochSecond: number): Span {
    const isIn = ({ from, to }: Span) => from <= epochSecond && epochSecond < to
    if (this.#last && isIn(this.#last)) return this.#last
    const known = this.#spans.find(isIn)
    if (known) return (this.#last = known)
    const made = readSpan(epochSecond, this.#timeZone)
    this.#spans.push(made)
    return (this.#last = made)
  }
}

function readSpan(epochSecond: number, timeZone: string): Span {
  const at = Temporal.Instant.fromEpochMilliseconds(epochSecond * 1_000).toZonedDateTimeISO(timeZone)
  const before = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous') // the transition may be this very moment
  const after = at.getTimeZoneTransition('next')
  return {
    from: before ? before.epochMilliseconds / 1_000 : -Infinity,
    to: after ? after.epochMilliseconds / 1_000 : Infinity,
    offset: at.offsetNanoseconds / 1_000_000_000,
  }
}
