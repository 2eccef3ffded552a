export {
  type Attribute,
  type AttributeName,
  type KnownName,
  type StandardName,
  attributeNamed,
  attributeNumbered,
  knownAttributes,
  valueName,
  valueNumber,
} from './attributes.ts'
export { type AttributeType, attributeTypes, vendors } from './dictionary.ts'
export {
  type ReplyFault,
  type RequestFault,
  type RequestPolicy,
  isRequest,
  replyFault,
  replyFaults,
  requestFault,
  requestFaults,
} from './authenticators.ts'
export { joinOctets, sessionOctets, splitOctets } from './counters.ts'
export { type ReplyFields, type RequestFields, encodeReply, encodeRequest } from './encode.ts'
export { type ForwardOptions, type ForwardReplyOptions, forwardReply, forwardRequest, isLooping } from './forward.ts'
export { formatPacket, formatValue } from './format.ts'
export {
  type MsChap1Login,
  type MsChap2Login,
  type MsChap2Success,
  type WindowsError,
  checkMsChap1,
  checkMsChap2,
  isPasswordChange,
  msChap1Login,
  msChap1Response,
  msChap2Login,
  msChap2Response,
  msChapError,
  msChapErrorText,
  ntHash,
} from './ms-chap.ts'
export {
  type AttributePair,
  type Code,
  type Malformation,
  type Packet,
  FirstValues,
  attributesOf,
  authenticatorOf,
  codes,
  decode,
  has,
  malformations,
  packetOctetsMax,
  read,
  readAll,
} from './packet.ts'
export {
  chapPassword,
  hideKey,
  hideMppeKeys,
  hidePassword,
  isChapPassword,
  isPapPassword,
  papPassword,
  passwordOctetsMax,
  revealKey,
} from './passwords.ts'
export { type RateLimit, type UpDown, formatRateLimit, parseRateLimit } from './rate-limit.ts'
export { type Secret, sharedSecret } from './secret.ts'
export { type Frames, takeFrames } from './stream.ts'
export type { Tagged, ValueOf } from './values.ts'
