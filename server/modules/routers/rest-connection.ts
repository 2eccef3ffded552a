/** The REST API of RouterOS 7, over TLS. */
import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import type { Row } from '#protocols/routeros'
import { fingerprintOf, isOfCertificate } from './api-connection.ts'
import { answerMs, answerOctetsMax, type Printing, type RouterConnection, RouterFault, rowsMax } from './connection.ts'
import type { Management } from './management.ts'

const statusNotFound = 404

export function openRestConnection(management: Management): RouterConnection {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 })
  const ask = (method: string, path: string, body?: Row) => request(agent, management, { method, path, body })
  const itemPath = (menu: string, id: string) => `${menu}/${encodeURIComponent(id)}`
  return {
    async print(menu, { properties, where = {} }: Printing) {
      const query = new URLSearchParams({ ...where, '.proplist': properties.join(',') })
      const answer = await ask('GET', `${menu}?${query}`)
      const rows = Array.isArray(answer) ? answer : answer === undefined ? [] : [answer]
      if (rows.length > rowsMax) throw new RouterFault('format', 'The answer has too many rows')
      return rows.map(asRow)
    },
    async add(menu, values) {
      return asRow(await ask('PUT', menu, values))['.id'] ?? ''
    },
    async set(menu, id, values) {
      await (id === null ? ask('POST', `${menu}/set`, values) : ask('PATCH', itemPath(menu, id), values))
    },
    async remove(menu, id) {
      await ask('DELETE', itemPath(menu, id)).catch((error: unknown) => {
        if (!(error instanceof RestRefusal && error.status === statusNotFound)) throw error
      })
    },
    close: () => agent.destroy(),
  }
}

class RestRefusal extends RouterFault {
  readonly status: number

  constructor(status: number, message: string) {
    super(status === 401 ? 'login' : 'refused', message)
    this.status = status
  }
}

interface Question {
  readonly method: string
  readonly path: string
  readonly body: Row | undefined
}

/** @throws RouterFault */
function request(agent: https.Agent, management: Management, { method, path, body }: Question): Promise<unknown> {
  const { address, port, username, password, fingerprint } = management
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      sent.destroy()
      reject(error instanceof RouterFault ? error : new RouterFault(kindOf(error), error instanceof Error ? error.message : String(error)))
    }
    const sent = https.request({
      agent,
      host: address,
      port,
      method,
      path: `/rest${path}`,
      auth: `${username}:${password}`,
      headers: { 'content-type': 'application/json' },
      // As in `api-connection.ts`: known by its fingerprint, compared before the password is sent.
      rejectUnauthorized: fingerprint === null,
      signal: AbortSignal.timeout(answerMs),
    })
    sent.once('socket', (socket) => {
      const check = () => {
        const certificate = socket instanceof tls.TLSSocket ? socket.getPeerX509Certificate() : undefined
        if (fingerprint !== null && (!certificate || fingerprintOf(certificate) !== fingerprint))
          return fail(new RouterFault('certificate', 'The certificate of the router is another one than before'))
        sent.end(body && JSON.stringify(body))
      }
      if (socket.connecting || (socket instanceof tls.TLSSocket && !socket.getPeerX509Certificate())) socket.once('secureConnect', check)
      else check()
    })
    sent.once('error', fail)
    sent.once('response', (response) => void read(response).then(resolve, fail))
  })
}

async function read(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let octets = 0
  for await (const chunk of response) {
    octets += (chunk as Buffer).length
    if (octets > answerOctetsMax) throw new RouterFault('format', 'The answer is too long')
    chunks.push(chunk as Buffer)
  }
  const answer = parse(Buffer.concat(chunks).toString())
  const status = response.statusCode ?? 0
  if (status < 300) return answer
  const { message, detail } = asRow(answer)
  throw new RestRefusal(status, detail ?? message ?? `The router answered ${status}`)
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    throw new RouterFault('format', 'The router did not answer with JSON')
  }
}

/** All values are texts; what is none would have no meaning. */
function asRow(value: unknown): Row {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]))
}

function kindOf(error: unknown): RouterFault['kind'] {
  if (!(error instanceof Error)) return 'unreachable'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout'
  return isOfCertificate(error) ? 'certificate' : 'unreachable'
}
