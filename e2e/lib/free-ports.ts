import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Ports } from './trunkline.ts'

/** Ports that nobody listens at now: all are held until all are known, so that they differ. */
export async function freePorts(): Promise<Ports> {
  const http = createServer().listen(0, '127.0.0.1')
  const udp = [createSocket('udp4'), createSocket('udp4')] as const
  for (const socket of udp) socket.bind(0, '127.0.0.1')
  await Promise.all([http, ...udp].map((server) => once(server, 'listening')))
  const [auth, acct] = udp.map((socket) => socket.address().port) as [number, number] // two in, two out
  const ports = { http: (http.address() as AddressInfo).port, auth, acct } // it listens on TCP
  http.close()
  for (const socket of udp) socket.close()
  return ports
}

/** A UDP port that nobody listens at now. */
export const freeUdpPort = async () => (await freePorts()).auth
