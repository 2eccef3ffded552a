/** The REST API of RouterOS 7: the same menus over HTTP. */
import http from 'node:http'
import https from 'node:https'
import { matches, type Row } from '#protocols/routeros'
import { admit, perform } from './access.ts'
import { Trap, type Tree } from './tree.ts'

const verbOf: Readonly<Record<string, string>> = { GET: 'print', PUT: 'add', PATCH: 'set', DELETE: 'remove' }
const bodyMax = 65_536

interface Answer {
  readonly status: number
  readonly body?: unknown
}

export function createRestServer(tree: Tree, certificate?: { readonly key: string; readonly cert: string }): http.Server {
  const serve: http.RequestListener = (request, response) => void respond(tree, request, response)
  return certificate ? https.createServer(certificate, serve) : http.createServer(serve)
}

async function respond(tree: Tree, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { status, body } = await readBody(request)
    .then((given) => answer(tree, request, given))
    .catch((error: unknown) => {
      if (error instanceof Trap) return problem(error.category === 0 ? 404 : 400, error.message)
      throw error
    })
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body === undefined ? '' : JSON.stringify(body))
}

function answer(tree: Tree, request: http.IncomingMessage, body: Row): Answer {
  const url = new URL(request.url ?? '/', 'http://router')
  if (!url.pathname.startsWith('/rest/')) return problem(404, 'Not Found')
  const [name = '', password = ''] = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64')
    .toString()
    .split(/:(.*)/s)
  const user = admit(tree, { name, password, address: request.socket.remoteAddress ?? '', door: 'rest-api' })
  if (!user) return problem(401, 'Unauthorized')

  const parts = url.pathname.slice('/rest/'.length).split('/').filter(Boolean).map(decodeURIComponent)
  const menu = `/${parts.join('/')}`
  const filters = [...url.searchParams].filter(([key]) => key !== '.proplist').map(([key, value]) => `${key}=${value}`)
  const list = url.searchParams.get('.proplist')?.split(',')
  if (request.method === 'POST') {
    const { '.proplist': wanted, '.query': _, ...values } = body
    const result = perform(tree, user, `/${parts.slice(0, -1).join('/')}`, parts.at(-1) ?? '', values)
    return {
      status: 200,
      body: Array.isArray(result) ? result.map((row) => chosen(row, wanted?.split(','))) : result ? { ret: result } : [],
    }
  }
  const verb = verbOf[request.method ?? '']
  if (!verb) return problem(405, 'Method Not Allowed')
  const [path, id] = tree.has(menu) ? [menu, undefined] : [`/${parts.slice(0, -1).join('/')}`, parts.at(-1)]
  const result = perform(tree, user, path, verb, id === undefined ? body : { ...body, '.id': id })
  if (typeof result === 'string') return { status: 201, body: tree.find(path, '.id', result) }
  if (!Array.isArray(result)) return { status: verb === 'remove' ? 204 : 200, ...(verb === 'set' && { body: tree.find(path, '.id', id) }) }
  if (id !== undefined) {
    const row = result.find((one) => one['.id'] === id || one['name'] === id)
    return row ? { status: 200, body: chosen(row, list) } : problem(404, 'Not Found', 'no such item')
  }
  const rows = result.filter((row) => matches(row, filters)).map((row) => chosen(row, list))
  return { status: 200, body: isSettings(result) ? rows[0] : rows }
}

/** A menu of settings is one object, not a list. */
const isSettings = (rows: readonly Row[]) => rows.length === 1 && rows[0]!['.id'] === undefined

const problem = (status: number, message: string, detail?: string): Answer => ({
  status,
  body: { error: status, message: detail ? message : (http.STATUS_CODES[status] ?? message), detail: detail ?? message },
})

const chosen = (row: Row, properties: readonly string[] | undefined): Row =>
  properties ? Object.fromEntries(Object.entries(row).filter(([name]) => properties.includes(name))) : row

async function readBody(request: http.IncomingMessage): Promise<Row> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > bodyMax) throw new Trap('body too large', 1)
  }
  if (text === '') return {}
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) throw new Trap('bad JSON', 1)
    return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
  } catch (error) {
    throw error instanceof Trap ? error : new Trap('bad JSON', 1)
  }
}
