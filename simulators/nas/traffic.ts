import type { UpDown } from '#protocols/radius'

/** Share of the evening peak by local hour, of home access networks: quiet before dawn, busiest at ten in the evening. */
const dailyRhythm = [
  0.55, 0.38, 0.25, 0.17, 0.13, 0.12, 0.16, 0.24, 0.33, 0.4, 0.45, 0.48, 0.52, 0.54, 0.53, 0.55, 0.6, 0.66, 0.74, 0.84, 0.93, 0.99, 1, 0.8,
] as const

/** Share of the peak at a time of day, without steps between the hours. */
export function loadAt(time: Temporal.PlainTime): number {
  const hours = time.hour + time.minute / 60
  const before = dailyRhythm[Math.floor(hours)]!
  const after = dailyRhythm[(Math.floor(hours) + 1) % 24]!
  return before + (after - before) * (hours % 1)
}

/** A source of numbers in [0, 1). */
export type Random = () => number

/** The same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** How much a subscriber uses at the peak, bit/s: most a little, few very much. */
export function appetite(random: Random): UpDown {
  const download = 1.2e6 * Math.exp(1.1 * normal(random))
  return { download, upload: download * (0.05 + 0.15 * random()) }
}

/** What a subscriber with this appetite wants during the next interval: idle now and then, bursts at other times. */
export function demand(peak: UpDown, load: number, random: Random): UpDown {
  const mood = random() < 0.2 ? 0.02 : load * -Math.log(1 - random())
  return { upload: peak.upload * mood, download: peak.download * mood }
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
