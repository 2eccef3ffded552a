import type { Module } from '#kernel/module.ts'
import { routes } from './routes.ts'

export const mailModule: Module = {
  name: 'mail',
  permissions: { 'mail.configure': 'Set up the mail server and send test mails' },
  routes,
}
