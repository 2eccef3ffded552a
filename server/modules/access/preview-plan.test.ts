import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testTenant } from '#kernel/testing.ts'
import { zSpeedTerms } from '#modules/catalog'
import { addNas } from './keep-nas.ts'
import { partsOf, previewPlan } from './preview-plan.ts'
import { nasDraft, secret } from './testing.ts'

/** 20/5 Mbit/s with bursts, twice that at night, half of it from 100 GB on, 2/1 after 200 GB. */
const terms = zSpeedTerms.parse({
  downloadBps: '20000000',
  uploadBps: '5000000',
  quotaBytes: '200000000000',
  quotaPolicy: 'throttle',
  throttledDownloadBps: '2000000',
  throttledUploadBps: '1000000',
  fupTiers: [{ usedBytes: '100000000000', downloadBps: '10000000', uploadBps: '5000000' }],
  speedWindows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '06:00', downloadBps: '40000000', uploadBps: '10000000' }],
  quality: { burst: { downloadBps: '40000000', uploadBps: '10000000', seconds: 16 }, priority: 2 },
})
const lines = (parts: ReturnType<typeof partsOf>) =>
  parts.map(({ source, attributes }) => [source, ...attributes.map(({ name, value }) => `${name} = ${value}`)])

test('a plan is told in the words of a vendor: the accept, then each change', () => {
  assert.deepEqual(lines(partsOf(terms, 'mikrotik')), [
    ['plan', 'Session-Timeout = 86400', 'Acct-Interim-Interval = 300', 'Mikrotik-Rate-Limit = 5M/20M 10M/40M 3750k/15M 16/16 2'],
    ['hours', 'Mikrotik-Rate-Limit = 10M/40M 0/0 10M/40M 1/1 2'],
    ['fair-use', 'Mikrotik-Rate-Limit = 5M/10M 0/0 5M/10M 1/1 2'],
    ['used-up', 'Mikrotik-Rate-Limit = 1M/2M 0/0 1M/2M 1/1 2'],
  ])
})

test('a plan that cuts says how much its router is told, unless some hours are free', () => {
  const cut = { ...terms, quotaPolicy: 'cut' as const }
  const limit = ['Mikrotik-Total-Limit = 2431504384', 'Mikrotik-Total-Limit-Gigawords = 46']
  assert.deepEqual(lines(partsOf(cut, 'mikrotik'))[0]!.slice(-2), limit)
  const freeWindows = [{ days: [7], from: '00:00', to: '24:00' }]
  assert.equal(JSON.stringify(partsOf({ ...cut, freeWindows }, 'mikrotik')).includes('Total-Limit'), false)
})

test('replies are shown for the vendors of the routers in use, and for MikroTik where there is none', async () => {
  const { transact } = await testTenant()
  const vendors = () => transact(async (tx) => (await previewPlan(tx, terms)).map(({ vendor, routers }) => [vendor, ...routers]))
  assert.deepEqual(await vendors(), [['mikrotik']])
  await transact(async (tx) => {
    for (const [name, vendor, enabled] of [
      ['Roof 1', 'cambium', true],
      ['Roof 2', 'cambium', true],
      ['Core', 'cisco', true],
      ['Store room', 'huawei', false],
    ] as const)
      await addNas(tx, nasDraft({ name, vendor, enabled }), secret)
  })
  assert.deepEqual(await vendors(), [
    ['cambium', 'Roof 1', 'Roof 2'],
    ['cisco', 'Core'],
  ])
})
