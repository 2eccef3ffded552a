export {
  challengeResponse,
  type Command,
  commandWords,
  loginWords,
  parseCommand,
  parseReply,
  type Reply,
  type ReplyKind,
  replyKinds,
  type Row,
} from './command.ts'
export { matches } from './query.ts'
export { decodeLength, encodeLength, encodeSentence, type ReaderLimits, RouterOsFormatError, SentenceReader } from './sentence.ts'
export { formatDuration, isBefore, isYes, parseDuration, parsePair, parseVersion, quote, type Version } from './values.ts'
