/**
 * A client of the Trunkline API whose paths, parameters, bodies and answers are typed by the API itself. Works in browsers and
 * in Node, and needs nothing but `fetch`.
 *
 *   const trunkline = createClient('https://console.example', { apiKey: 'tlk_…' })
 *   const customer = await trunkline.get('/api/v1/customers/{id}', { path: { id } })
 */
import type { components, paths } from './schema.gen.ts'

export type { components, paths } from './schema.gen.ts'

/** A problem document (RFC 9457) as the server sends it. */
export type ProblemDocument = components['schemas']['Problem']

/** An answer that says no. Switch on `code`, which is stable; show `message`, which is written for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly document: ProblemDocument

  constructor(document: ProblemDocument) {
    super(document.detail)
    this.document = document
  }

  get code(): string {
    return this.document.code
  }

  get status(): number {
    return this.document.status
  }
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type PathWith<M extends Method, P = paths> = { [Path in keyof P]: P[Path] extends Record<M, unknown> ? Path : never }[keyof P]
type Operation<M extends Method, Path extends PathWith<M>> = paths[Path] extends Record<M, infer Found> ? Found : never

type Parameters<Op> = Op extends { parameters: infer All } ? Pick<All, keyof All & ('path' | 'query')> : unknown
type Body<Op> = Op extends { requestBody: { content: { 'application/json': infer Json } } }
  ? { readonly body: Json }
  : { readonly body?: never }
type Answer<Op> = Op extends { responses: infer All }
  ? {
      [Status in keyof All & (200 | 201 | 202)]: All[Status] extends { content: { 'application/json': infer Json } } ? Json : undefined
    }[keyof All & (200 | 201 | 202)]
  : undefined

interface Extras {
  readonly signal?: AbortSignal
  /** Makes a POST happen once however often it is sent; keep it for a retry of the same intent. */
  readonly idempotencyKey?: string
  /** Row version the change was based on; the server refuses with 412 when someone else was faster. */
  readonly version?: number
}

type Options<Op> = Parameters<Op> & Body<Op> & Extras
type Arguments<Op> = {} extends Options<Op> ? [options?: Options<Op>] : [options: Options<Op>]
type Call<M extends Method> = <Path extends PathWith<M>>(
  path: Path,
  ...args: Arguments<Operation<M, Path>>
) => Promise<Answer<Operation<M, Path>>>

export type Client = { readonly [M in Method]: Call<M> }

export interface ClientOptions {
  /** `tlk_…`; without it the browser's session cookie is used. */
  readonly apiKey?: string
  readonly fetch?: typeof globalThis.fetch
}

/** @param baseUrl address of the installation, such as `https://console.example` */
export function createClient(baseUrl: string, { apiKey, fetch = globalThis.fetch }: ClientOptions = {}): Client {
  let csrfToken: Promise<string> | undefined

  async function send(method: Method, path: string, options: AnyOptions = {}): Promise<unknown> {
    const headers = headersOf(options)
    if (apiKey) headers.set('authorization', `Bearer ${apiKey}`)
    else if (method !== 'get') headers.set('x-csrf-token', await (csrfToken ??= readCsrfToken()))
    const { body, signal } = options
    const response = await fetch(urlOf(baseUrl, path, options), {
      method: method.toUpperCase(),
      headers,
      credentials: 'include',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    if (response.status === 403) csrfToken = undefined // the session may be a new one
    if (!response.ok) throw await problemOf(response)
    return response.headers.get('content-type')?.startsWith('application/json') ? response.json() : undefined
  }

  /** The token belongs to the session that the cookie names. */
  async function readCsrfToken(): Promise<string> {
    const session = (await send('get', '/api/v1/session')) as { csrfToken?: string } | undefined
    return session?.csrfToken ?? ''
  }

  const call =
    (method: Method) =>
    (path: string, options?: AnyOptions): Promise<unknown> =>
      send(method, path, options)
  // The types above describe what `send` does for every path; a compiler cannot follow that through a string.
  return { get: call('get'), post: call('post'), put: call('put'), patch: call('patch'), delete: call('delete') } as unknown as Client
}

interface AnyOptions extends Extras {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

function urlOf(baseUrl: string, path: string, { path: values = {}, query = {} }: AnyOptions): string {
  const url = new URL(
    baseUrl.replace(/\/$/, '') + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name]))),
  )
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) url.searchParams.append(name, String(one))
  }
  return url.href
}

function headersOf({ body, idempotencyKey, version }: AnyOptions): Headers {
  return new Headers({
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    ...(version !== undefined && { 'if-match': `"${version}"` }),
  })
}

/** Something between the client and the server may answer without a problem document. */
async function problemOf(response: Response): Promise<ApiProblem> {
  const { status } = response
  const title = response.statusText || `HTTP ${status}`
  const document = (await response.json().catch(() => ({}))) as Partial<ProblemDocument>
  const requestId = response.headers.get('x-request-id') ?? ''
  return new ApiProblem({ type: 'about:blank', title, status, code: 'http.unexpected', detail: title, requestId, ...document })
}
