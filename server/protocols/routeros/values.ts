/** Values as RouterOS spells them. */

const secondsOf: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 }

/** `1w2d3h4m5s`, `2d 03:04:05` or `00:05:00`. @returns seconds; undefined for what is no duration, such as `never` */
export function parseDuration(text: string): number | undefined {
  const [, units = '', clock] = /^((?:\d+[wdhms])*)\s*(\d+:\d{2}:\d{2})?(?:ms)?$/.exec(text.trim()) ?? []
  if (units === '' && clock === undefined) return undefined
  const inUnits = [...units.matchAll(/(\d+)([wdhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * secondsOf[unit!]!, 0)
  const [hours = 0, minutes = 0, seconds = 0] = clock?.split(':').map(Number) ?? []
  return inUnits + hours * 3_600 + minutes * 60 + seconds
}

export function formatDuration(seconds: number): string {
  if (seconds === 0) return '0s'
  let rest = seconds
  return Object.entries(secondsOf)
    .map(([unit, length]) => {
      const count = Math.floor(rest / length)
      rest -= count * length
      return count === 0 ? '' : `${count}${unit}`
    })
    .join('')
}

/** `5000000/20000000`, as queues count: what the subscriber uploads, then downloads. */
export function parsePair(text: string): { readonly upload: bigint; readonly download: bigint } | undefined {
  const [, upload, download] = /^(\d{1,20})\/(\d{1,20})$/.exec(text) ?? []
  return upload === undefined || download === undefined ? undefined : { upload: BigInt(upload), download: BigInt(download) }
}

/** The API says `true`, menus say `yes`. */
export const isYes = (text: string | undefined): boolean => text === 'true' || text === 'yes'

export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
}

/** `7.16.1 (stable)`, `6.49.10`, `7.15beta9`. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch = '0'] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? []
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor), patch: Number(patch) }
}

export const isBefore = (one: Version, { major, minor, patch }: Version): boolean =>
  one.major !== major ? one.major < major : one.minor !== minor ? one.minor < minor : one.patch < patch

/**
 * Text between quotes in a script. Quote, backslash, dollar and question mark would otherwise mean something; control characters
 * cannot be written and are left out.
 */
export function quote(text: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = text.replaceAll(/[\u0000-\u001f\u007f]/g, '')
  return `"${plain.replaceAll(/["\\$?]/g, (character) => `\\${character}`)}"`
}
