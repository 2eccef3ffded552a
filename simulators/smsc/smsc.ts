/** An SMSC: takes binds and messages by SMPP 3.4 and tells of their delivery. */
import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import {
  type Command,
  encodePdu,
  esmClasses,
  messageBody,
  messageIdBody,
  type Pdu,
  readBind,
  readMessage,
  type ShortMessage,
  statuses,
  systemIdBody,
  takePdus,
  textOf,
} from '#protocols/smpp'

export interface Smsc {
  readonly port: number
  /** Every message that was taken, parts put together. */
  readonly messages: readonly TakenMessage[]
  /** How it was bound to, in order. */
  readonly binds: readonly Command[]
  /** Destinations of what came while it was silent. */
  readonly unanswered: readonly string[]
  readonly habits: Habits
  close(): Promise<void>
}

export interface TakenMessage {
  readonly id: string
  readonly source: string
  readonly destination: string
  readonly text: string
  /** For how long the sender wants it delivered; absent: as long as the centre likes. */
  readonly validSeconds?: number
}

/** What the SMSC does wrong, for tests. */
export interface Habits {
  /** So many submissions are answered with "throttled". */
  throttles: number
  /** From this submission on, counted from 1, all are answered with "throttled". */
  refusesFrom: number
  /** Destinations that do not exist. */
  readonly unknown: Set<string>
  /** Takes messages and never answers. */
  isSilent: boolean
  sendsReceipts: boolean
}

/** @param onMessage is told of each message that was taken */
export async function createSmsc({
  systemId = 'trunkline',
  password = 'secret12',
  port = 0,
  onMessage = (_message: TakenMessage): void => {},
} = {}): Promise<Smsc> {
  const messages: TakenMessage[] = []
  const unanswered: string[] = []
  const binds: Command[] = []
  const receivers = new Map<Socket, (message: ShortMessage) => void>()
  const parts = new Map<string, string[]>()
  const habits: Habits = { throttles: 0, refusesFrom: Infinity, unknown: new Set(), isSilent: false, sendsReceipts: true }
  const sockets = new Set<Socket>()
  let ids = 0
  let submissions = 0
  let sequence = 0

  const server = net.createServer((socket) => {
    sockets.add(socket)
    let bytes: Buffer = Buffer.alloc(0)
    let isBound = false
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      receivers.delete(socket)
    })
    socket.on('data', (chunk: Buffer) => {
      const { pdus, rest } = takePdus(Buffer.concat([bytes, chunk]))
      bytes = Buffer.from(rest)
      for (const pdu of pdus) take(pdu)
    })

    const answer = (to: Pdu, status: number, body: Buffer = Buffer.alloc(0)) =>
      socket.write(encodePdu({ command: to.command, isResponse: true, status, sequence: to.sequence, body }))
    const ask = (command: Command, body: Buffer) =>
      socket.write(encodePdu({ command, isResponse: false, status: 0, sequence: ++sequence, body }))

    function take(pdu: Pdu): void {
      if (pdu.isResponse) return
      switch (pdu.command) {
        case 'bind_transceiver':
        case 'bind_transmitter':
        case 'bind_receiver': {
          const bind = readBind(pdu.body)
          if (bind.systemId !== systemId) return void answer(pdu, statuses.invalidSystemId)
          if (bind.password !== password) return void answer(pdu, statuses.invalidPassword)
          isBound = true
          binds.push(pdu.command)
          if (pdu.command !== 'bind_transmitter') receivers.set(socket, (message) => ask('deliver_sm', messageBody(message)))
          return void answer(pdu, statuses.ok, systemIdBody('SMSC'))
        }
        case 'submit_sm':
          return isBound ? submit(pdu) : void answer(pdu, statuses.bindFailed)
        case 'enquire_link':
          return void answer(pdu, statuses.ok)
        case 'unbind':
          answer(pdu, statuses.ok)
          return void socket.end()
        default:
      }
    }

    function submit(pdu: Pdu): void {
      const message = readMessage(pdu.body)
      if (habits.isSilent) return void unanswered.push(message.destination)
      if (habits.throttles > 0 || ++submissions >= habits.refusesFrom) {
        habits.throttles--
        return void answer(pdu, statuses.throttled)
      }
      if (habits.unknown.has(message.destination)) return void answer(pdu, statuses.invalidDestination)
      const id = `m${++ids}`
      answer(pdu, statuses.ok, messageIdBody(id))
      keep(id, message)
      const [deliver] = receivers.values()
      if (habits.sendsReceipts && message.registeredDelivery === 1) deliver?.(receiptFor(id, message))
    }
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  /** Parts of one message have a header of six octets: their reference, how many they are, and which this is. */
  function keep(id: string, { source, destination, esmClass, dataCoding, octets, validSeconds }: ShortMessage): void {
    const validity = validSeconds !== undefined && { validSeconds }
    if ((esmClass & esmClasses.header) === 0) return whole({ id, source, destination, text: textOf({ dataCoding, octets }), ...validity })
    const [, , , reference, total = 0, place = 0] = octets
    const key = `${source} ${destination} ${reference}`
    const found = parts.get(key) ?? []
    found[place - 1] = textOf({ dataCoding, octets: octets.subarray(6) })
    parts.set(key, found)
    if (Object.keys(found).length === total) whole({ id, source, destination, text: found.join(''), ...validity })
  }

  function whole(message: TakenMessage): void {
    messages.push(message)
    onMessage(message)
  }

  return {
    port: (server.address() as AddressInfo).port,
    messages,
    binds,
    unanswered,
    habits,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const receiptFor = (id: string, { source, destination }: ShortMessage): ShortMessage => ({
  source: destination,
  destination: source,
  esmClass: esmClasses.receipt,
  registeredDelivery: 0,
  dataCoding: 0,
  octets: Buffer.from(`id:${id} sub:001 dlvrd:001 submit date:2601150102 done date:2601150102 stat:DELIVRD err:000 text:`),
})
