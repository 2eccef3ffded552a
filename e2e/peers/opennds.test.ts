/** openNDS of Debian against the portal: from the page that it takes over to the end of the data, which it counts with its own firewall. */
import { equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Api } from '../lib/api.ts'
import { addSubscriber, foundCompany, sellPass, sellPlan } from '../lib/company.ts'
import { canRunOpennds, openOpennds, type OpenndsBox } from '../lib/opennds-box.ts'
import { type Page, Phone } from '../lib/phone.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

const quotaBytes = 500_000

interface Session {
  readonly state: string
  readonly uploadBytes: string
  readonly downloadBytes: string
  readonly terminateCause: string | null
  readonly callingStation: string
}

suite('openNDS', { skip: !canRunOpennds && 'it needs opennds, php, iptables, iproute2 and root' }, () => {
  let trunkline: Trunkline
  let api: Api
  let box: OpenndsBox
  let key: string

  before(async () => {
    trunkline = await startTrunkline()
    ;({ api } = await foundCompany(trunkline))
    const offerId = await sellPass(api, { code: 'TASTE', name: 'Two hours', pass: { unit: 'hour', count: 2 }, quotaBytes })
    await api.put('/hotspot-settings', { trialOfferId: offerId, openndsLevel: 3 })
    const { setup } = await api.post<{ setup: string }>('/hotspot-settings/opennds-key')
    key = /faskey='([0-9a-f]{32})'/.exec(setup)![1]!
    box = await openOpennds(`${trunkline.url}/portal/lagoon-fibre`, { level: 3, key, gatewayName: 'Balogun Market' })
  })

  after(async () => {
    await box?.remove()
    await trunkline?.remove()
  })

  const session = async () => (await api.rows<Session>('sessions')).find(({ callingStation }) => callingStation === box.mac)

  test('a guest is sent to the portal, takes the trial and is let in by the gateway', async () => {
    const phone = new Phone(box)
    let page: Page = await phone.submit(await phone.joinWifi(), '/trial')
    match(page.url, /\/openings\//)
    await waitFor('the gateway to open', async () => {
      page = await phone.follow(page)
      return /You are online|The internet/.test(page.text)
    })
    equal((await phone.joinWifi()).text, 'The internet')
    await waitFor('the session in the console', async () => (await session())?.state === 'open')
  })

  test('the gateway ends it when the data is used up, and tells what it counted', async () => {
    equal(await box.download(100_000), 100_000)
    equal(await box.download(600_000), 600_000, 'it looks every two seconds')
    const ended = await waitFor('the end of the session', async () => {
      const one = await session()
      return one !== undefined && one.state !== 'open' && one
    })
    ok(Number(ended.downloadBytes) >= 700_000, `${ended.downloadBytes} bytes`)
    equal(ended.terminateCause, 'NAS-Request')
    match((await new Phone(box).joinWifi()).url, /\/portal\/lagoon-fibre\?fas=/)
  })

  test('level 1: the browser shows it the hash, and is let in', async () => {
    await box.remove()
    await api.put('/hotspot-settings', { openndsLevel: 1 })
    box = await openOpennds(`${trunkline.url}/portal/lagoon-fibre`, { level: 1, key, gatewayName: 'Balogun Market' })
    const typed = { username: 'ada', password: 'quay-lantern-84' }
    await addSubscriber(api, await sellPlan(api, { code: 'HOME', name: 'Home' }), { name: 'Ada Obi', ...typed })
    const phone = new Phone(box)
    await phone.follow(await phone.submit(await phone.joinWifi(), '/sign-in', typed))
    equal((await phone.joinWifi()).text, 'The internet')
  })
})
