/**
 *   queued ──taken──▶ sending ──▶ sent ──receipt──▶ delivered
 *      ▲                 │ ├──▶ failed: refused for good, or too often for now
 *      └──refused for now┘ └──▶ unknown: no answer came, so it is not sent again
 */
export const smsStates = ['queued', 'sending', 'sent', 'delivered', 'failed', 'unknown'] as const
export type SmsState = (typeof smsStates)[number]

export interface SmsSettings {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  readonly systemId: string
  readonly systemType: string
  readonly source: string
}

/** Attempts of a message that the centre cannot take now, and the seconds between them. */
export const pausesSeconds = [5, 30, 120, 600] as const
