import type { Money } from '#kernel/money.ts'

/**
 *   queued ──taken──▶ sending ──▶ sent ──receipts of all parts──▶ delivered
 *      ▲                 │ ├──▶ failed: refused for good, or too often for now, or too late
 *      └──refused for now┘ └──▶ unknown: no answer came, so it is not sent again
 *
 *   refused: never queued, because of where it would go or what it would cost
 */
export const smsStates = ['queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'refused'] as const
export type SmsState = (typeof smsStates)[number]

/** States from which a person may send a message again. */
export const retryableStates = ['failed', 'refused'] as const satisfies readonly SmsState[]

/** What messages are for. */
export const smsKinds = ['one-time-code', 'by-staff'] as const
export type SmsKind = (typeof smsKinds)[number]

/** Why a message is where it is; the console has words for each. */
export const smsReasons = [
  'destination-not-allowed',
  'hourly-limit',
  'too-late',
  'no-centre',
  'address-refused',
  'unreachable',
  'no-answer',
  'wrong-password',
  'wrong-system-id',
  'bind-refused',
  'throttled',
  'wrong-destination',
  'wrong-source',
  'centre-refused',
  'expired',
  'undeliverable',
  'rejected',
  'undelivered',
] as const
export type SmsReason = (typeof smsReasons)[number]

/** One connection for both ways, one for each way, or only the way out: then nobody tells of deliveries. */
export const binds = ['transceiver', 'pair', 'transmitter'] as const
export type Bind = (typeof binds)[number]

export interface SmsSettings {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  readonly systemId: string
  readonly systemType: string
  readonly source: string
  readonly bind: Bind
  /** Messages that may wait for their answer at a time. */
  readonly unansweredMax: number
  readonly perSecond: number // parts
  /** Where messages may go, as beginnings of numbers such as `+880`. Empty: the tenant's country. */
  readonly prefixes: readonly string[]
  readonly partsPerHourMax: number
  readonly partPrice: Money | null
}

/** Attempts of a message that the centre cannot take now, and the seconds between them. */
export const pausesSeconds = [5, 30, 120, 600] as const

const cover = '••••••'

/** The text as people may read it. */
export const covered = (text: string, secret: string | undefined): string => (secret === undefined ? text : text.replaceAll(secret, cover))

/** Whether a number is where messages may go: nobody makes a business pay for numbers at the other end of the world. */
export const isAllowed = (to: string, prefixes: readonly string[]): boolean => prefixes.some((prefix) => to.startsWith(prefix))
