import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Ports } from './trunkline.ts'

/**
 * Below those that systems give to whoever asks for any, from 32768 (Linux) or 49152 (others): a port that is free now is listened at a
 * moment later, and again after a restart, and no socket of another test may have been given it meanwhile.
 */
const range = { from: 20_000, to: 32_000 } as const

/** Ports that nobody listens at now: all are held until all are known, so that they differ. */
export async function freePorts(): Promise<Ports> {
  const held = await Promise.all([holdTcp(), holdUdp(), holdUdp()])
  for (const { socket } of held) socket.close()
  const [http, auth, acct] = held
  return { http: http.port, auth: auth.port, acct: acct.port }
}

/** A UDP port that nobody listens at now. */
export const freeUdpPort = async () => (await freePorts()).auth

const holdTcp = () =>
  hold(async (port) => {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  })

const holdUdp = () =>
  hold(async (port) => {
    const socket = createSocket('udp4')
    socket.bind(port, '127.0.0.1')
    await once(socket, 'listening')
    return socket
  })

const triesMax = 100

async function hold<T>(open: (port: number) => Promise<T>): Promise<{ socket: T; port: number }> {
  for (let tries = 0; tries < triesMax; tries++) {
    const port = randomInt(range.from, range.to)
    const socket = await open(port).catch(() => undefined) // somebody listens there
    if (socket) return { socket, port }
  }
  throw new Error(`None of ${triesMax} ports between ${range.from} and ${range.to} is free.`)
}
