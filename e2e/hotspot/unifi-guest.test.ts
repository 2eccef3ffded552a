/** Guests of a hotspot of UniFi access points: the portal tells the controller whom to let in, whichever of its two kinds it is. */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createUnifi, type Unifi } from '#simulators/unifi'
import { type Api } from '../lib/api.ts'
import { foundCompany, sellPass } from '../lib/company.ts'
import { type Page, Phone } from '../lib/phone.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'

const controller = { username: 'trunkline', password: 'quay-lantern-84', site: 'k3x9w2ab' }

suite('a hotspot of UniFi access points', () => {
  let trunkline: Trunkline
  let api: Api
  const controllers: Unifi[] = []

  before(async () => {
    trunkline = await startTrunkline({ env: { ROUTERS_ON_LOOPBACK: '1' } })
    ;({ api } = await foundCompany(trunkline))
    const offerId = await sellPass(api, { code: 'TASTE', name: 'Two hours', pass: { unit: 'hour', count: 2 } })
    await api.put('/hotspot-settings', { trialOfferId: offerId })
  })

  after(async () => {
    for (const one of controllers) await one.close()
    await trunkline?.remove()
  })

  async function install(kind: 'application' | 'console'): Promise<Unifi> {
    const unifi = await createUnifi({ ...controller, kind, portalUrl: trunkline.url })
    controllers.push(unifi)
    await api.put('/hotspot-settings', {
      unifiUrl: unifi.url,
      unifiSite: controller.site,
      unifiUsername: controller.username,
      unifiPassword: controller.password,
    })
    return unifi
  }

  /** A device that nobody has seen before takes the trial. */
  async function tryOut(unifi: Unifi, mac: string, wired?: 'wired'): Promise<{ phone: Phone; page: Page }> {
    unifi.hotspot.seat(mac, wired)
    const phone = new Phone(unifi)
    return { phone, page: await phone.submit(await phone.joinWifi(), '/trial') }
  }

  for (const [index, kind] of (['application', 'console'] as const).entries())
    suite(kind === 'console' ? 'on a console' : 'with an application of its own', () => {
      let unifi: Unifi
      const mac = (device: number) => `02:54:00:00:0${index}:0${device}`

      before(async () => {
        unifi = await install(kind)
      })

      test('a guest is let in with the speed and the time of the pass', async () => {
        const { phone, page } = await tryOut(unifi, mac(1))
        equal((await phone.follow(page)).url, 'http://news.example/', 'where the guest wanted to go')
        equal((await phone.joinWifi()).text, 'The internet')
        const { up, down, end, accessPoint } = unifi.guests.get(mac(1))!
        deepEqual([up, down], [2_000, 5_000])
        ok(accessPoint, 'naming it is quicker')
        const minutes = Temporal.Now.instant().until(end).total('minutes')
        ok(minutes > 110 && minutes <= 121, `${minutes} minutes`)
      })

      test('so is one at a cable, of whom no access point is told', async () => {
        const { phone } = await tryOut(unifi, mac(2), 'wired')
        equal((await phone.joinWifi()).text, 'The internet')
      })

      test('the controller is logged in to once, and once more when it has forgotten us', async () => {
        const before = unifi.logins
        await tryOut(unifi, mac(3))
        equal(unifi.logins, before, 'it allows few logins')
        unifi.forgetSessions()
        const { phone } = await tryOut(unifi, mac(4))
        equal((await phone.joinWifi()).text, 'The internet')
        equal(unifi.logins, before + 1)
      })

      test('when it refuses, the page says so, and the pass waits for the guest', async () => {
        unifi.forgetSessions()
        unifi.habits.loginsMax = 0
        const { phone, page } = await tryOut(unifi, mac(5))
        match(page.text, /Try again/)
        unifi.habits.loginsMax = Number.POSITIVE_INFINITY
        await phone.submit(await phone.joinWifi(), '/again')
        equal((await phone.joinWifi()).text, 'The internet')
      })
    })
})
