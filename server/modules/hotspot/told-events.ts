import type { EventType } from '#kernel/events.ts'

export const toldEvents: Readonly<Record<string, EventType>> = {
  'hotspot.code_limit_reached.v1': {
    summary: 'As many one-time codes were sent within an hour as the portal may; until fewer were, nobody gets one',
    example: { codesPerHourMax: 100 },
  },
}
