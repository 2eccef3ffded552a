import { createHmac } from 'node:crypto'

export interface Delivery {
  readonly event: string
  /** What was posted, to the byte. */
  readonly body: string
  /** The receiver's HTTP status, or what went wrong on the way. */
  readonly answer: number | string
}

export interface WebhookOptions {
  readonly secretKey: string
  readonly url: string | null
  readonly retryDelaysMs: readonly number[]
}

const answerTimeoutMs = 30_000
const minute = 60_000

/** Live: every 3 minutes four times, then hourly for 72 hours. Test: hourly for 10 hours. */
export function retryDelays(domain: 'live' | 'test'): readonly number[] {
  if (domain === 'test') return Array<number>(10).fill(60 * minute)
  return [...Array<number>(4).fill(3 * minute), ...Array<number>(72).fill(60 * minute)]
}

/** Lower-case hexadecimal HMAC-SHA512 of the body with the API's secret key. */
export function sign(secretKey: string, body: string): string {
  return createHmac('sha512', secretKey).update(body).digest('hex')
}

/** Posts signed events, and posts them again until they are answered with 2xx or the schedule ends. */
export function webhooks({ secretKey, url, retryDelaysMs }: WebhookOptions) {
  const deliveries: Delivery[] = []
  const timers = new Set<NodeJS.Timeout>()
  const closing = new AbortController()

  async function post(event: string, body: string): Promise<Delivery['answer']> {
    const answer = await attempt(body)
    deliveries.push({ event, body, answer })
    return answer
  }

  async function attempt(body: string): Promise<Delivery['answer']> {
    if (url === null) return 'there is no webhook address'
    const headers = { 'content-type': 'application/json', 'x-paystack-signature': sign(secretKey, body) }
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(answerTimeoutMs)])
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
      await response.body?.cancel()
      return response.status
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  /** @returns the answer to the first attempt; further ones happen by themselves */
  async function send(event: string, data: object): Promise<Delivery['answer']> {
    const body = JSON.stringify({ event, data })
    const answer = await post(event, body)
    if (!isAccepted(answer)) retry(event, body, 0)
    return answer
  }

  function retry(event: string, body: string, index: number): void {
    const delay = retryDelaysMs[index]
    if (url === null || delay === undefined || closing.signal.aborted) return
    const timer = setTimeout(async () => {
      timers.delete(timer)
      if (!isAccepted(await post(event, body))) retry(event, body, index + 1)
    }, delay).unref()
    timers.add(timer)
  }

  /** The same bytes, all at once, as a network that repeats itself would. */
  function sendAgain(body: string, times: number): Promise<Delivery['answer'][]> {
    const { event } = JSON.parse(body) as { event: string } // we wrote it
    return Promise.all(Array.from({ length: times }, () => post(event, body)))
  }

  function close(): void {
    for (const timer of timers) clearTimeout(timer)
    closing.abort()
  }

  return { deliveries: deliveries as readonly Delivery[], send, sendAgain, close }
}

function isAccepted(answer: Delivery['answer']): boolean {
  return typeof answer === 'number' && answer >= 200 && answer < 300
}
