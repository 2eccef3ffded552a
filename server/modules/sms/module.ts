import type { Module } from '#kernel/module.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { startSender } from './sender.ts'

export const smsModule: Module = {
  name: 'sms',
  permissions: {
    'sms.read': 'See short messages, without their text, and what became of them',
    'sms.configure': 'Set up the short message centre and send tests',
  },
  routes,
  lists,
  services: [{ role: 'worker', start: startSender }],
}
