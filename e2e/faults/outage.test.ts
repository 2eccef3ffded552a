/** The database goes away and comes back, strangers send rubbish, and the program is asked to stop while it works. */
import { deepEqual, equal, ok } from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Nas, createNas } from '#simulators/nas'
import { chance } from '../lib/chance.ts'
import { addNas, addSubscriber, type Company, foundCompany, nasSecret, patience, sellPlan, type Subscriber } from '../lib/company.ts'
import { withOwner } from '../lib/database.ts'
import { databasePid, isAlive, startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { verify } from '../lib/verify.ts'
import { waitFor } from '../lib/wait-for.ts'

const subscriberCount = 12

suite('outages', () => {
  let trunkline: Trunkline
  let company: Company
  let subscribers: Subscriber[]
  let nas: Nas

  before(async () => {
    trunkline = await startTrunkline()
    company = await foundCompany(trunkline)
    const offerId = await sellPlan(company.api, { code: 'fault', name: 'Fault', sessionsMax: 100 })
    await addNas(company.api)
    subscribers = await Promise.all(
      Array.from({ length: subscriberCount }, (_, index) =>
        addSubscriber(company.api, offerId, { name: `Subscriber ${index}`, username: `sub${index}`, password: `secret-of-${index}` }),
      ),
    )
    nas = await createNas({ ...nasOptions(), retry: patience })
    await Promise.all(
      subscribers.map((subscriber) =>
        waitFor(`the login of ${subscriber.username}`, async () => (await nas.login(subscriber)).outcome === 'accepted'),
      ),
    )
  })

  after(async () => {
    nas?.close()
    await trunkline?.remove()
  })

  const nasOptions = () => ({
    host: '127.0.0.1',
    authPort: trunkline.ports.auth,
    acctPort: trunkline.ports.acct,
    secret: nasSecret,
    address: '127.0.0.1',
  })

  test('packets of no sense never stop it, and real logins go on between them', async () => {
    const random = chance('hostile packets')
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    for (let round = 0; round < 20; round++) {
      for (let packet = 0; packet < 500; packet++)
        socket.send(rubbish(), random.chance(0.5) ? trunkline.ports.auth : trunkline.ports.acct, '127.0.0.1')
      equal((await login(round)).outcome, 'accepted')
    }
    socket.close()
    equal((await company.api.send('GET', '//healthz')).status, 200)

    /** Noise of any length; noise behind a header that looks right; attributes whose lengths lie. */
    function rubbish(): Buffer {
      const bytes = Buffer.from(Array.from({ length: random.pick([0, 1, 19, 20, 21, 60, 300, 4096, 5000]) }, () => random.int(0, 255)))
      if (bytes.length < 20 || random.chance(0.3)) return bytes
      bytes[0] = random.pick([1, 4, 12, 40, 43, random.int(0, 255)])
      bytes.writeUInt16BE(random.chance(0.8) ? bytes.length : random.int(0, 65_535), 2)
      if (bytes.length > 22 && random.chance(0.5)) bytes[21] = random.int(0, 255)
      return bytes
    }
  })

  test('without its database it knows subscribers, takes no accounting, says 503, and recovers by itself', async () => {
    const hasty = await createNas({ ...nasOptions(), retry: { timeoutMs: 300, tries: 2 } }) // or it would wait for the end of the outage
    const session = await waitFor('the first login', async () => {
      const result = await hasty.login(subscribers[0]!)
      return result.outcome === 'accepted' && result.session
    })
    await waitFor('the session', () => session.start())

    const pid = databasePid(trunkline.dataDir)!
    const databaseComesBack = hideDatabase()
    process.kill(pid, 'SIGQUIT')
    await waitFor('the end of the database', () => !isAlive(pid))
    const [known, unknown, isConfirmed, refused, ready, healthy] = await Promise.all([
      login(1),
      nas.login({ username: 'sub1', password: 'not-the-secret' }),
      session.interim(),
      company.api.send('GET', '/tenant'),
      company.api.send('GET', '//readyz'),
      company.api.send('GET', '//healthz'),
    ])
    deepEqual([known.outcome, unknown.outcome, isConfirmed], ['accepted', 'rejected', false])
    deepEqual([refused.status, ready.status, healthy.status], [503, 503, 200])
    ok(Number(refused.headers.get('retry-after')) > 0)

    databaseComesBack()
    for (let again = 0; again < 3; again++) {
      const next = await waitFor('the database to come back', () => databasePid(trunkline.dataDir))
      process.kill(next, 'SIGQUIT') // no sooner there than gone: the outage is a long one
      await waitFor('the end of the database', () => databasePid(trunkline.dataDir) !== next)
    }

    await waitFor('the program to be ready again', async () => (await company.api.send('GET', '//readyz')).status === 200)
    await waitFor('accounting to be confirmed again', () => session.interim())
    const job = await company.api.post<{ id: string }>('/bill-runs')
    await waitFor('jobs to be done again', async () => (await company.api.get<{ state: string }>(`/bill-runs/${job.id}`)).state === 'done')
    await session.stop()
    hasty.close()
    ok((await connectionCount()) < 40, 'connections were replaced, not added')
  })

  test('asked to stop under load it ends in order, and leaves nothing half done', async () => {
    const patient = await createNas({ ...nasOptions(), retry: { timeoutMs: 250, tries: 400 } })
    let isStopping = false
    const load = subscribers.map(async (subscriber, index) => {
      const result = await patient.login(subscriber)
      if (result.outcome !== 'accepted') return
      await result.session.start()
      while (!isStopping) {
        result.session.count({ upload: 1_000n, download: BigInt(index) })
        await result.session.interim()
        await company.api.send('POST', `/customers/${subscriber.customerId}/notes`, { text: 'under load' }).catch(() => {})
      }
    })
    await sleep(1_000)
    const code = await trunkline.stop('SIGTERM')
    isStopping = true
    equal(code, 0, trunkline.output) // it would be 1 after SHUTDOWN_SECONDS
    equal(databasePid(trunkline.dataDir), undefined, 'the database stopped with it')
    patient.close()
    await Promise.all(load)

    await trunkline.restart()
    const { code: verdict, output } = await verify(trunkline)
    equal(verdict, 0, output)
  })

  /** The program starts its database again whenever it has ended, and cannot while its files are elsewhere. @returns what brings them back */
  function hideDatabase(): () => void {
    const [place, elsewhere] = ['postgres', 'postgres-elsewhere'].map((name) => path.join(trunkline.dataDir, name)) as [string, string]
    fs.renameSync(place, elsewhere)
    return () => fs.renameSync(elsewhere, place)
  }

  const connectionCount = () =>
    withOwner(trunkline, async (client) => {
      const { rows } = await client.query<{ count: string }>(`select count(*) from pg_stat_activity where backend_type = 'client backend'`)
      return Number(rows[0]!.count)
    })

  const login = (index: number) => nas.login(subscribers[index % subscribers.length]!)
})
