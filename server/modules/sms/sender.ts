import { AddressRefused, messagingReach, messagingRemedy } from '#kernel/address.ts'
import { sha256 } from '#kernel/crypto.ts'
import { type Db, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { lane, listen } from '#kernel/events.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { openSecret } from '#kernel/vault.ts'
import { type DeliveryState, esmClasses, partsOf, type Receipt, retryable, statuses } from '#protocols/smpp'
import { type Binding, type Centre, NoAnswer, Refused, SmppSession } from './smpp-session.ts'
import { type Bind, pausesSeconds, type SmsReason } from './sms.ts'
import { type DueSms, giveUp, readSettings, recordReceipt, recordResult, type Result, takeDue } from './store.ts'

export const passwordPurpose = 'sms.password'
export const textPurpose = 'sms.text'

const sweepMs = 5_000 // beside the notices: for what is due later
const forgottenMinutes = 5
const receiptTries = 5 // one may overtake the answer to its message
const receiptPauseMs = 500

/** Sends what is queued, over one connection for each tenant that has a centre. */
export async function startSender(platform: Platform): Promise<{ stop(): Promise<void> }> {
  const sender = new Sender(platform)
  const sending = lane(() => sender.sendDue(() => sending.wake()), 'short messages')
  const listener = await listen(platform.db, 'sms', () => sending.wake())
  const timer = setInterval(() => sending.wake(), sweepMs)
  sending.wake()
  return {
    async stop() {
      clearInterval(timer)
      await listener.stop()
      await sending.stop()
      await sender.close()
    },
  }
}

/** How a tenant's centre is reached: messages go out on one connection, receipts may come on another. */
interface Line {
  readonly key: string // of the settings it was made with
  readonly source: string
  readonly hasReceipts: boolean
  readonly out: SmppSession
  readonly sessions: readonly SmppSession[]
}

class Sender {
  readonly #platform: Platform
  readonly #db: Db
  readonly #lines = new Map<string, Line>() // by tenant
  readonly #sending = new Map<string, Promise<void>>() // by tenant

  constructor(platform: Platform) {
    this.#platform = platform
    this.#db = platform.db
  }

  /** Takes what is due from tenants that are not busy: a centre that is slow, or does not answer, holds up nobody else. */
  async sendDue(wake: () => void): Promise<boolean> {
    const now = this.#platform.clock.now()
    const everybody = await scopeOfAllTenants(this.#db, 'sms')
    const due = await transact(this.#db, everybody, async (tx) => {
      await giveUp(tx, now, now.subtract({ minutes: forgottenMinutes }))
      return takeDue(tx, now, [...this.#sending.keys()])
    })
    for (const [tenantId, batch] of Map.groupBy(due, (sms) => sms.tenantId)) {
      const sent = this.#sendAll(batch)
        .catch((error: unknown) => log.warn({ err: error }, 'what became of short messages could not be kept'))
        .finally(() => {
          this.#sending.delete(tenantId)
          wake()
        })
      this.#sending.set(tenantId, sent)
    }
    return false
  }

  async #sendAll(batch: readonly DueSms[]): Promise<void> {
    await Promise.all(batch.map((sms) => this.#send(sms)))
  }

  async close(): Promise<void> {
    await Promise.all(this.#sending.values())
    await Promise.all([...this.#lines.values()].map(hangUp))
  }

  async #send(sms: DueSms): Promise<void> {
    const result = await this.#attempt(sms).catch((error: unknown) => resultOf(error, sms, this.#platform.clock.now()))
    await this.#in(sms.tenantId, (tx) => recordResult(tx, sms, result))
  }

  async #attempt({ tenantId, id, destination, textSealed, usefulUntil }: DueSms): Promise<Result> {
    const { out, source, hasReceipts } = await this.#lineOf(tenantId)
    const text = await this.#in(tenantId, (tx) => openSecret(tx, textSealed, textPurpose))
    const messageIds: string[] = []
    for (const { dataCoding, octets, hasHeader } of partsOf(text, Number.parseInt(id.slice(-2), 16))) {
      const esmClass = hasHeader ? esmClasses.header : esmClasses.default
      const registeredDelivery = hasReceipts ? 1 : 0
      const validity = usefulUntil && { validSeconds: secondsLeft(usefulUntil, this.#platform.clock.now()) }
      try {
        messageIds.push(await out.submit({ source, destination, esmClass, registeredDelivery, dataCoding, octets, ...validity }))
      } catch (error) {
        if (messageIds.length === 0) throw error
        // A part is on its way: to begin again would send it twice.
        return { state: error instanceof NoAnswer ? 'unknown' : 'failed', messageIds, reason: reasonOf(error), detail: messageOf(error) }
      }
    }
    return { state: 'sent', messageIds }
  }

  readonly #opening = new Map<string, Promise<Line>>() // by tenant

  /** The tenant's line; one attempt at a time, however many messages wait for it. */
  #lineOf(tenantId: string): Promise<Line> {
    const opening = this.#opening.get(tenantId) ?? this.#openLine(tenantId).finally(() => this.#opening.delete(tenantId))
    this.#opening.set(tenantId, opening)
    return opening
  }

  /** The line that is open; another where settings have changed or the centre has hung up. */
  async #openLine(tenantId: string): Promise<Line> {
    const settings = await this.#in(tenantId, async (tx) => {
      const found = await readSettings(tx)
      return found && { ...found, password: await openSecret(tx, found.passwordSealed, passwordPurpose) }
    })
    if (!settings) throw new NoCentre('The centre was taken out of the settings.')
    const { host, port, isTls, systemId, systemType, password, bind, unansweredMax, perSecond, source } = settings
    const reach = messagingReach(this.#platform.config)
    const centre: Centre = { host, port, reach, isTls, systemId, systemType, password, unansweredMax, perSecond }
    const key = sha256(JSON.stringify([centre, bind]))
    const before = this.#lines.get(tenantId)
    if (before?.key === key && before.sessions.every(({ isOpen }) => isOpen)) return { ...before, source }
    if (before) await hangUp(before)
    const sessions: SmppSession[] = []
    try {
      for (const binding of bindings[bind])
        sessions.push(await SmppSession.open(centre, binding, (receipt) => void this.#receive(tenantId, receipt)))
    } catch (error) {
      await Promise.all(sessions.map((session) => session.close()))
      throw error
    }
    const line: Line = { key, source, hasReceipts: bind !== 'transmitter', out: sessions[0]!, sessions }
    this.#lines.set(tenantId, line)
    return line
  }

  async #receive(tenantId: string, { messageId, state, error }: Receipt): Promise<void> {
    if (state === 'enroute' || state === 'accepted') return
    const failure = state === 'delivered' ? null : { reason: receiptReasons[state], detail: `${state} ${error}`.trim() }
    const outcome = { failure, at: this.#platform.clock.now() }
    for (let tries = 0; tries < receiptTries; tries++) {
      const isFound = await this.#in(tenantId, (tx) => recordReceipt(tx, writingsOf(messageId), outcome)).catch((failure: unknown) => {
        log.warn({ err: failure }, 'a delivery receipt could not be kept')
        return true
      })
      if (isFound) return
      await new Promise((resolve) => setTimeout(resolve, receiptPauseMs))
    }
  }

  #in<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return transact(this.#db, { tenants: [tenantId], actor: 'sms', requestId: '' }, work)
  }
}

/** Some centres answer with a hexadecimal id and tell of it in decimal, or the other way round. */
export function writingsOf(messageId: string): string[] {
  const writings = new Set([messageId])
  if (/^\d{1,18}$/.test(messageId)) writings.add(BigInt(messageId).toString(16)).add(BigInt(messageId).toString(16).toUpperCase())
  if (/^[0-9a-f]{1,16}$/i.test(messageId)) writings.add(BigInt(`0x${messageId}`).toString())
  return [...writings]
}

const receiptReasons = {
  expired: 'expired',
  deleted: 'undelivered',
  undeliverable: 'undeliverable',
  unknown: 'undelivered',
  rejected: 'rejected',
} as const satisfies Partial<Record<DeliveryState, SmsReason>>

/** The first is the one on which messages go out. */
const bindings: Readonly<Record<Bind, readonly Binding[]>> = {
  transceiver: ['bind_transceiver'],
  pair: ['bind_transmitter', 'bind_receiver'],
  transmitter: ['bind_transmitter'],
}

const hangUp = ({ sessions }: Line) => Promise.all(sessions.map((session) => session.close()))

class NoCentre extends Error {}

function messageOf(error: unknown): string {
  if (error instanceof AddressRefused) return `${error.message} ${messagingRemedy}`
  return error instanceof Error ? error.message : String(error)
}

/** What becomes of a message after an error: only what the centre has surely not taken is sent again. */
function resultOf(error: unknown, { attempts }: DueSms, now: Temporal.Instant): Result {
  const [reason, detail] = [reasonOf(error), messageOf(error)]
  if (error instanceof NoAnswer) return { state: 'unknown', reason, detail }
  if (error instanceof AddressRefused) return { state: 'failed', reason, detail }
  if (error instanceof Refused && !retryable.has(error.status)) return { state: 'failed', reason, detail }
  const pause = pausesSeconds[attempts - 1]
  return pause === undefined ? { state: 'failed', reason, detail } : { state: 'queued', reason, detail, dueAt: now.add({ seconds: pause }) }
}

const reasonsByStatus: ReadonlyMap<number, SmsReason> = new Map([
  [statuses.invalidPassword, 'wrong-password'],
  [statuses.invalidSystemId, 'wrong-system-id'],
  [statuses.throttled, 'throttled'],
  [statuses.queueFull, 'throttled'],
  [statuses.invalidDestination, 'wrong-destination'],
  [statuses.invalidSource, 'wrong-source'],
])

function reasonOf(error: unknown): SmsReason {
  if (error instanceof NoCentre) return 'no-centre'
  if (error instanceof NoAnswer) return 'no-answer'
  if (error instanceof AddressRefused) return 'address-refused'
  if (!(error instanceof Refused)) return 'unreachable'
  return reasonsByStatus.get(error.status) ?? (error.command === 'submit_sm' ? 'centre-refused' : 'bind-refused')
}

/** A centre that finds the telephone off tries again for days; what nobody wants later it is told to give up. */
const secondsLeft = (until: Temporal.Instant, now: Temporal.Instant) => Math.max(1, Math.floor(now.until(until).total('seconds')))
