/** The program is killed in the middle of its work, again and again. Nothing acknowledged may be lost, nothing done twice. */
import { deepEqual, equal, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type Session, createNas } from '#simulators/nas'
import { createPaystack } from '#simulators/paystack'
import { naira } from '../lib/api.ts'
import { chance } from '../lib/chance.ts'
import { addNas, addSubscriber, type Company, foundCompany, nasSecret, sellPlan, type Subscriber } from '../lib/company.ts'
import { freePorts } from '../lib/free-ports.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { verify } from '../lib/verify.ts'
import { waitFor } from '../lib/wait-for.ts'

const kills = 5
const subscriberCount = 24

suite('killed while it works', () => {
  let trunkline: Trunkline
  let company: Company
  let offerId: string
  let subscribers: Subscriber[]

  before(async () => {
    trunkline = await startTrunkline()
    company = await foundCompany(trunkline)
    offerId = await sellPlan(company.api, { code: 'fault', name: 'Fault', quotaBytes: 10n ** 15n })
    await addNas(company.api)
    subscribers = await Promise.all(
      Array.from({ length: subscriberCount }, (_, index) =>
        addSubscriber(company.api, offerId, { name: `Subscriber ${index}`, username: `sub${index}`, password: `secret-of-${index}` }),
      ),
    )
  })

  after(() => trunkline?.remove())

  test('accounting: what was acknowledged is counted, once', async () => {
    const random = chance('killed during accounting')
    // Like a router that never gives up: the same datagram again until it is confirmed.
    const nas = await createNas({
      host: '127.0.0.1',
      authPort: trunkline.ports.auth,
      acctPort: trunkline.ports.acct,
      secret: nasSecret,
      address: '127.0.0.1',
      retry: { timeoutMs: 250, tries: 400 },
    })
    const sessions = await Promise.all(subscribers.map((subscriber) => goOnline(nas, subscriber)))
    const acknowledged = new Map<string, bigint>()
    let isOver = false
    const traffic = Promise.all(sessions.map((session) => use(session)))

    async function use(session: Session): Promise<void> {
      while (!isOver) {
        session.count({ upload: BigInt(random.int(1, 10_000_000)), download: BigInt(random.int(1, 3_000_000_000)) })
        const sent = session.octets.upload + session.octets.download
        if (await session.interim()) acknowledged.set(session.username, sent)
        await sleep(random.int(0, 5))
      }
      ok(await session.stop(), 'the Stop was confirmed')
    }

    for (let kill = 0; kill < kills; kill++) {
      await sleep(random.int(50, 600))
      const known = new Map(acknowledged)
      await trunkline.kill9()
      await trunkline.restart()
      const stored = await usedBySession()
      for (const [username, octets] of known)
        ok(stored.get(username)! >= octets, `${username}: acknowledged ${octets}, stored ${stored.get(username)}`)
    }
    isOver = true
    await traffic
    nas.close()

    const sent = new Map(sessions.map(({ username, octets }) => [username, octets.upload + octets.download]))
    await waitFor('the last to be applied', async () => isDeepStrictEqual(await usedBySession(), sent))
    deepEqual(await countedUsage(), sent)
  })

  test('webhooks: every payment is taken once', async () => {
    const random = chance('killed during webhooks')
    const { http: port } = await freePorts()
    const secretKey = 'sk_test_faults'
    const gateway = await company.api.post<{ id: string; webhookUrl: string }>('/gateways', {
      provider: 'paystack',
      settings: { baseUrl: `http://127.0.0.1:${port}` },
      credentials: { secretKey },
    })
    const paystack = await createPaystack({
      port,
      secretKey,
      webhookUrl: gateway.webhookUrl,
      retryDelaysMs: Array.from({ length: 400 }, () => 250),
    })
    const perKill = Math.floor(subscriberCount / kills)
    const amount = naira(1_234_500)
    const references: string[] = []
    for (let kill = 0; kill < kills; kill++) {
      const paying = subscribers.slice(kill * perKill, (kill + 1) * perKill)
      const checkouts = await Promise.all(
        paying.map(({ accountId }) => company.api.post<{ id: string }>('/checkouts', { accountId, gatewayId: gateway.id, amount })),
      )
      const opened = await Promise.all(checkouts.map(({ id }) => openedCheckout(id)))
      references.push(...opened)
      const paid = opened.map((reference) => paystack.pay(reference))
      await sleep(random.int(0, 40))
      await trunkline.kill9()
      await trunkline.restart()
      await Promise.all(paid)
    }
    const answersTo = (reference: string) => paystack.deliveries.filter(({ body }) => body.includes(reference)).map(({ answer }) => answer)
    const unkept = () => references.filter((reference) => !answersTo(reference).includes(200))
    await waitFor('every webhook to be kept', () => unkept().length === 0).catch((error: Error) => {
      throw new Error(`${error.message}; answers so far: ${JSON.stringify(unkept().map(answersTo))}`)
    })
    const payments = await waitFor('every payment', async () => {
      const found = await company.api.rows<{ reference: string }>('payments')
      return found.length >= references.length && found
    })
    deepEqual(payments.map(({ reference }) => reference).toSorted(), references.toSorted())
    await paystack.close()

    async function openedCheckout(id: string): Promise<string> {
      return waitFor('the checkout to open', async () => {
        const checkout = await company.api.get<{ url: string | null; reference: string }>(`/checkouts/${id}`)
        return checkout.url !== null && checkout.reference
      })
    }
  })

  test('after all that the books and the audit log are whole', async () => {
    const { code, output } = await verify(trunkline)
    equal(code, 0, output)
  })

  async function goOnline(nas: Awaited<ReturnType<typeof createNas>>, { username, password }: Subscriber): Promise<Session> {
    const session = await waitFor(`the login of ${username}`, async () => {
      const result = await nas.login({ username, password }) // RADIUS hears of a new login a moment after it is made
      return result.outcome === 'accepted' && result.session
    })
    ok(await session.start())
    return session
  }

  /** Octets by user name, as the sessions have them. */
  async function usedBySession(): Promise<Map<string, bigint>> {
    const rows = await company.api.rows<{ username: string; uploadBytes: string; downloadBytes: string }>('sessions')
    return new Map(rows.map(({ username, uploadBytes, downloadBytes }) => [username, BigInt(uploadBytes) + BigInt(downloadBytes)]))
  }

  /** Octets by user name, as they were counted against the plan. */
  async function countedUsage(): Promise<Map<string, bigint>> {
    const used = async ({ username, subscriptionId }: Subscriber) =>
      [username, BigInt((await company.api.get<{ used: string }>(`/subscriptions/${subscriptionId}/quota`)).used)] as const
    return new Map(await Promise.all(subscribers.map(used)))
  }
})
