import type { Module } from '#kernel/module.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { sendMails } from './send-mails.ts'
import { customerTeller } from './tell-customers.ts'

export const engageModule: Module = {
  name: 'engage',
  permissions: {
    'engage.read': 'See what customers were told',
    'engage.configure': 'Change mails to customers',
    'engage.send': 'Send notices to customers again',
  },
  routes,
  lists,
  jobs: [sendMails],
  subscribers: [customerTeller],
}
