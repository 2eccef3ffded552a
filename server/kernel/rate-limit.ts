import { isIP } from 'node:net'

export interface Bucket {
  tokens: number
  filledAtMs: number
}

/** What one subscriber has: an address of IPv4, and of IPv6 a network of 64 bits (RFC 6177), whose addresses they take as they like. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6 || address.includes('.')) return address // an IPv4 address inside IPv6 is one of IPv4
  const [before, after] = address.split('::').map((part) => part.split(':').filter(Boolean)) as [string[], string[]?]
  const groups = after ? [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after] : before
  return groups.slice(0, 4).join(':')
}

const bucketsMax = 50_000 // beyond it, full buckets are dropped: a full bucket and none are the same

/** Takes one token of a bucket that refills at `perSecond` up to `burst`. @returns seconds to wait; 0 when taken */
export function takeToken(buckets: Map<string, Bucket>, key: string, perSecond: number, burst: number, nowMs: number): number {
  const bucket = buckets.get(key) ?? { tokens: burst, filledAtMs: nowMs }
  const tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.filledAtMs) / 1000) * perSecond)
  const wait = tokens >= 1 ? 0 : (1 - tokens) / perSecond
  if (buckets.size >= bucketsMax && !buckets.has(key)) forgetFull(buckets, nowMs, perSecond, burst)
  buckets.set(key, { tokens: wait === 0 ? tokens - 1 : tokens, filledAtMs: nowMs })
  return wait
}

function forgetFull(buckets: Map<string, Bucket>, nowMs: number, perSecond: number, burst: number): void {
  const fullAfterMs = (burst / perSecond) * 1000
  for (const [key, bucket] of buckets) if (nowMs - bucket.filledAtMs > fullAfterMs) buckets.delete(key)
  if (buckets.size >= bucketsMax) buckets.clear() // under attack: forgetting all is better than growing without end
}
