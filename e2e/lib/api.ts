/** The API as a browser without JavaScript libraries would use it: a cookie, a token against forged requests, and JSON. */
export interface Answer<T> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

interface Session {
  readonly csrf: string
  readonly tenant: { readonly id: string; readonly slug: string }
}

export class Api {
  readonly #url: string
  #cookies = ''
  #csrf = ''

  constructor(url: string) {
    this.#url = url
  }

  get cookies(): string {
    return this.#cookies
  }

  async signIn(email: string, password: string): Promise<Session> {
    return this.#begin('/session', { email, password })
  }

  /** Makes the first business and its administrator, who is signed in from then on. */
  async setUp(draft: object): Promise<Session> {
    return this.#begin('/setup', draft)
  }

  async #begin(path: string, body: object): Promise<Session> {
    const answer = await this.send<Session>('POST', path, body)
    if (answer.status >= 300) throw new ApiRefusal('POST', path, answer)
    this.#cookies = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
    this.#csrf = answer.body.csrf
    return answer.body
  }

  get<T>(path: string): Promise<T> {
    return this.#expectSuccess('GET', path)
  }

  post<T>(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<T> {
    return this.#expectSuccess('POST', path, body, headers)
  }

  put<T>(path: string, body: object): Promise<T> {
    return this.#expectSuccess('PUT', path, body)
  }

  patch<T>(path: string, body: object, version: number): Promise<T> {
    return this.#expectSuccess('PATCH', path, body, { 'if-match': `"${version}"` })
  }

  delete(path: string): Promise<unknown> {
    return this.#expectSuccess('DELETE', path)
  }

  /** All rows of a list that pass its filters, e.g. `f=state:eq:open`. */
  async rows<T>(list: string, query = ''): Promise<T[]> {
    return (await this.get<{ items: T[] }>(`/lists/${list}/rows?limit=200&${query}`)).items
  }

  async document(path: string): Promise<Buffer> {
    const response = await this.#fetch('GET', path, undefined, {})
    if (!response.ok) throw new ApiRefusal('GET', path, { status: response.status, headers: response.headers, body: await response.text() })
    return Buffer.from(await response.arrayBuffer())
  }

  /** Sends whatever comes back, refusals too. Paths are those of the API; `//x` is `/x` of the server. */
  async send<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await this.#fetch(method, path, body, headers)
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: (isJson && text ? JSON.parse(text) : text) as T } // the caller names the shape
  }

  async #expectSuccess<T>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<T> {
    const answer = await this.send<T>(method, path, body, headers)
    if (answer.status >= 300) throw new ApiRefusal(method, path, answer)
    return answer.body
  }

  #fetch(method: string, path: string, body: object | undefined, headers: Record<string, string>): Promise<Response> {
    return fetch(this.#url + (path.startsWith('//') ? path.slice(1) : `/api/v1${path}`), {
      method,
      headers: {
        accept: 'application/json, */*',
        ...(this.#cookies && { cookie: this.#cookies, 'x-csrf-token': this.#csrf }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
    })
  }
}

/** An answer that a test did not expect, told whole. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly answer: Answer<unknown>

  constructor(method: string, path: string, answer: Answer<unknown>) {
    super(`${method} ${path} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`)
    this.answer = answer
  }
}

export interface Money {
  readonly minor: string
  readonly currency: string
}

export const naira = (minor: number | bigint): Money => ({ minor: String(minor), currency: 'NGN' })
