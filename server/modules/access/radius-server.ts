/** The doors of RADIUS: who may speak, what is answered, what is dropped in silence. */
import type { TlsOptions } from 'node:tls'
import { log } from '#kernel/telemetry.ts'
import { readCode } from '#modules/vouchers'
import { encodeReply, has, type Packet, read, type ReplyFields } from '#protocols/radius'
import type { Accounting } from './accounting.ts'
import type { AccountingRecord } from './accounting-record.ts'
import type { AccessAnswer, Authenticator } from './authenticate.ts'
import type { Directory, KnownNas } from './directory.ts'
import type { EapServer } from './eap-server.ts'
import { NasAllowances } from './nas-allowances.ts'
import type { NasConnections } from './nas-connections.ts'
import type { Online } from './online.ts'
import type { Recorder } from './recorder.ts'
import type { Answer } from './request-desk.ts'
import { eventTimeMs, type Known, sampleOf, statusTypes } from './sample.ts'
import type { Roaming } from './roaming.ts'
import { openStreamDoor, type StreamDoorOptions, type StreamLimits, usualLimits } from './stream-door.ts'
import { openUdpDoor } from './udp-door.ts'
import { maskedCode, type VoucherLogins } from './voucher-logins.ts'

export interface RadiusServerOptions {
  readonly host: string
  readonly authPort: number
  readonly acctPort: number
  /** Whether the same ports answer by TCP. */
  readonly withTcp: boolean
  readonly tlsPort: number
  /** Null where there is no certificate: then nothing is answered by TLS. */
  readonly tls: TlsOptions | null
  readonly limits?: StreamLimits
  readonly directory: Directory
  readonly online: Online
  readonly authenticator: Authenticator
  readonly eap: EapServer
  readonly vouchers: VoucherLogins
  readonly accounting: Accounting
  readonly recorder: Recorder
  readonly connections: NasConnections
  readonly roaming: Roaming
  readonly onReplaced: (replaced: NonNullable<AccessAnswer['replaced']>) => void
  readonly nowMs: () => number
}

export interface RadiusServer {
  readonly authPort: number
  readonly acctPort: number
  /** Null when RADIUS over TLS is off. */
  readonly tlsPort: number | null
  /** When all accounting that was answered so far has taken effect. */
  applied(): Promise<void>
  stop(): Promise<void>
}

export interface OpenRadiusServer extends RadiusServer {
  /** Takes a renewed certificate for connections to come. */
  renewTls(tls: TlsOptions): void
  /** Ends connections of NAS that are no longer known. */
  dismissStrangers(): void
}

/** Opens every door. Every packet is answered, or dropped with a reason that is counted. */
export async function startRadiusServer(options: RadiusServerOptions): Promise<OpenRadiusServer> {
  const { host, directory, accounting, recorder, connections, nowMs, limits = usualLimits } = options
  const answerAccess = accessAnswers(options)
  const answerAccounting = accountingAnswers(options)
  /** On TLS one port takes everything (RFC 6614 §2.1). */
  const answerAny: Answer = (request, ...rest) => (isAccounting(request) ? answerAccounting : answerAccess)(request, ...rest)

  const allowances = new NasAllowances()
  const udp = (port: number, answer: Answer) => openUdpDoor({ host, port, answer, allowances, directory, recorder, nowMs })
  const stream = (port: number, answer: Answer, tls: TlsOptions | null) =>
    openStreamDoor({ host, port, answer, allowances, tls, limits, recorder, connections, nowMs, ...callersIn(directory) })

  const [auth, acct] = await Promise.all([udp(options.authPort, answerAccess), udp(options.acctPort, answerAccounting)])
  const plain = options.withTcp ? await Promise.all([stream(auth.port, answerAccess, null), stream(acct.port, answerAccounting, null)]) : []
  const secure = options.tls && (await stream(options.tlsPort, answerAny, options.tls))
  return {
    authPort: auth.port,
    acctPort: acct.port,
    tlsPort: secure?.port ?? null,
    renewTls: (tls) => secure?.renew(tls),
    dismissStrangers() {
      for (const door of [...plain, ...(secure ? [secure] : [])]) door.dismissStrangers()
    },
    applied: () => accounting.applied(),
    async stop() {
      await auth.close()
      await accounting.stop()
      await Promise.all([acct, ...plain, ...(secure ? [secure] : [])].map((door) => door.close()))
    },
  }
}

const callersIn = (directory: Directory): Pick<StreamDoorOptions, 'isKnown' | 'findNas'> => ({
  isKnown: ({ address, certificate }) => (certificate ? directory.isNasCertificate(certificate) : directory.isNasAddress(address)),
  findNas: ({ address, certificate }, identifierOf) =>
    certificate ? directory.findNasByCertificate(certificate, identifierOf) : directory.findNas(address, identifierOf),
})

