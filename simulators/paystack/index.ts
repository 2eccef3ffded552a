export { createPaystack, type Paystack, type PaystackOptions } from './paystack.ts'
export { sign as signPaystackWebhook } from './webhooks.ts'
