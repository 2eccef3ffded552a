/** What accounting packets ask to be stored, and in which order many of them take effect. */
import type { ForwardRecord } from './realm-store.ts'
import { mergeSamples, type Sample, sessionIdentity } from './sample.ts'

/** The word of a NAS that it has started or is about to stop: none of its sessions from before goes on. */
export interface NasRestart {
  readonly kind: 'nas-restart'
  readonly tenantId: string
  readonly nasId: string
  readonly atMs: number
}

/** What one packet says. */
export type AccountingRecord = { readonly kind: 'sample'; readonly sample: Sample } | NasRestart | ForwardRecord

export const tenantOf = (record: AccountingRecord) => (record.kind === 'sample' ? record.sample.tenantId : record.tenantId)
export const nasOf = (record: AccountingRecord) => (record.kind === 'sample' ? record.sample.nasId : record.nasId)

/** Records that may take effect together: the samples first, one per session, in order of identity: the order in which rows are locked. */
export interface Step {
  readonly samples: readonly Sample[]
  readonly restarts: readonly NasRestart[]
}

const reuseMs = 60_000 // as `isSameSession` in session-store.ts says it to the database

/**
 * Records in the order of their arrival as few steps. Samples of a session are merged; a new step begins where order matters: with a
 * sample after the restart of a NAS, and with another session under an Acct-Session-Id that a router uses again.
 *
 *   a1 b1 a2 | restart | a3 b2      ─▶  {a1+a2, b1; restart} {a3, b2}
 */
export function stepsOf(records: readonly AccountingRecord[]): Step[] {
  const steps: Step[] = []
  let merged = new Map<string, Sample>()
  let restarts: NasRestart[] = []
  const close = () => {
    steps.push({ samples: [...merged.values()].toSorted((a, b) => (a.identity < b.identity ? -1 : 1)), restarts })
    merged = new Map()
    restarts = []
  }
  for (const record of records) {
    if (record.kind === 'forward') continue // of no session of ours
    if (record.kind === 'nas-restart') {
      restarts.push(record)
      continue
    }
    const { sample } = record
    const before = merged.get(sample.identity)
    const isOrdered = restarts.length > 0 || (before && isAnother(before, sample))
    if (isOrdered) close()
    merged.set(sample.identity, before && !isOrdered ? mergeSamples(before, sample) : sample)
  }
  close()
  return steps
}

const isAnother = (before: Sample, sample: Sample) =>
  sample.sessionSeconds !== null && sample.startedAtMs > (before.endedAtMs ?? before.atMs) + reuseMs

/**
 * Records of one tenant as the journal holds them: JSON arrays, because names would be most of the text. What is read may have been
 * written by the version before, so new fields go to the end.
 */
export function textOf(records: readonly AccountingRecord[]): string {
  return JSON.stringify(records.map(fieldsOf))
}

function fieldsOf(record: AccountingRecord) {
  switch (record.kind) {
    case 'sample':
      return sampleFields(record.sample)
    case 'nas-restart':
      return [record.nasId, record.atMs] as const
    case 'forward':
      return [record.nasId, record.atMs, record.realmId, record.packet] as const
  }
  return record satisfies never
}

const sampleFields = (s: Sample) =>
  [
    s.nasId,
    s.atMs,
    s.username,
    s.acctSessionId,
    s.subscriptionId,
    s.loginId,
    s.callingStation,
    s.calledStation,
    s.nasPort,
    s.address,
    s.address6,
    s.prefix6,
    s.delegated6,
    s.interface6,
    s.isWalled,
    s.startedAtMs,
    s.sessionSeconds,
    s.uploadBytes,
    s.downloadBytes,
    s.endedAtMs,
    s.terminateCause,
  ] as const

/** @param text written by `textOf` */
export function recordsFrom(text: string, tenantId: string): AccountingRecord[] {
  const lines = JSON.parse(text) as ReturnType<typeof fieldsOf>[]
  return lines.map((fields) => {
    if (fields.length === 2) return { kind: 'nas-restart', tenantId, nasId: fields[0], atMs: fields[1] }
    if (fields.length === 4) return { kind: 'forward', tenantId, nasId: fields[0], atMs: fields[1], realmId: fields[2], packet: fields[3] }
    // oxfmt-ignore
    const [
      nasId, atMs, username, acctSessionId, subscriptionId, loginId, callingStation, calledStation, nasPort, address, address6, prefix6, delegated6, interface6, isWalled,
      startedAtMs, sessionSeconds, uploadBytes, downloadBytes, endedAtMs, terminateCause,
    ] = fields
    const sample: Sample = {
      identity: sessionIdentity(nasId, acctSessionId, username),
      tenantId,
      nasId,
      subscriptionId,
      loginId,
      username,
      acctSessionId,
      callingStation,
      calledStation,
      nasPort,
      address,
      address6,
      prefix6,
      delegated6,
      interface6,
      isWalled,
      startedAtMs,
      atMs,
      sessionSeconds,
      uploadBytes,
      downloadBytes,
      endedAtMs,
      terminateCause,
    }
    return { kind: 'sample', sample }
  })
}
