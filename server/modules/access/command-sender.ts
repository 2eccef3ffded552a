/** Carries queued commands to the NAS and their answers back. Runs beside RADIUS, outside any transaction that people wait for. */
import { type Db, isDatabaseAway, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { emitAll, lane, listen } from '#kernel/events.ts'
import { counter, log } from '#kernel/telemetry.ts'
import { CoaClient } from './coa-client.ts'
import { CommandPaths } from './command-paths.ts'
import {
  type Answered,
  claimCommands,
  type ClaimedCommand,
  queueCommands,
  readAckedCommands,
  recordAnswers,
  settleCommands,
} from './command-store.ts'
import type { Directory, KnownNas } from './directory.ts'
import type { NasConnections } from './nas-connections.ts'
import { commandAttributes, type CommandKind, type Outcome, outcomeOf } from './network-command.ts'
import type { Online, OnlineSession } from './online.ts'
import { closeSessions } from './session-store.ts'
import { tellSettled } from './tell-settled.ts'

const inFlightMax = 512
const inFlightPerNasMax = 64 // a router answers these one after the other
const afterTimeoutMax = 2 // to a NAS that did not answer, until it does
const sweepMs = 1_000
const graceMs = 10_000 // an interim may have been on its way when the NAS acknowledged a Disconnect

const answered = counter('trunkline_network_commands_total', 'Commands to NAS, by what came of them', ['kind', 'state'])

interface Proof {
  readonly commandId: string
  readonly kind: CommandKind
  readonly ackedAtMs: number
}

interface Finished {
  readonly command: ClaimedCommand
  readonly outcome: Outcome
}

export interface CommandSenderOptions {
  readonly db: Db
  readonly directory: Directory
  readonly online: Online
  readonly connections: NasConnections
  readonly nowMs: () => number
}

export class CommandSender {
  readonly #db: Db
  readonly #directory: Directory
  readonly #online: Online
  readonly #nowMs: () => number
  readonly #client: CoaClient
  readonly #paths: CommandPaths
  readonly #inFlight = new Map<string, number>() // by NAS
  readonly #silent = new Set<string>() // NAS that did not answer lately
  readonly #awaitingProof = new Map<string, Proof[]>() // by session
  readonly #unanswered = new Map<string, { isOver: boolean; asked: number }>() // by session: asked to end, and not yet answered
  #finished: Finished[] = []
  #settled: { id: string; state: 'confirmed' | 'escalated' }[] = []
  #kicks: OnlineSession[] = []
  #isStopped = false
  readonly #send = lane(() => this.#sendDue(), 'network commands')
  readonly #note = lane(() => this.#noteAnswers(), 'network command answers')
  #stopWaking: () => Promise<void> = async () => {}

  private constructor(options: CommandSenderOptions, client: CoaClient) {
    this.#db = options.db
    this.#directory = options.directory
    this.#online = options.online
    this.#nowMs = options.nowMs
    this.#client = client
    this.#paths = new CommandPaths(client, options.connections)
  }

  static async start(options: CommandSenderOptions): Promise<CommandSender> {
    const sender = new CommandSender(options, await CoaClient.open())
    for (const acked of await sender.#transact(readAckedCommands))
      sender.#awaitProof(acked.session_id, { commandId: acked.id, kind: acked.kind, ackedAtMs: acked.answered_at_ms })
    const listener = await listen(options.db, 'network_command', () => sender.#send.wake())
    const timer = setInterval(() => {
      sender.#send.wake()
      sender.#note.wake()
    }, sweepMs)
    sender.#stopWaking = async () => {
      clearInterval(timer)
      await listener.stop()
    }
    return sender
  }

  /** Commands without an answer yet stay `sent` and are taken up again by the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#stopWaking()
    await this.#send.stop()
    this.#note.wake()
    await this.#note.stop()
    this.#client.close()
  }

  /** Ends a session because the subscriber's newer login takes its place. */
  kick(session: OnlineSession): void {
    this.#kicks.push(session)
    this.#note.wake()
  }

  /** A session was heard, or is over: the proof that an acknowledged command was carried out, or that it was not. */
  heard(sessionId: string, isOver: boolean): void {
    if (this.#kicks.length > 0) this.#note.wake() // one of them may be known to the database now
    const unanswered = this.#unanswered.get(sessionId)
    if (unanswered && isOver) unanswered.isOver = true
    const awaiting = this.#awaitingProof.get(sessionId)
    if (!awaiting) return
    this.#awaitingProof.delete(sessionId)
    for (const proof of awaiting) {
      const isProven = isOver || proof.kind === 'change'
      if (!isProven && this.#nowMs() - proof.ackedAtMs < graceMs) this.#awaitProof(sessionId, proof)
      else this.#settled.push({ id: proof.commandId, state: isProven ? 'confirmed' : 'escalated' })
    }
    this.#note.wake()
  }

  #awaitProof(sessionId: string, proof: Proof): void {
    this.#awaitingProof.set(sessionId, [...(this.#awaitingProof.get(sessionId) ?? []), proof])
  }

  async #transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return transact(this.#db, await scopeOfAllTenants(this.#db, 'radius'), work)
  }

  async #sendDue(): Promise<boolean> {
    const inFlight = this.#inFlight.values().reduce((sum, count) => sum + count, 0)
    const room = Math.min(inFlightMax - inFlight, inFlightPerNasMax)
    if (room <= 0) return false // woken again by the next answer
    const busy = [...this.#inFlight]
      .filter(([nasId, count]) => count >= (this.#silent.has(nasId) ? afterTimeoutMax : inFlightPerNasMax))
      .map(([nasId]) => nasId)
    const commands = await this.#transact((tx) => claimCommands(tx, room, busy))
    for (const command of commands) void this.#carryOut(command)
    return commands.length === room
  }

  async #carryOut(command: ClaimedCommand): Promise<void> {
    this.#inFlight.set(command.nas_id, (this.#inFlight.get(command.nas_id) ?? 0) + 1)
    const nas = await this.#findNas(command.nas_id)
    const wanted =
      command.upload_bps === null || command.download_bps === null
        ? null
        : {
            uploadBps: Number(command.upload_bps),
            downloadBps: Number(command.download_bps),
            quality: command.quality,
            sessionBytes: command.session_bytes === null ? null : Number(command.session_bytes),
          }
    const session = { username: command.username, acctSessionId: command.acct_session_id, address: command.address }
    const code = command.kind === 'disconnect' ? 'Disconnect-Request' : 'CoA-Request'
    const unanswered = this.#unanswered.get(command.session_id) ?? { isOver: false, asked: 0 } // two wishes may end one session
    if (command.kind === 'disconnect') {
      unanswered.asked++
      this.#unanswered.set(command.session_id, unanswered)
    }
    const answer = nas ? await this.#paths.ask(nas, code, commandAttributes(session, wanted, nas.vendor)) : ({ answer: 'timeout' } as const) // disabled since it was asked
    if (command.kind === 'disconnect' && --unanswered.asked === 0) this.#unanswered.delete(command.session_id)
    if (this.#isStopped && answer.answer === 'timeout') return

    const left = (this.#inFlight.get(command.nas_id) ?? 1) - 1
    if (left === 0) this.#inFlight.delete(command.nas_id)
    else this.#inFlight.set(command.nas_id, left)
    if (answer.answer === 'timeout') this.#silent.add(command.nas_id)
    else this.#silent.delete(command.nas_id)

    const outcome = outcomeOf(command.kind, answer)
    if (outcome.isSessionGone) this.heard(command.session_id, true) // which proves what another wish for it was promised
    // Some NAS send the Stop first, and of some the answer is lost or never was.
    if (unanswered.isOver && (outcome.state === 'acked' || outcome.state === 'timeout'))
      this.#settled.push({ id: command.id, state: 'confirmed' })
    else if (outcome.state === 'acked')
      this.#awaitProof(command.session_id, { commandId: command.id, kind: command.kind, ackedAtMs: this.#nowMs() })
    answered.inc({ kind: command.kind, state: outcome.state })
    this.#finished.push({ command, outcome })
    this.#note.wake()
    this.#send.wake()
  }

  /** A command may be about a NAS that was added a moment ago. */
  async #findNas(id: string): Promise<KnownNas | undefined> {
    const known = this.#directory.nasById(id)
    if (known) return known
    await this.#directory.refreshNas().catch((error: unknown) => log.warn({ err: error }, 'NAS could not be read'))
    return this.#directory.nasById(id)
  }

  /** Writes what has come in since the last time, in one transaction. */
  async #noteAnswers(): Promise<boolean> {
    const [finished, settled, kicks] = [this.#finished, this.#settled, this.#takeKicks()]
    if (finished.length + settled.length + kicks.length === 0) return false
    this.#finished = []
    this.#settled = []
    try {
      const gone = await this.#transact(async (tx) => {
        if (finished.length > 0)
          await recordAnswers(
            tx,
            finished.map(({ command, outcome }): Answered => ({ id: command.id, state: outcome.state, errorCause: outcome.errorCause })),
          )
        // After the answers: a Stop may have come while the answer was on its way to the table.
        if (settled.length > 0) await tellSettled(tx, await settleCommands(tx, settled))
        await queueCommands(tx, [
          ...kicks.map(kickCommand),
          ...finished.filter(({ outcome }) => outcome.mustDisconnect).map(({ command }) => insteadOf(command)),
        ])
        await emitAll(
          tx,
          finished.map(({ command, outcome }) => answeredEvent(command, outcome)),
        )
        const goneIds = finished.filter(({ outcome }) => outcome.isSessionGone).map(({ command }) => command.session_id)
        return goneIds.length === 0 ? [] : closeSessions(tx, goneIds)
      })
      for (const session of gone) this.#online.remove(session.identity)
    } catch (error) {
      if (!isDatabaseAway(error)) log.error({ err: error }, 'answers of NAS could not be written')
      // Kept for the next sweep: an answer that was given must not be lost.
      this.#finished.unshift(...finished)
      this.#settled.unshift(...settled)
      return false
    }
    return this.#finished.length + this.#settled.length > 0 || this.#kicks.some(isStored)
  }

  /** Those whose session the database knows. The others wait until it does, or end. */
  #takeKicks(): StoredSession[] {
    const [stored, waiting] = [this.#kicks.filter(isStored), this.#kicks.filter((session) => !isStored(session))]
    this.#kicks = waiting.filter((session) => this.#online.find(session.identity) === session)
    return stored
  }
}

type StoredSession = OnlineSession & { readonly id: string }
const isStored = (session: OnlineSession): session is StoredSession => session.id !== null

const kickCommand = (session: StoredSession) => ({
  tenantId: session.tenantId,
  sessionId: session.id,
  nasId: session.nasId,
  subscriptionId: session.owner?.subscriptionId ?? null,
  kind: 'disconnect' as const,
  reason: 'replaced-by-new-login',
  uploadBps: null,
  downloadBps: null,
  quality: null,
  sessionBytes: null,
})

const insteadOf = (command: ClaimedCommand) => ({
  tenantId: command.tenant_id,
  sessionId: command.session_id,
  nasId: command.nas_id,
  subscriptionId: command.subscription_id,
  kind: 'disconnect' as const,
  reason: `${command.reason}, change refused`,
  uploadBps: null,
  downloadBps: null,
  quality: null,
  sessionBytes: null,
})

const answeredEvent = (command: ClaimedCommand, outcome: Outcome) => ({
  tenantId: command.tenant_id,
  type: 'network_command.answered.v1',
  subject: command.subscription_id ?? command.session_id,
  payload: {
    commandId: command.id,
    sessionId: command.session_id,
    subscriptionId: command.subscription_id,
    nasId: command.nas_id,
    kind: command.kind,
    via: 'radius',
    reason: command.reason,
    state: outcome.state,
    errorCause: outcome.errorCause,
  },
})
