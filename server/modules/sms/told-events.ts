import type { EventType } from '#kernel/events.ts'

const sms = { smsId: '0198a4b0-0000-7000-8000-000000000001', kind: 'one-time-code' }

/** Without numbers and texts: whoever is told reads them by the id, if they may. */
export const toldEvents: Readonly<Record<string, EventType>> = {
  'sms.queued.v1': { summary: 'A short message is to be sent', example: sms },
  'sms.sent.v1': { summary: 'The short message centre took a message', example: sms },
  'sms.delivered.v1': { summary: 'A short message is on the telephone', example: sms },
  'sms.failed.v1': {
    summary: 'A short message was not sent or not delivered, or nobody knows whether it was',
    example: { ...sms, state: 'failed', reason: 'wrong-destination' },
  },
}
