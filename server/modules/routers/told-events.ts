import type { EventType } from '#kernel/events.ts'

const nasId = '0198a4b0-0000-7000-8000-000000000003'
const enrolmentId = '0198a4b0-0000-7000-8000-000000000006'
const name = 'Gulshan roof'

export const toldEvents: Readonly<Record<string, EventType>> = {
  'router.script_fetched.v1': { summary: 'A router fetched the script it joins by', example: { enrolmentId, name, from: '203.0.113.9' } },
  'router.joined.v1': { summary: 'A router has joined: it is a NAS now', example: { enrolmentId, nasId, name } },
  'router.management_changed.v1': { summary: 'How the API of a router is reached was changed', example: { nasId } },
  'router.resynced.v1': { summary: 'A router is told anew what its sessions should be', example: { nasId, name, subscriptions: 120 } },
}
