/** Numbers, money, dates and quantities for people: the only place of the web that touches `Intl` and `Date`. */

export interface MoneyWire {
  readonly minor: string
  readonly currency: string
}

export interface Place {
  /** BCP 47, with the tenant's country: `bn-BD` writes Bengali digits and groups by lakh. */
  readonly locale: string
  readonly timeZone: string
  readonly currency: string
}

export type Format = ReturnType<typeof formatFor>

/** Currencies that `Intl` does not know, with their decimals. */
const cryptoDecimals: Readonly<Record<string, number>> = { USDT: 6, BTC: 8 }
export const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const
export const rateUnits = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'] as const

export function formatFor({ locale, timeZone, currency }: Place) {
  const cache = new Map<string, unknown>()
  /** Intl formatters cost about 50 µs to make and a table asks for thousands. */
  const once = <T>(key: string, make: () => T): T => {
    if (!cache.has(key)) cache.set(key, make())
    return cache.get(key) as T // stored under this key by the line above
  }
  const number = (value: number | bigint | string, options: Intl.NumberFormatOptions = {}) =>
    once(`n${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options)).format(value as number) // decimal strings are exact in every engine we target
  const moment = (value: string | number, options: Intl.DateTimeFormatOptions) =>
    once(`d${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options)).format(new Date(value))
  const scaled = (value: number, step: number, units: readonly string[]) => {
    const power = value < step ? 0 : Math.min(Math.floor(Math.log(value) / Math.log(step)), units.length - 1)
    return `${number(value / step ** power, { maximumFractionDigits: power === 0 ? 0 : 1 })}\u00a0${units[power]}`
  }

  const money = ({ minor, currency: code }: MoneyWire) => {
    const decimals = cryptoDecimals[code]
    if (decimals !== undefined) return `${number(shift(minor, decimals), { maximumFractionDigits: decimals })}\u00a0${code}`
    return number(shift(minor, decimalsOf(code)), { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' })
  }

  return {
    locale,
    timeZone,
    currency,
    number,
    money,
    /** By its number in ISO 8601, Monday 1. */
    weekday: (day: number) => moment(Date.UTC(2024, 0, day), { weekday: 'long', timeZone: 'UTC' }), // 1 January 2024 was a Monday
    /** `১.২ লা` / `1.2M`: for tiles and axes, where room is short. */
    compact: (value: number) => number(value, { notation: 'compact', maximumFractionDigits: 1 }),
    compactMoney: ({ minor, currency: code }: MoneyWire) =>
      cryptoDecimals[code] === undefined
        ? number(shift(minor, decimalsOf(code)), {
            style: 'currency',
            currency: code,
            currencyDisplay: 'narrowSymbol',
            notation: 'compact',
            maximumFractionDigits: 1,
          })
        : money({ minor, currency: code }),
    /** 0.125 -> 12.5 % */
    percent: (ratio: number) => number(ratio, { style: 'percent', maximumFractionDigits: 1 }),
    /** Of what is 6.25 %, not about 6.3 %: rates of taxes and reductions. */
    exactPercent: (percent: string) => number(Number(percent) / 100, { style: 'percent', maximumFractionDigits: 6 }),
    /** A calendar day `YYYY-MM-DD`: no zone can move it. */
    date: (day: string) => moment(`${day}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' }),
    /** The month of a calendar day. */
    month: (day: string) => moment(`${day}T00:00:00Z`, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    instant: (iso: string) => moment(iso, { dateStyle: 'medium', timeStyle: 'short', timeZone }),
    instantExact: (iso: string) => moment(iso, { dateStyle: 'full', timeStyle: 'long', timeZone }),
    /** `atSeconds` since 1970. */
    instantAt: (atSeconds: number) => moment(atSeconds * 1000, { dateStyle: 'medium', timeStyle: 'short', timeZone }),
    /** The calendar day of a moment, `atSeconds` since 1970. */
    dayAt: (atSeconds: number) => moment(atSeconds * 1000, { dateStyle: 'medium', timeZone }),
    /** Today where the business is, `YYYY-MM-DD`. */
    /** As the server takes instants. */
    now: () => new Date().toISOString().replace(/\.\d+/, ''),
    today: () => once('today', () => new Intl.DateTimeFormat('en-CA', { timeZone })).format(new Date()),
    time: (iso: string) => moment(iso, { timeStyle: 'short', timeZone }),
    /** For chart axes: `atSeconds` since 1970. */
    axisTime: (atSeconds: number, spanSeconds: number) =>
      moment(
        atSeconds * 1000,
        spanSeconds > 2 * 86_400 ? { day: 'numeric', month: 'short', timeZone } : { hour: 'numeric', minute: '2-digit', timeZone },
      ),
    relative: (iso: string, nowMs: number) => {
      const [amount, unit] = relativeUnit((Date.parse(iso) - nowMs) / 1000)
      return once('r', () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })).format(amount, unit)
    },
    /** Seconds as `2 d 4 h`, two largest units. */
    duration: (seconds: number) => {
      const parts = durationParts(Math.max(0, Math.round(seconds)))
      return parts.map(([amount, unit]) => number(amount, { style: 'unit', unit, unitDisplay: 'narrow' })).join('\u00a0')
    },
    bytes: (value: string | number) => scaled(Number(value), 1000, byteUnits),
    rate: (bitsPerSecond: string | number) => scaled(Number(bitsPerSecond), 1000, rateUnits),
    list: (values: readonly string[]) => once('l', () => new Intl.ListFormat(locale, { type: 'disjunction' })).format(values),
  }
}

/** Seconds since 1970, as charts count them. */
export function secondsOf(iso: string): number {
  return Date.parse(iso) / 1000
}

/** A calendar day on a chart: its noon, which lies in that day in every zone we draw. */
export function daySeconds(day: string): number {
  return secondsOf(`${day}T12:00:00Z`)
}

/** A calendar day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function nowMs(): number {
  return Date.now()
}

/** `1250`, 2 -> `12.50`: exact for any size, no floats. */
export function shift(minor: string, decimals: number): string {
  const sign = minor.startsWith('-') ? '-' : ''
  const digits = minor.replace('-', '').padStart(decimals + 1, '0')
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** What a person typed -> minor units, or undefined when it is no amount of this currency: `12.5`, 2 -> `1250`. */
export function unshift(amount: string, decimals: number): string | undefined {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount.replace(/[,\s]/g, ''))
  const fraction = match?.[3] ?? ''
  if (!match || fraction.length > decimals) return undefined
  return String(BigInt(`${match[1]}${match[2]}${fraction.padEnd(decimals, '0')}`))
}

export function decimalsOf(currency: string): number {
  return (
    cryptoDecimals[currency] ?? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  )
}

const relativeSteps = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

function relativeUnit(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const step = relativeSteps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? [Math.round(seconds / step[1]), step[0]] : [Math.round(seconds), 'second']
}

function durationParts(seconds: number): [number, string][] {
  const units: [number, string][] = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ]
  const first = units.findIndex(([amount]) => amount > 0)
  return first === -1 ? [[0, 'second']] : units.slice(first, first + 2).filter(([amount]) => amount > 0)
}