/** Of a NAS that has no address. */
const nowhere = '::'

const isAccounting = (request: Packet) => request.code === 'Accounting-Request'

function accessAnswers({ directory, authenticator, eap, vouchers, recorder, roaming, onReplaced }: RadiusServerOptions): Answer {
  return (request, nas, nowMs, reply) => {
    if (request.code === 'Status-Server') return void reply(encodeReply(request, { code: 'Access-Accept', attributes: [] }, nas.secret))
    if (request.code !== 'Access-Request') return 'wrong_port'
    if (directory.isOutdated) return 'directory_outdated' // another server of the NAS may know better
    const realm = roaming.realmOf(request, nas)
    if (realm)
      return roaming.askAccess(request, nas, realm, nowMs, (packet) => {
        if (!packet) recorder.dropped('home_server_silent', nas.address ?? nowhere, nas, nowMs)
        reply(packet)
      })
    const finish = (fields: ReplyFields, answer: AccessAnswer | undefined) => {
      if (answer) recorder.answered(noted(answer, nas, directory), nas, nowMs)
      if (answer?.replaced) onReplaced(answer.replaced)
      reply(encodeReply(request, fields, nas.secret))
    }
    const later = (answering: Promise<{ readonly fields: ReplyFields; readonly answer: AccessAnswer | undefined }>) => {
      answering.then(
        ({ fields, answer }) => finish(fields, answer),
        (error: unknown) => {
          log.error({ nas: nas.name, err: error }, 'login failed')
          reply(undefined)
        },
      )
    }
    const isEap = has(request, 'EAP-Message')
    const code = isEap ? undefined : vouchers.codeIn(request, nas)
    if (code !== undefined) {
      const answer = vouchers.answer({ request, nas, code, nowMs })
      if (answer === 'overload') return answer
      return void later(answer.then((one) => ({ fields: one, answer: one })))
    }
    if (!isEap) {
      const answer = authenticator.answer(request, nas, nowMs)
      return void finish(answer, answer)
    }
    const reached = eap.answer(request, nas, nowMs)
    if (typeof reached === 'string') return reached
    return void later(reached.then((outcome) => ({ fields: outcome.reply, answer: outcome.answer })))
  }
}

/** Names of nobody that are codes, or may be one with a slip of the finger, are noted so that staff cannot use them. */
function noted(answer: AccessAnswer, nas: KnownNas, directory: Directory): AccessAnswer {
  const mayBeCode = nas.voucherPassword !== 'off' || readCode(answer.username)
  // A refusal by EAP says nothing of the login whose name was told outside the tunnel, but it is somebody's name.
  const isNobody = mayBeCode && !answer.login && !directory.findLogin(nas.tenantId, answer.username)
  return isNobody ? { ...answer, username: maskedCode(answer.username) } : answer
}

function accountingAnswers({ directory, online, accounting, roaming }: RadiusServerOptions): Answer {
  return (request, nas, nowMs, reply) => {
    const respond = () => reply(encodeReply(request, { code: 'Accounting-Response', attributes: [] }, nas.secret))
    if (request.code === 'Status-Server') return void respond()
    if (request.code !== 'Accounting-Request') return 'wrong_port'
    const record = recordOf(request, nas, { directory, online }, nowMs)
    if (record === 'nothing to store') return void respond()
    if (typeof record === 'string') return record
    const settle = (isDurable: boolean) => (isDurable ? respond() : reply(undefined))
    const realm = record.kind === 'sample' ? roaming.realmOf(request, nas) : undefined
    if (!realm?.forwardsAccounting) return accounting.add([record], settle) ? undefined : 'overload'
    const forward = roaming.recordOf(request, nas, realm, eventTimeMs(request, nowMs))
    if (typeof forward === 'string') return forward
    return accounting.add([record, forward], settle) ? undefined : 'overload'
  }
}

/** What an accounting packet asks to be stored; or why it cannot be. */
function recordOf(request: Packet, nas: KnownNas, known: Known, nowMs: number): AccountingRecord | string {
  const status = read(request, 'Acct-Status-Type')
  switch (status) {
    case statusTypes.start:
    case statusTypes.interim:
    case statusTypes.stop: {
      const sample = sampleOf(request, status, nas, known, nowMs)
      return sample ? { kind: 'sample', sample } : 'session_id_missing'
    }
    case statusTypes.on:
    case statusTypes.off:
      return { kind: 'nas-restart', tenantId: nas.tenantId, nasId: nas.id, atMs: eventTimeMs(request, nowMs) }
    case undefined:
      return 'status_type_missing'
    default: // tunnel and "Failed" records: nothing we keep, and silence would only make the NAS repeat them
      return 'nothing to store'
  }
}
