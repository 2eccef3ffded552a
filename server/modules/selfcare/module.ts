import type { Module } from '#kernel/module.ts'
import { paymentPageOf } from './payment-link.ts'
import { routes } from './routes.ts'
import { forget, mailCode } from './sign-in.ts'

export const selfcareModule: Module = {
  name: 'selfcare',
  routes,
  jobs: [mailCode, forget],
  pages: { 'invoice.payment': paymentPageOf },
}
