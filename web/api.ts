/** The one way the console talks to the server: JSON, session cookie, CSRF token, idempotency keys, typed problems. */

export interface ProblemDocument {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail?: string
  readonly pointer?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  readonly requestId?: string
  /** Which of the problems of this code it is, and what fills its words: `<code>.<why>`, else `<code>`. */
  readonly why?: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** An answer of the server that says no. `document` is its problem+json, with whatever more it carried. */
export class ApiProblem extends Error {
  readonly document: ProblemDocument & Readonly<Record<string, unknown>>
  constructor(document: ProblemDocument & Readonly<Record<string, unknown>>) {
    super(document.detail ?? document.title)
    this.name = 'ApiProblem'
    this.document = document
  }
  get code() {
    return this.document.code
  }
  get status() {
    return this.document.status
  }
}

export type QueryValue = string | number | boolean | undefined | readonly string[]
export type Query = Readonly<Record<string, QueryValue>>

export interface WriteOptions {
  /** Makes the write happen once however often it is sent. Keep it for a retry of the same intent. */
  readonly key?: string
  /** Row version the person saw; the server refuses (412) when someone else was faster. */
  readonly version?: number
}

const timeoutMs = 30_000 // longer than the server's own limit, so that its answer is the one people read

declare global {
  var trunklineEarly: Map<string, Promise<Response | undefined>> | undefined
}
/** Answers that head.js asked for while the scripts were on their way, by path. Each serves once; a write makes them old. */
const early = globalThis.trunklineEarly ?? new Map<string, Promise<Response | undefined>>()

let csrfToken = ''

/** Called with every session document; the token belongs to the session, not to a screen. */
export function rememberCsrfToken(token: string) {
  csrfToken = token
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => send<T>('GET', path + queryString(query), undefined, {}, signal),
  post: <T>(path: string, body?: unknown, options: WriteOptions = {}) =>
    send<T>('POST', path, body, { key: newIdempotencyKey(), ...options }),
  /** A file is sent as it is. */
  put: <T>(path: string, body: unknown, options: WriteOptions = {}) => send<T>('PUT', path, body, options),
  patch: <T>(path: string, body: unknown, options: WriteOptions = {}) => send<T>('PATCH', path, body, options),
  delete: <T>(path: string, options: WriteOptions = {}) => send<T>('DELETE', path, undefined, options),
}

async function send<T>(method: string, path: string, body: unknown, options: WriteOptions, signal?: AbortSignal): Promise<T> {
  const response = (await takeEarly(method, path)) ?? (await ask(method, path, body, options, signal))
  if (!response.ok) throw await problemOf(response)
  const text = await response.text() // some deeds answer with nothing
  return (text === '' ? undefined : JSON.parse(text)) as T // the caller names the route's response
}

async function ask(method: string, path: string, body: unknown, options: WriteOptions, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs)
  return fetch(apiUrl(path), {
    method,
    headers: headersFor(method, body, options),
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : unreachable(error)
  })
}

function takeEarly(method: string, path: string): Promise<Response | undefined> | undefined {
  if (method !== 'GET') early.clear()
  const answer = early.get(path)
  early.delete(path)
  return answer
}

function headersFor(method: string, body: unknown, { key, version }: WriteOptions): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
    ...(method === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
  }
}

export function apiUrl(path: string) {
  return `/api/v1${path}`
}

/** `{f: ['a', 'b'], q: undefined}` -> `?f=a&f=b` */
export function queryString(query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const text = search.toString()
  return text && `?${text}`
}

/** Not `crypto.randomUUID`: that exists only on https, and consoles are opened on plain LAN addresses. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id') ?? undefined
  const document = (await response.json().catch(() => ({}))) as Partial<ProblemDocument>
  return new ApiProblem({
    status: response.status,
    code: 'http.unexpected',
    title: response.statusText || `HTTP ${response.status}`,
    ...(requestId === undefined ? {} : { requestId }),
    ...document,
  })
}

function unreachable(cause: unknown): ApiProblem {
  const problem = new ApiProblem({ status: 0, code: 'network.unreachable', title: 'The server cannot be reached.' })
  problem.cause = cause
  return problem
}
