/**
 * A VPN of real life, from the login to the invoice: ocserv asks our RADIUS, the customer's openconnect carries traffic through the
 * tunnel, and what ocserv counted is billed by the byte. Each test is a step of one story and needs the ones before it.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Api } from '../lib/api.ts'
import {
  addNas,
  addSubscriber,
  firstInvoice,
  foundCompany,
  nasSecret,
  nothingByTheClock,
  runBills,
  sellPlan,
  type Subscriber,
} from '../lib/company.ts'
import { invoicesAge } from '../lib/database.ts'
import { freeUdpPort } from '../lib/free-ports.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { canTunnel, type Gateway, openGateway, type Traffic } from '../lib/vpn.ts'
import { waitFor } from '../lib/wait-for.ts'

/** One kobo a byte, so that the amount of a line is the number of bytes. */
const data = {
  code: 'data',
  name: 'Data through the VPN',
  kind: 'usage',
  price: null,
  usage: { meter: 'bytes', model: { model: 'per-unit', unit: '0.01' } },
}
const interimWithinMs = 60_000 // ocserv looks at its interval when it happens to wake up
const payload = 300_000
const password = 'ferry-lantern-27'

suite('ocserv with openconnect', { skip: !canTunnel && 'it needs ocserv, openconnect, iproute2 and root' }, () => {
  let trunkline: Trunkline
  let api: Api
  let gateway: Gateway
  let customer: Subscriber

  before(async () => {
    trunkline = await startTrunkline({ env: nothingByTheClock })
    api = (await foundCompany(trunkline)).api
    const offerId = await sellPlan(api, { code: 'vpn', name: 'Office by VPN', charges: [data] })
    const nobodyListens = await freeUdpPort() // ocserv takes no commands
    await addNas(api, nobodyListens, { name: 'VPN gateway', vendor: 'generic', requireMessageAuthenticator: false })
    customer = await addSubscriber(api, offerId, { name: 'Ada Obi', username: 'ada', password })
    gateway = await openGateway({ authPort: trunkline.ports.auth, acctPort: trunkline.ports.acct, secret: nasSecret })
  })

  after(async () => {
    await gateway?.remove()
    await trunkline?.remove()
  })

  const sessions = () => api.rows<SessionRow>('sessions', `f=username:eq:${customer.username}`)
  const closedSessions = (count: number) =>
    waitFor(`the end of ${count} sessions`, async () => {
      const closed = (await sessions()).filter(({ state }) => state === 'closed')
      return closed.length === count && closed
    })
  /** What the gateway says of them; its Stop may be here sooner. */
  const told = (count: number) =>
    waitFor(`the gateway to tell of ${count} connections`, () => gateway.ended.length === count && gateway.ended)
  const openSession = () => waitFor('an open session', async () => (await sessions()).find(({ state }) => state === 'open'))
  const commands = () => api.rows<CommandRow>('network-commands', `f=subscriptionId:eq:${customer.subscriptionId}`)
  const refusal = (reason: string) =>
    waitFor(`the record of the refusal for ${reason}`, async () =>
      (await api.rows<{ reason: string }>('login-failures', `f=username:eq:${customer.username}`)).some((row) => row.reason === reason),
    )
  const invoiceLines = async () => {
    const invoices = await api.rows<{ id: string }>('invoices', `f=accountId:eq:${customer.accountId}`)
    return (await Promise.all(invoices.map(({ id }) => api.get<{ lines: LineRow[] }>(`/invoices/${id}`)))).flatMap(({ lines }) => lines)
  }
  const dial = () => gateway.dial(customer)

  test('a wrong password is refused, and no way leads to the office', async () => {
    equal(await gateway.dial({ ...customer, password: 'wrong' }), 'refused', gateway.log)
    await refusal('wrong-password')
    equal(await gateway.exchange(1), 0)
    deepEqual(await sessions(), [])
  })

  test('the right one opens the tunnel, and what is sent and received through it is counted while it is open', async () => {
    equal(await dial(), 'connected', gateway.log)
    const { id } = await openSession()
    equal(await gateway.exchange(payload), 5 * payload, gateway.log)
    const counted = await waitFor('an interim report', async () => (await sessions()).find((one) => BigInt(one.downloadBytes) > 0n), {
      withinMs: interimWithinMs,
    })
    deepEqual([counted.id, counted.state], [id, 'open'])
    ok(BigInt(counted.uploadBytes) > payload && BigInt(counted.downloadBytes) > 5 * payload, 'headers are counted, too')
  })

  test('when the customer hangs up, the session adds up to the byte', async () => {
    await gateway.hangUp()
    const [session] = await closedSessions(1)
    deepEqual([trafficOf(session!)], await told(1))
  })

  test('who has not paid is thrown out, and refused', async () => {
    equal(await dial(), 'connected', gateway.log)
    await openSession()
    await runBills(api)
    await invoicesAge(trunkline, 40)
    equal((await api.post<{ suspended: number }>('/dunning-runs')).suspended, 1)
    const { kind, reason } = await waitFor('our Disconnect', async () => (await commands())[0])
    equal(kind, 'disconnect')
    match(reason, /unpaid/)
    gateway.throwOut(customer.username) // ocserv does not hear our Disconnect
    await closedSessions(2)
    equal(await dial(), 'refused')
    await refusal('blocked')
  })

  test('paying brings the tunnel back', async () => {
    const { total } = firstInvoice()
    await api.post('/payments', { accountId: customer.accountId, amount: { minor: String(total), currency: 'NGN' }, method: 'cash' })
    await waitFor('the return', async () => (await dial()) === 'connected')
    equal(await gateway.exchange(payload), 5 * payload)
    await gateway.hangUp()
    const closed = await closedSessions(3)
    deepEqual(sumOf(closed.map(trafficOf)), sumOf(await told(3)))
  })

  test('the invoice at the end of service charges every byte that ocserv counted', async () => {
    await api.put('/billing-settings', { endDay: 'billed' })
    await api.post(`/subscriptions/${customer.subscriptionId}/cancellation`, { when: 'now' })
    const { upload, download } = sumOf(gateway.ended)
    const line = await waitFor('the line of the use', async () =>
      (await invoiceLines()).find(({ kind, description }) => kind === 'usage' && description.includes(data.name)),
    )
    equal(BigInt(line.net.minor), upload + download)
  })
})

interface SessionRow {
  readonly id: string
  readonly state: 'open' | 'closed'
  readonly uploadBytes: string
  readonly downloadBytes: string
}

interface CommandRow {
  readonly kind: string
  readonly reason: string
}

interface LineRow {
  readonly kind: string
  readonly description: string
  readonly net: { readonly minor: string }
}

const trafficOf = ({ uploadBytes, downloadBytes }: SessionRow): Traffic => ({
  upload: BigInt(uploadBytes),
  download: BigInt(downloadBytes),
})

const sumOf = (all: readonly Traffic[]): Traffic => ({
  upload: all.reduce((sum, { upload }) => sum + upload, 0n),
  download: all.reduce((sum, { download }) => sum + download, 0n),
})
