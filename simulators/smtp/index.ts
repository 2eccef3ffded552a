export { createMailbox, type Mailbox, type MailboxOptions } from './mailbox.ts'
export type { Attachment, Message } from './message.ts'
