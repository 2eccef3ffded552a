import { type Db, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { lane, listen } from '#kernel/events.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { openSecret } from '#kernel/vault.ts'
import { esmClasses, partsOf, type Receipt, retryable } from '#protocols/smpp'
import { type Centre, NoAnswer, Refused, SmppSession } from './smpp-session.ts'
import { pausesSeconds } from './sms.ts'
import { type DueSms, giveUpSending, readSettings, recordReceipt, recordResult, type Result, takeDue } from './store.ts'

export const passwordPurpose = 'sms.password'
export const textPurpose = 'sms.text'

const batchMax = 50
const sweepMs = 5_000 // beside the notices: for what is due later
const forgottenMinutes = 5
const receiptTries = 5 // one may overtake the answer to its message
const receiptPauseMs = 500

/** Sends what is queued, over one connection for each tenant that has a centre. */
export async function startSender(platform: Platform): Promise<{ stop(): Promise<void> }> {
  const sender = new Sender(platform)
  const sending = lane(() => sender.sendDue(), 'short messages')
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

class Sender {
  readonly #platform: Platform
  readonly #db: Db
  readonly #sessions = new Map<string, { readonly key: string; readonly session: SmppSession; readonly source: string }>()

  constructor(platform: Platform) {
    this.#platform = platform
    this.#db = platform.db
  }

  async sendDue(): Promise<boolean> {
    const now = this.#platform.clock.now()
    const everybody = await scopeOfAllTenants(this.#db, 'sms')
    const due = await transact(this.#db, everybody, async (tx) => {
      await giveUpSending(tx, now.subtract({ minutes: forgottenMinutes }))
      return takeDue(tx, now, batchMax)
    })
    await Promise.all(due.map((sms) => this.#send(sms)))
    return due.length === batchMax
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map(({ session }) => session.close()))
  }

  async #send(sms: DueSms): Promise<void> {
    const result = await this.#attempt(sms).catch((error: unknown) => resultOf(error, sms, this.#platform.clock.now()))
    await this.#in(sms.tenantId, (tx) => recordResult(tx, sms.id, result))
  }

  async #attempt({ tenantId, id, destination, textSealed }: DueSms): Promise<Result> {
    const { session, source } = await this.#sessionOf(tenantId)
    const text = await this.#in(tenantId, (tx) => openSecret(tx, textSealed, textPurpose))
    const messageIds: string[] = []
    for (const part of partsOf(text, Number.parseInt(id.slice(-2), 16))) {
      const { dataCoding, octets, hasHeader } = part
      const esmClass = hasHeader ? esmClasses.header : esmClasses.default
      messageIds.push(await session.submit({ source, destination, esmClass, registeredDelivery: 1, dataCoding, octets }))
    }
    return { state: 'sent', messageIds }
  }

  /** The tenant's connection; another where its settings have changed. */
  async #sessionOf(tenantId: string): Promise<{ session: SmppSession; source: string }> {
    const settings = await this.#in(tenantId, async (tx) => {
      const found = await readSettings(tx)
      return found && { ...found, password: await openSecret(tx, found.passwordSealed, passwordPurpose) }
    })
    if (!settings) throw new Error('The centre was taken out of the settings.')
    const { source, passwordSealed, ...centre } = settings
    const key = JSON.stringify([centre.host, centre.port, centre.isTls, centre.systemId, passwordSealed])
    const open = this.#sessions.get(tenantId)
    if (open?.session.isOpen && open.key === key) return { session: open.session, source }
    await open?.session.close()
    const session = await SmppSession.open(centre satisfies Centre, (receipt) => void this.#receive(tenantId, receipt))
    this.#sessions.set(tenantId, { key, session, source })
    return { session, source }
  }

  async #receive(tenantId: string, { messageId, state, error }: Receipt): Promise<void> {
    if (state === 'enroute' || state === 'accepted') return
    const outcome = {
      state: state === 'delivered' ? ('delivered' as const) : ('failed' as const),
      error: state === 'delivered' ? null : `${state} ${error}`.trim(),
      at: this.#platform.clock.now(),
    }
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

/** What becomes of a message after an error: only what the centre has surely not taken is sent again. */
function resultOf(error: unknown, { attempts }: DueSms, now: Temporal.Instant): Result {
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof NoAnswer) return { state: 'unknown', error: detail }
  if (error instanceof Refused && !retryable.has(error.status)) return { state: 'failed', error: detail }
  const pause = pausesSeconds[attempts - 1]
  return pause === undefined ? { state: 'failed', error: detail } : { state: 'queued', error: detail, dueAt: now.add({ seconds: pause }) }
}
