export { smsModule } from './module.ts'
export { canSendSms, queueSms } from './queue-sms.ts'
