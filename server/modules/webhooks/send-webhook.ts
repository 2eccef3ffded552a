import { request as requestHttp, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { always, judgedAddresses, type Resolve, resolveHost } from '#kernel/address.ts'
import { signatureOf } from '#protocols/standard-webhooks'
import { hostOf, plainFault, reachOf } from './address.ts'
import { type Attempt, type Due, messageId } from './delivery.ts'

export interface SendOptions {
  /** For the whole attempt, from asking for the address to the answer's status. */
  readonly timeoutMs: number
  readonly resolve: Resolve
}

export const sendOptions: SendOptions = {
  timeoutMs: 15_000, // Standard Webhooks: 15 to 30 s
  resolve: resolveHost,
}

const answerBytesMax = 1_024 // enough to see what a receiver complains about

/** Makes one attempt. It never throws: whatever goes wrong is said in `error`. */
export async function sendWebhook(due: Due, now: Temporal.Instant, options: SendOptions): Promise<Attempt> {
  const started = performance.now()
  const durationMs = () => Math.round(performance.now() - started)
  const signal = AbortSignal.timeout(options.timeoutMs)
  try {
    const url = new URL(due.url)
    const addresses = await within(judgedAddresses(hostOf(url), reachOf(due.privateAddresses), options.resolve), signal)
    const refused = plainFault(url, addresses)
    if (refused) return { ...noAnswer, durationMs: durationMs(), error: refused }
    const answer = await post(url, addresses, headersOf(due, now), due.body, signal)
    return { ...answer, durationMs: durationMs(), error: complaintOf(answer.status) }
  } catch (error) {
    const words = signal.aborted ? `No answer within ${options.timeoutMs / 1000} s.` : wordsOf(error)
    return { ...noAnswer, durationMs: durationMs(), error: words }
  }
}

const noAnswer = { status: null, answer: '', retryAfterSeconds: null } as const

function headersOf({ id, body, secrets }: Due, now: Temporal.Instant): Record<string, string> {
  if (secrets.length === 0) throw new Error('The secret that signs can no longer be read. Make a new one.')
  const message = { id: messageId(id), timestamp: Math.floor(now.epochMilliseconds / 1000), body }
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Trunkline-Webhooks/1',
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signatureOf(message, secrets),
  }
}

function complaintOf(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return `The receiver answered ${status}. Redirects are not followed: enter the final address.`
  return `The receiver answered ${status}.`
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error))

/** Gives up waiting, for work that cannot be told to stop. */
function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

type Answer = Pick<Attempt, 'answer' | 'retryAfterSeconds'> & { readonly status: number }

function post(url: URL, addresses: readonly string[], headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const options: RequestOptions = { method: 'POST', headers, signal, agent: false, lookup: always(addresses) }
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
    const parts: Buffer[] = []
    let bytes = 0
    const done = () => {
      resolve({
        status: response.statusCode ?? 0,
        answer: textOf(Buffer.concat(parts).subarray(0, answerBytesMax)),
        retryAfterSeconds: secondsOf(response.headers['retry-after']),
      })
      response.destroy()
    }
    response.on('data', (part: Buffer) => {
      parts.push(part)
      bytes += part.length
      if (bytes >= answerBytesMax) done()
    })
    response.on('end', done)
    // The status has been said: that the rest is slow or broken off changes nothing.
    response.on('error', done)
    request.off('error', reject).on('error', done)
  })
  request.on('error', reject)
  request.end(body)
  return promise
}

/** As text that PostgreSQL keeps, which takes no zero. */
const textOf = (bytes: Buffer) => bytes.toString('utf8').replaceAll('\u0000', '\ufffd')

/** Retry-After in seconds; its form as a date is not used by receivers of webhooks. */
const secondsOf = (header: string | undefined) => (header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : null)
