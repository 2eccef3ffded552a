/** A guest without a voucher: a code comes by SMS, over a real SMPP connection, and its six digits are the way in. */
import { equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createMikrotik, type Mikrotik } from '#simulators/mikrotik'
import { createSmsc, type Smsc } from '#simulators/smsc'
import { type Api } from '../lib/api.ts'
import { foundCompany, patience, sellPass } from '../lib/company.ts'
import { freePorts } from '../lib/free-ports.ts'
import { Phone } from '../lib/phone.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

interface Message {
  readonly destination: string
  readonly text: string
  readonly state: string
  readonly reason: string | null
}

suite('a guest with a telephone', () => {
  let trunkline: Trunkline
  let api: Api
  let router: Mikrotik
  let smsc: Smsc

  before(async () => {
    trunkline = await startTrunkline({ env: { ROUTERS_ON_LOOPBACK: '1', MESSAGING_PRIVATE_ADDRESSES: '1' } })
    ;[{ api }, router, smsc] = await Promise.all([foundCompany(trunkline), createMikrotik({ retry: patience }), createSmsc()])
  })
  after(async () => {
    await Promise.all([router?.close(), smsc?.close()])
    await trunkline?.remove()
  })

  test('there is an hour for whoever has a number, and a provider for messages', async () => {
    const offerId = await sellPass(api, { code: 'HOUR', name: 'A free hour', pass: { unit: 'hour', count: 1 }, sessionsMax: 1 })
    await api.put('/hotspot-settings', { codeOfferId: offerId })
    const { http: coaPort } = await freePorts()
    const { command } = await api.post<{ command: string }>('/router-enrolments', {
      name: 'Balogun',
      uses: ['hotspot'],
      interface: 'bridge',
      coaPort,
    })
    await router.type(command)
    ok(!(await portal(new Phone(router))).text.includes('Get a code by SMS'), 'not before messages can be sent')
    const centre = { host: '127.0.0.1', port: smsc.port, isTls: false, systemId: 'trunkline', password: 'secret12', source: 'Spark' }
    await api.put('/sms-settings', centre)
  })

  test('staff try it, and see what the centre said', async () => {
    const { id } = await api.post<{ id: string }>('/short-messages', { to: '+2348030000001', text: 'A test of Lagoon Fibre' })
    const message = await waitFor('the receipt', async () => {
      const found = await api.get<{ state: string; messageIds: string[] }>(`/short-messages/${id}`)
      return found.state === 'delivered' && found
    })
    equal(message.messageIds.length, 1)
  })

  test('the guest types a number, then the code, and is online', async () => {
    const phone = new Phone(router)
    const asked = await phone.submit(await portal(phone), '/codes', { phone: '0801 234 5678' })
    match(asked.text, /We sent six digits to \+2348012345678/)
    const { text } = await waitFor('the message', () => smsc.messages.find(({ destination }) => destination === '2348012345678'))
    const code = /\d{6}/.exec(text)![0]
    const wrong = await phone.submit(asked, '/code-entries', { code: code === '000000' ? '000001' : '000000' })
    match(wrong.text, /This is not the code/)
    const entry = await phone.submit(wrong, '/code-entries', { code: `${code.slice(0, 3)} ${code.slice(3)}` })
    equal((await phone.getIn(entry)).url, 'http://news.example/')
    match((await phone.open(`${router.hotspot.url}/status`)).text, /Logged in/)
  })

  test('the list of messages tells of the code what became of it, and not what it was', async () => {
    const rows = await waitFor('the receipt', async () => {
      const found = await api.rows<Message>('short-messages')
      return found.every(({ state }) => state === 'delivered') && found
    })
    const message = rows.find(({ destination }) => destination === '+2348012345678')!
    match(message.text, /^•••••• is your code/)
  })

  test('numbers at the other end of the world cost nothing, and are seen', async () => {
    const phone = new Phone(router)
    const refused = await phone.submit(await portal(phone), '/codes', { phone: '+88213001234567' })
    match(refused.text, /No code can be sent to this number/)
    const rows = await api.rows<Message>('short-messages', 'f=state:eq:refused')
    equal(rows.map(({ destination, reason }) => `${destination} ${reason}`).join(), '+88213001234567 destination-not-allowed')
    equal(smsc.messages.length, 2)
  })

  async function portal(phone: Phone) {
    await fetch(`${router.hotspot.url}/logout`)
    return phone.follow(await phone.joinWifi())
  }
})
