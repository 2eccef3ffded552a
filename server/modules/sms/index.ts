export { inFull } from './calling-codes.ts'
export { smsModule } from './module.ts'
export { canSendSms, type QueuedSms, queueSms } from './queue-sms.ts'
