import { randomInt } from 'node:crypto'

/** The last is made by the first login with a voucher's code; see voucher-logins.ts. */
export const loginKinds = ['pppoe', 'hotspot', 'mac', 'voucher'] as const
export type LoginKind = (typeof loginKinds)[number]

export interface Login {
  readonly id: string
  readonly subscriptionId: string
  readonly username: string
  readonly kind: LoginKind
  readonly framedAddress: string | null
}

/** `aa:bb:cc:dd:ee:ff`, with hyphens or without anything, and Cisco's `aabb.ccdd.eeff`. */
const mac = /^(?:(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})$/

/**
 * The form in which user names are stored and compared. Case plays no part, because phones capitalise what is typed into a
 * portal; a MAC address is the same however the router separates its octets.
 */
export function canonicalUsername(typed: string): string {
  const lower = typed.trim().toLowerCase()
  // Only 12 to 17 characters can be a MAC address; the length is checked first because every login passes here.
  if (lower.length < 12 || lower.length > 17 || !mac.test(lower)) return lower
  return lower.replaceAll(/[:.-]/g, '').match(/../g)!.join(':')
}

/** All the ways in which NAS write a MAC address that is stored canonically. */
export function writingsOfMac(canonical: string): string[] {
  const bare = canonical.replaceAll(':', '')
  const lower = [canonical, canonical.replaceAll(':', '-'), bare, bare.replaceAll(/.{4}(?=.)/g, '$&.')]
  return [...lower, ...lower.map((one) => one.toUpperCase())]
}

const consonants = 'bdfghjkmnprstvz'
const vowels = 'aeiu'
const digits = '23456789' // without 0 and 1, which look like letters

const pick = (from: string) => from[randomInt(from.length)]!
const syllables = (count: number) => Array.from({ length: count }, () => pick(consonants) + pick(vowels)).join('')
const number = (length: number) => Array.from({ length }, () => pick(digits)).join('')

/** A password that can be read out on the telephone: `ruzafo-bekidu-4827`, 47 bits. */
export const readablePassword = (): string => `${syllables(3)}-${syllables(3)}-${number(4)}`

/** A user name nobody has to think of: `kadimu482`. */
export const readableUsername = (): string => syllables(3) + number(3)
