/** The program itself as a process of its own, as an operator would start it. */
import { type ChildProcess, spawn } from 'node:child_process'
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Role } from '#kernel/config.ts'
import type { Installation } from './installation.ts'

export interface Program {
  readonly pid: number
  readonly url: string
  readonly authPort: number
  readonly acctPort: number
  stop(): Promise<void>
}

const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts')
const readyWithinMs = 180_000

/** Starts some roles of the program on the database of an installation. */
export function startRoles({ dataDir, postgres }: Installation, roles: readonly Role[]): Promise<Program> {
  const database = { DATABASE_URL: postgres.ownerUrl, DATABASE_APP_URL: postgres.appUrl }
  return startProgram({ ...database, DATA_DIR: dataDir, TRUNKLINE_ROLES: roles.join(','), DEMO: '0' })
}

/** Starts the program on free ports of the loopback and waits until it serves. @param environment over what is usual */
export async function startProgram(environment: Readonly<Record<string, string>>): Promise<Program> {
  const [port, authPort, acctPort] = [await freeTcpPort(), await freeUdpPort(), await freeUdpPort()]
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      RADIUS_AUTH_PORT: String(authPort),
      RADIUS_ACCT_PORT: String(acctPort),
      RATE_LIMIT_PER_SECOND: '1000000', // one caller makes all requests
      LOG_LEVEL: 'warn',
      ...environment,
    },
  })
  await untilReady(child)
  return { pid: child.pid!, url: `http://127.0.0.1:${port}`, authPort, acctPort, stop: () => stop(child) }
}

async function untilReady(child: ChildProcess): Promise<void> {
  const told: string[] = []
  const timer = setTimeout(() => child.kill(), readyWithinMs)
  for await (const line of createInterface({ input: child.stdout! })) {
    told.push(line)
    if (!line.startsWith('trunkline ready')) continue
    clearTimeout(timer)
    child.stdout!.resume()
    return
  }
  throw new Error(`The program did not start:\n${told.join('\n')}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function freeTcpPort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  return port
}

export async function freeUdpPort(): Promise<number> {
  const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}
