import type { EventType } from '#kernel/events.ts'

const accountId = '0198a4b0-0000-7000-8000-000000000002'
const customerId = '0198a4b0-0000-7000-8000-000000000003'
const amount = { minor: '105000', currency: 'BDT' }
const payment = { paymentId: '0198a4b0-0000-7000-8000-000000000001', number: 'R-2026-000041', accountId, customerId, amount }
const checkout = { checkoutId: '0198a4b0-0000-7000-8000-000000000004', accountId, customerId }

export const toldEvents: Readonly<Record<string, EventType>> = {
  'payment.received.v1': { summary: 'Money came in', example: { ...payment, method: 'cash' } },
  'payment.refunded.v1': {
    summary: 'Money of a payment was given back',
    example: { refundId: '0198a4b0-0000-7000-8000-000000000005', ...payment, state: 'due' },
  },
  'payment.refund_paid_out.v1': {
    summary: 'A refund that was due is paid out at the desk',
    example: { refundId: '0198a4b0-0000-7000-8000-000000000005', ...payment, method: 'cash' },
  },
  'checkout.opened.v1': {
    summary: 'A page at a gateway waits for the customer to pay',
    example: { ...checkout, url: 'https://gateway.example/pay/abc' },
  },
  'checkout.failed.v1': {
    summary: 'A payment through a gateway failed: of the customer, or of a saved method that was charged',
    example: { ...checkout, amount, savedMethodId: null, reason: 'Declined' },
  },
}
