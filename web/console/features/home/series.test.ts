import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusedByReason, throughput } from './series.ts'

const hour = (at: string, downloadBytes: string) => ({ hour: `2026-03-10T${at}:00:00Z`, uploadBytes: '0', downloadBytes, online: '1' })
const traffic = [hour('08', '450000000'), hour('09', '900000000'), hour('10', '1')]

test('throughput is the average of each whole hour; the running one is left out', () => {
  assert.deepEqual(throughput(traffic).download, [1_000_000, 2_000_000])
})

test('refusals are a series per reason over every hour, the most frequent first', () => {
  const refusals = [
    { hour: '2026-03-10T08:00:00Z', reason: 'blocked', attempts: '2' },
    { hour: '2026-03-10T10:00:00Z', reason: 'wrong-password', attempts: '7' },
  ]
  assert.deepEqual(refusedByReason(refusals, traffic).series, [
    { reason: 'wrong-password', values: [0, 0, 7] },
    { reason: 'blocked', values: [2, 0, 0] },
  ])
})
