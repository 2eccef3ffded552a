/** SMPP 3.4: short messages to an SMSC and their delivery receipts. Sources: SMPP Protocol Specification v3.4; 3GPP TS 23.038, 23.040. */
export {
  type Bind,
  bindBody,
  type Command,
  type DeliveryState,
  encodePdu,
  esmClasses,
  messageBody,
  messageIdBody,
  type Pdu,
  readBind,
  readMessage,
  readMessageId,
  type Receipt,
  receiptOf,
  retryable,
  type ShortMessage,
  statuses,
  systemIdBody,
  takePdus,
  textOf,
} from './pdu.ts'
export { dataCodings, fromGsm7, fromUcs2, gsm7, type Part, partsOf } from './text.ts'
