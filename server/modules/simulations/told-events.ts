import type { EventType } from '#kernel/events.ts'

export const toldEvents: Readonly<Record<string, EventType>> = {
  'simulation.finished.v1': {
    summary: 'The days to come were played: the outcome can be read, or why there is none',
    example: { simulationId: '0198a4b0-0000-7000-8000-000000000001', name: 'Home 20 at 1,150', state: 'done' },
  },
}
