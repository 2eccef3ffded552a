/** Closed-loop HTTP load: each connection sends its next request when the answer to the one before is complete, after a pause if wanted. */
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface HttpLoad {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  /** Not counted: caches and just-in-time compilation get warm. */
  readonly warmUpSeconds: number
  /** Between an answer and the next request; 0 asks without rest. */
  readonly pauseMs: number
  readonly headers: Readonly<Record<string, string>>
  /** Path of the next request. */
  readonly nextPath: () => string
}

export interface HttpFigures {
  readonly rps: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  /** All, also those of the warm-up. */
  readonly requests: number
}

/** @throws at the first answer that is not 200 */
export async function httpLoad({ url, connections, seconds, warmUpSeconds, pauseMs, headers, nextPath }: HttpLoad): Promise<HttpFigures> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  const countFrom = performance.now() + warmUpSeconds * 1000
  const end = countFrom + seconds * 1000
  const latencies: number[] = []
  let requests = 0

  async function connection(): Promise<void> {
    if (pauseMs > 0) await sleep(Math.random() * pauseMs) // or all would ask at once
    for (let sent = performance.now(); sent < end; sent = performance.now()) {
      await get({ agent, hostname, port, headers, path: nextPath() })
      requests++
      if (sent >= countFrom) latencies.push(performance.now() - sent)
      if (pauseMs > 0) await sleep(pauseMs)
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  agent.destroy()
  const sorted = Float64Array.from(latencies).toSorted()
  const percentile = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)]! * 10) / 10
  return { rps: Math.round(sorted.length / seconds), p50Ms: percentile(0.5), p95Ms: percentile(0.95), p99Ms: percentile(0.99), requests }
}

function get(options: http.RequestOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.get(options, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`GET ${options.path} answered ${response.statusCode}`))
      response.on('end', resolve).resume()
    })
    request.on('error', reject)
  })
}
