/** Turns what happened to sessions into events, never more than the log can bear. */
import type { EventDraft } from '#kernel/events.ts'
import type { Online } from './online.ts'
import type { Stored } from './session-store.ts'
import type { Effects } from './store-records.ts'

const perSecondMax = 200 // beyond it, sums per tenant instead of single facts
const updatePauseMs = 10_000 // of one session
const sumPauseMs = 1_000

interface Sum {
  started: number
  ended: number
  updated: number
}

/**
 * While little happens every start and end is an event of its own, and each session at most every ten seconds an update. A storm (a
 * BNG reboots, a bench runs) is told in sums per tenant and second: enough for screens to know that they must look again.
 */
export class SessionAnnouncer {
  #second = 0
  #inSecond = 0
  #sums = new Map<string, Sum>()
  #summedAtMs = 0

  /** Events for what a batch did. Nothing is remembered as sent until `sent`. */
  draft({ heard, closed }: Effects, online: Online, nowMs: number): EventDraft[] {
    const drafts: EventDraft[] = []
    for (const { sample, result } of heard) {
      const what = happened(result)
      if (what === 'updated' && !this.#isDue(online, sample.identity, nowMs)) continue
      const { tenantId, nasId, username } = sample
      const payload = {
        sessionId: result.id,
        subscriptionId: result.subscription_id,
        nasId,
        username,
        ...(what !== 'started' && { uploadBytes: sample.uploadBytes.toString(), downloadBytes: sample.downloadBytes.toString() }),
        ...(what === 'ended' && { cause: sample.terminateCause }),
      }
      this.#add(drafts, nowMs, what, { tenantId, type: `session.${what}.v1`, subject: result.id, payload })
    }
    for (const session of closed) {
      const payload = { sessionId: session.id, subscriptionId: session.subscription_id, cause: 'NAS-Reboot' }
      this.#add(drafts, nowMs, 'ended', { tenantId: session.tenant_id, type: 'session.ended.v1', subject: session.id, payload })
    }
    if (nowMs - this.#summedAtMs >= sumPauseMs)
      for (const [tenantId, sum] of this.#sums)
        if (heard.some(({ sample }) => sample.tenantId === tenantId))
          drafts.push({ tenantId, type: 'sessions.changed.v1', subject: tenantId, payload: { ...sum } })
    return drafts
  }

  sent(nowMs: number): void {
    if (nowMs - this.#summedAtMs < sumPauseMs) return
    this.#summedAtMs = nowMs
    this.#sums = new Map()
  }

  #isDue(online: Online, identity: string, nowMs: number): boolean {
    const session = online.find(identity)
    if (!session || nowMs - session.announcedAtMs < updatePauseMs) return false
    session.announcedAtMs = nowMs
    return true
  }

  #add(drafts: EventDraft[], nowMs: number, what: keyof Sum, draft: EventDraft): void {
    const second = Math.floor(nowMs / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#inSecond = 0
    }
    if (this.#inSecond++ < perSecondMax) {
      drafts.push(draft)
      return
    }
    const sum = this.#sums.get(draft.tenantId) ?? { started: 0, ended: 0, updated: 0 }
    sum[what]++
    this.#sums.set(draft.tenantId, sum)
  }
}

function happened({ was, is }: Stored): keyof Sum {
  if (is === 'closed') return was === 'closed' ? 'updated' : 'ended'
  return was === 'open' ? 'updated' : 'started'
}
