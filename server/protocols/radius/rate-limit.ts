/**
 * The text of Mikrotik-Rate-Limit:
 *
 *   rx[/tx] [rx-burst[/tx-burst] [rx-threshold[/tx-threshold] [rx-time[/tx-time] [priority] [rx-min[/tx-min]]]]]
 *
 * The router's view: rx is what the client uploads. A missing tx is as rx. Rates are bit/s with k = 1,000, M = 1,000,000 and G = 1,000,000,000;
 * times are seconds.
 */
export interface UpDown {
  readonly upload: number
  readonly download: number
}

export interface RateLimit {
  /** bit/s, as burst, threshold and minimum. 0 is unlimited. */
  readonly rate: UpDown
  readonly burst?: UpDown
  /** Average below which a burst may begin. */
  readonly threshold?: UpDown
  /** Seconds over which the average is taken. */
  readonly time?: UpDown
  /** 1 is served first, 8 last. */
  readonly priority?: number
  /** Guaranteed even when the parent queue is full. */
  readonly minimum?: UpDown
}

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 }

/** @returns the limit with the router's defaults filled in; undefined when the router would not understand it */
export function parseRateLimit(text: string): RateLimit | undefined {
  const words = text.trim().split(/\s+/)
  if (words.length > 6) return undefined
  const [rateWord = '', burstWord, thresholdWord, timeWord, priorityWord, minimumWord] = words
  const rate = parsePair(rateWord)
  if (!rate) return undefined
  if (burstWord === undefined) return { rate }

  const burst = parsePair(burstWord)
  const threshold = thresholdWord === undefined ? rate : parsePair(thresholdWord)
  const time = timeWord === undefined ? { upload: 1, download: 1 } : parsePair(timeWord)
  const minimum = minimumWord === undefined ? rate : parsePair(minimumWord)
  const priority = priorityWord === undefined ? 8 : Number(priorityWord)
  if (!burst || !threshold || !time || !minimum || !/^[1-8]$/.test(String(priority))) return undefined
  if (minimum.upload > rate.upload || minimum.download > rate.download) return undefined
  return { rate, burst, threshold, time, priority, minimum }
}

function parsePair(word: string): UpDown | undefined {
  const [, rx = '', tx = rx] = /^(\d{1,12}[kMG]?)(?:\/(\d{1,12}[kMG]?))?$/.exec(word) ?? []
  return rx === '' ? undefined : { upload: parseNumber(rx), download: parseNumber(tx) }
}

function parseNumber(word: string): number {
  const [, digits, suffix] = /^(\d+)(\D?)$/.exec(word)!
  return Number(digits) * factors[suffix!]!
}

/** The shortest text that means this limit. */
export function formatRateLimit(limit: RateLimit): string {
  if (Object.keys(limit).length === 1) return formatWord(limit.rate) // which nearly all are
  const words = [limit.rate, limit.burst, limit.threshold, limit.time, limit.priority, limit.minimum]
  const given = words.slice(0, words.findLastIndex((word) => word !== undefined) + 1)
  const defaults = [limit.rate, { upload: 0, download: 0 }, limit.rate, { upload: 1, download: 1 }, 8, limit.rate]
  return given.map((word, index) => formatWord(word ?? defaults[index]!)).join(' ')
}

function formatWord(word: UpDown | number): string {
  return typeof word === 'number' ? String(word) : `${formatNumber(word.upload)}/${formatNumber(word.download)}`
}

function formatNumber(value: number): string {
  if (value > 0 && value % 1e6 === 0) return `${value / 1e6}M`
  return value > 0 && value % 1e3 === 0 ? `${value / 1e3}k` : String(value)
}
