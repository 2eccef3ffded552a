import type { Module } from '#kernel/module.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { startSender } from './sender.ts'
import { toldEvents } from './told-events.ts'

export const smsModule: Module = {
  name: 'sms',
  permissions: {
    'sms.read': 'See short messages, with one-time codes covered, and what became of them',
    'sms.send': 'Send a short message, and failed ones again',
    'sms.configure': 'Set up the short message centre, where messages may go and how many in an hour',
  },
  events: toldEvents,
  routes,
  lists,
  services: [{ role: 'worker', start: startSender }],
}
