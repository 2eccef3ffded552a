/** Guests of openNDS gateways: the gateway asks the portal whom to let in and with what limits, and tells what was used. */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createOpennds, type Opennds, type OpenndsOptions } from '#simulators/opennds'
import { type Api } from '../lib/api.ts'
import { foundCompany, sellPass } from '../lib/company.ts'
import { type Page, Phone } from '../lib/phone.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

const quotaBytes = 3_000_000

interface Session {
  readonly state: string
  readonly uploadBytes: string
  readonly downloadBytes: string
  readonly terminateCause: string | null
  readonly callingStation: string
}

suite('a hotspot of openNDS gateways', () => {
  let trunkline: Trunkline
  let api: Api
  let key: string
  let gateway: Opennds | undefined

  before(async () => {
    trunkline = await startTrunkline()
    ;({ api } = await foundCompany(trunkline))
    const offerId = await sellPass(api, { code: 'TASTE', name: 'Two hours', pass: { unit: 'hour', count: 2 }, quotaBytes })
    await api.put('/hotspot-settings', { trialOfferId: offerId, openndsLevel: 4 })
    const { setup } = await api.post<{ setup: string }>('/hotspot-settings/opennds-key')
    key = /faskey='([0-9a-f]{32})'/.exec(setup)![1]!
  })

  after(async () => {
    await gateway?.close()
    await trunkline?.remove()
  })

  async function install(level: OpenndsOptions['level']): Promise<Opennds> {
    await api.put('/hotspot-settings', { openndsLevel: level })
    await gateway?.close()
    gateway = await createOpennds({ level, key, fasUrl: `${trunkline.url}/portal/lagoon-fibre` })
    return gateway
  }

  async function tryOut(gateway: Opennds, mac: string): Promise<{ phone: Phone; page: Page }> {
    gateway.seat(mac)
    const phone = new Phone(gateway)
    return { phone, page: await phone.submit(await phone.joinWifi(), '/trial') }
  }

  /** Follows the page by itself until it leads elsewhere, as a browser does. */
  async function waitAt(phone: Phone, page: Page): Promise<Page> {
    let at = page
    return waitFor('the gateway to open', async () => {
      at = await phone.follow(at)
      return /You are online|news\.example/.test(at.text + at.url) && at
    })
  }

  const sessionOf = async (mac: string) => (await api.rows<Session>('sessions')).find(({ callingStation }) => callingStation === mac)

  for (const level of [3, 4] as const)
    suite(`level ${level}: the gateway asks`, () => {
      let asking: Opennds
      const mac = `02:54:00:00:0${level}:01`

      before(async () => {
        asking = await install(level)
      })

      test('a guest is let in with the time, the speed and the data of the pass', async () => {
        const { phone, page } = await tryOut(asking, mac)
        match(page.url, /\/openings\//)
        match((await waitAt(phone, page)).text, /http:\/\/news\.example\//)
        equal((await phone.joinWifi()).text, 'The internet')
        const { startedAt, endsAt, ...limits } = asking.session!
        const minutes = startedAt.until(endsAt!).total('minutes')
        ok(minutes > 110 && minutes <= 120, `${minutes} minutes`)
        const kib = Math.ceil(quotaBytes / 1024)
        match(limits.custom, /^[0-9a-f]{32}$/)
        deepEqual({ ...limits, custom: '' }, { uploadRate: 2_000, downloadRate: 5_000, uploadQuota: kib, downloadQuota: kib, custom: '' })
        await waitFor('the session in the console', async () => (await sessionOf(mac))?.state === 'open')
      })

      test('what was used is counted when the quota is reached, and the pass lets nobody in any more', async () => {
        await asking.transfer({ up: 40_000, down: quotaBytes - 1_000_000 })
        ok(asking.session, 'something is left')
        await asking.transfer({ up: 2_000, down: 1_001_024 })
        equal(asking.session, undefined, 'put off')
        const session = await waitFor('the end of the session', async () => {
          const one = await sessionOf(mac)
          return one?.state !== 'open' && one
        })
        deepEqual([session.uploadBytes, session.downloadBytes, session.terminateCause], ['42000', '3001024', 'NAS-Request'])
      })
    })

  test('a guest who comes back with nothing left is told so', async () => {
    const asking = await install(4)
    const mac = '02:54:00:00:04:02'
    const { phone, page } = await tryOut(asking, mac)
    await waitAt(phone, page)
    await asking.transfer({ up: 0, down: quotaBytes + 1_024 })
    await waitFor('the end of the session', async () => (await sessionOf(mac))?.downloadBytes === '3001024')
    const home = await phone.joinWifi()
    const refused = await waitFor('the end of the data', async () => {
      const answer = await phone.submit(home, '/again')
      return /data of this pass is used up/.test(answer.text) && answer
    })
    equal(asking.session, undefined)
    match(refused.text, /role="alert"/)
  })

  test('a gateway that begins anew has no sessions, and its guests come back by themselves', async () => {
    const asking = await install(4)
    const mac = '02:54:00:00:04:03'
    const { phone, page } = await tryOut(asking, mac)
    await waitAt(phone, page)
    await waitFor('the session', async () => (await sessionOf(mac))?.state === 'open')
    await asking.restart()
    await waitFor('the end of the session', async () => (await sessionOf(mac))?.state !== 'open')
    await waitAt(phone, await phone.submit(await phone.joinWifi(), '/again'))
    equal((await phone.joinWifi()).text, 'The internet')
  })

  for (const level of [1, 2] as const)
    test(`level ${level}: the browser shows the gateway that it may`, async () => {
      const door = await install(level)
      const { phone, page } = await tryOut(door, `02:54:00:00:0${level}:01`)
      equal((await phone.follow(page)).url, 'http://news.example/', 'where the guest wanted to go')
      equal((await phone.joinWifi()).text, 'The internet')
    })
})
