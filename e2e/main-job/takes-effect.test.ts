/**
 * What is decided about a customer counts for their next login, whatever is cached: from the answer of the API on, packets are sent one
 * after the other until a reply shows it.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type LoginResult, type Nas, createNas, receivedRate } from '#simulators/nas'
import type { Api } from '../lib/api.ts'
import { addNas, addSubscriber, foundCompany, nasSecret, patience, sellPlan, type Subscriber } from '../lib/company.ts'
import { msUntil } from '../lib/ms-until.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

const quotaBytes = 1_000_000_000n

suite('a change counts for the next packet', () => {
  let trunkline: Trunkline
  let api: Api
  let nas: Nas
  let ada: Subscriber
  let slow: string
  let fast: string
  let boostId: string

  before(async () => {
    trunkline = await startTrunkline()
    api = (await foundCompany(trunkline)).api
    const { auth: authPort, acct: acctPort } = trunkline.ports
    nas = await createNas({ host: '127.0.0.1', authPort, acctPort, secret: nasSecret, retry: patience })
    await addNas(api, nas.coaPort)
    slow = await sellPlan(api, { code: 'home-50', name: 'Home 50', quotaBytes })
    fast = await sellPlan(api, { code: 'home-100', name: 'Home 100', quotaBytes, downloadBps: 100_000_000n })
    ada = await addSubscriber(api, slow, { name: 'Ada Obi', username: 'ada', password: 'ada-secret-4711' })
    await waitFor('the first login', async () => seenIn(await login()) === '50 Mbit/s')
  })

  after(async () => {
    nas?.close()
    await trunkline?.remove()
  })

  /** From one device, so that no login takes the place of the next. */
  const login = (password = ada.password) => nas.login({ username: ada.username, password, callingStationId: '02:AA:AA:AA:AA:01' })
  const subscription = () => `/subscriptions/${ada.subscriptionId}`
  const moveTo = (offerId: string) => api.post(`${subscription()}/plan`, { offerId })
  const later = () => Temporal.Now.instant().add({ hours: 1 }).toString()

  async function boost(): Promise<void> {
    const faster = { kind: 'speed', downloadBps: '200000000', uploadBps: '20000000' }
    const draft = { faster, until: later(), reason: 'A complaint' }
    boostId = (await api.post<{ id: string }>(`${subscription()}/boosts`, draft)).id
  }

  async function useUp(): Promise<void> {
    const accepted = await login()
    assert(accepted.outcome === 'accepted')
    await accepted.session.start()
    accepted.session.count({ upload: 0n, download: 2n * quotaBytes })
    await accepted.session.stop()
  }

  test('a new password, and the old one is of no more use', async (t) => {
    const [{ id }] = await api.get<[{ id: string }]>(`${subscription()}/logins`)
    const old = ada.password
    ada = { ...ada, password: 'ada-secret-4712' }
    await api.post(`/logins/${id}/password`, { password: ada.password })
    const ms = await msUntil('the password', async () => seenIn(await login(old)) === 'refused')
    assert.equal(seenIn(await login()), '50 Mbit/s')
    t.diagnostic(`${ms.toFixed(1)} ms`)
  })

  const changes: readonly (readonly [what: string, change: () => Promise<unknown>, seen: Seen])[] = [
    ['a faster plan', () => moveTo(fast), '100 Mbit/s'],
    ['a slower plan', () => moveTo(slow), '50 Mbit/s'],
    ['a block', () => api.post(`${subscription()}/blocks`, { reason: 'admin' }), 'refused'],
    ['the end of the block', () => api.delete(`${subscription()}/blocks/admin`), '50 Mbit/s'],
    ['a boost', boost, '200 Mbit/s'],
    ['the end of the boost', () => api.post(`/speed-boosts/${boostId}/end`), '50 Mbit/s'],
    ['data used up, from the answer to the accounting on', useUp, '1 Mbit/s'],
    ['a top-up', () => api.post(`${subscription()}/top-ups`, { bytes: (10n * quotaBytes).toString(), validTo: later() }), '50 Mbit/s'],
    ['a pause', () => api.post(`${subscription()}/pause`), 'refused'],
    ['the end of the pause', () => api.post(`${subscription()}/resumption`), '50 Mbit/s'],
    ['the end of service', () => api.post(`${subscription()}/cancellation`, { when: 'now' }), 'refused'],
  ]
  for (const [what, change, seen] of changes)
    test(what, async (t) => {
      assert.notEqual(seenIn(await login()), seen)
      await change()
      const ms = await msUntil(what, async () => seenIn(await login()) === seen)
      t.diagnostic(`${ms.toFixed(1)} ms`)
    })
})

type Seen = 'refused' | `${number} Mbit/s` | undefined

/** What a customer notices of a reply. */
function seenIn(result: LoginResult): Seen {
  if (result.outcome === 'rejected') return 'refused'
  const rate = result.outcome === 'accepted' ? receivedRate(result.reply) : undefined
  return rate && `${rate.download / 1_000_000} Mbit/s`
}
