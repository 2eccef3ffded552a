/**
 * How long a decision takes to reach the network: from the answer of the API to the first reply of RADIUS that shows it, with 100,000
 * subscribers in the directory, and API and RADIUS in processes of their own. Packets are sent one after the other without rest.
 * Run: npm run -s bench -- access-effect [--short]
 */
import assert from 'node:assert/strict'
import { createNas, type LoginResult, type Nas, receivedRate } from '#simulators/nas'
import { sql, type Tx } from '#kernel/db.ts'
import { read } from '#protocols/radius'
import { msUntil } from '../e2e/lib/ms-until.ts'
import { withInstallation } from './lib/installation.ts'
import { meterProcessors } from './lib/processes.ts'
import { startRoles } from './lib/program.ts'
import { readOptions, report } from './lib/report.ts'
import { addApiKey, addSubscribers, radiusSecret } from './lib/world.ts'

const { isShort } = readOptions()
const rounds = isShort ? 50 : 400
const withinMs = 10_000
const gardenName = 'unpaid'
const owedMinor = 84_000
const permissions = ['subscriptions.write', 'access.write', 'charging.write', 'payments.receive']

/** Somebody who owes an invoice and whose data is used up, on one of the plans. */
interface Subscriber {
  readonly subscriptionId: string
  readonly accountId: string
  readonly loginId: string
  readonly username: string
  readonly password: string
  readonly otherPlanId: string
}

/** What is done to a subscriber, one after the other, and how a reply shows it to who logs in as before. */
interface Change {
  readonly name: string
  readonly method?: 'DELETE'
  readonly path: (of: Subscriber) => string
  readonly body?: (of: Subscriber) => object
  readonly isShown: (after: LoginResult, before: LoginResult) => boolean
}

const inGarden = (result: LoginResult) => result.outcome === 'accepted' && read(result.reply, 'Mikrotik-Address-List') === gardenName
const isRefused = ({ outcome }: LoginResult) => outcome === 'rejected'
const downloadOf = (result: LoginResult) => (result.outcome === 'accepted' ? receivedRate(result.reply)?.download : undefined)
const isOtherSpeed = (after: LoginResult, before: LoginResult) => after.outcome === 'accepted' && downloadOf(after) !== downloadOf(before)
const tomorrow = Temporal.Now.instant().add({ hours: 24 }).toString()

const changes: readonly Change[] = [
  {
    name: 'arrears',
    path: (of) => `/subscriptions/${of.subscriptionId}/blocks`,
    body: () => ({ reason: 'unpaid' }),
    isShown: inGarden,
  },
  {
    name: 'payment',
    path: () => '/payments',
    body: (of) => ({ accountId: of.accountId, amount: { minor: String(owedMinor), currency: 'BDT' }, method: 'cash' }),
    isShown: (after) => after.outcome === 'accepted' && !inGarden(after),
  },
  {
    name: 'topUp',
    path: (of) => `/subscriptions/${of.subscriptionId}/top-ups`,
    body: () => ({ bytes: '5000000000000000', validTo: tomorrow }),
    isShown: isOtherSpeed,
  },
  {
    name: 'plan',
    path: (of) => `/subscriptions/${of.subscriptionId}/plan`,
    body: (of) => ({ offerId: of.otherPlanId }),
    isShown: isOtherSpeed,
  },
  {
    name: 'block',
    path: (of) => `/subscriptions/${of.subscriptionId}/blocks`,
    body: () => ({ reason: 'admin' }),
    isShown: isRefused,
  },
  {
    name: 'unblock',
    method: 'DELETE',
    path: (of) => `/subscriptions/${of.subscriptionId}/blocks/admin`,
    isShown: ({ outcome }) => outcome === 'accepted',
  },
  {
    name: 'password',
    path: (of) => `/logins/${of.loginId}/password`,
    body: (of) => ({ password: `${of.password}-new` }),
    isShown: isRefused,
  },
]

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  const chosen = await installation.transact(indebted)
  const token = await addApiKey(installation, permissions)
  const [api, radius] = [await startRoles(installation, ['api', 'worker']), await startRoles(installation, ['radius'])]
  const { auth: authPort, acct: acctPort } = radius.ports
  const nas = await createNas({ host: '127.0.0.1', authPort, acctPort, secret: radiusSecret })
  const meter = meterProcessors({ api: api.pid, radius: radius.pid, postgres: installation.postgres.pid })
  const tookMs = new Map(changes.map(({ name }) => [name, [] as number[]]))
  try {
    for (const subscriber of chosen)
      for (const change of changes) tookMs.get(change.name)!.push(await effect(change, subscriber, { url: api.url, token, nas }))
    const all = summary([...tookMs.values()].flat())
    report({
      bench: 'access-effect',
      value: all.p99Ms,
      unit: 'ms p99',
      ...all,
      ...Object.fromEntries([...tookMs].map(([name, times]) => [name, summary(times)])),
      changes: chosen.length * changes.length,
      foreignCores: meter(chosen.length * changes.length)?.foreignCores,
    })
  } finally {
    nas.close()
    await radius.remove()
    await api.remove()
  }
})

/** Some from all over the book, with no byte left and an invoice to pay. */
async function indebted(tx: Tx): Promise<Subscriber[]> {
  await sql`update nas set walled_garden = ${gardenName}`.execute(tx)
  const { rows } = await sql<Subscriber>`
    with chosen as (select * from subscription order by hashtext(number) limit ${rounds}),
      used as (update bucket b set used = granted from chosen c where b.subscription_id = c.id),
      owed as (
        insert into invoice (number, account_id, customer_id, currency, place_of_supply, seller_id, customer_version, issued_on, due_on, period_from, period_to, net_minor, tax_minor, total_minor, taxes_of_id)
        select 'INV-' || number, account_id, customer_id, 'BDT', 'BD', tenant_id, 1, current_date - 9, current_date - 2, current_date - 9, current_date + 21, 80000, ${owedMinor} - 80000, ${owedMinor}, uuidv7() from chosen)
    select c.id as "subscriptionId", c.account_id as "accountId", l.id as "loginId", l.username, 'pw-' || c.number as password,
      (select o.id from offer o where o.id <> c.offer_id order by o.code desc limit 1) as "otherPlanId"
    from chosen c join login l on l.subscription_id = c.id`.execute(tx)
  return rows
}

interface Way {
  readonly url: string
  readonly token: string
  readonly nas: Nas
}

/** @returns milliseconds from the answer of the API to the reply that showed the change */
async function effect(change: Change, of: Subscriber, { url, token, nas }: Way): Promise<number> {
  const login = () => nas.login({ username: of.username, password: of.password, callingStationId: of.username })
  const before = await login()
  assert(!change.isShown(before, before), `${change.name} of ${of.username} is shown before it was done`)
  const response = await fetch(`${url}/api/v1${change.path(of)}`, {
    method: change.method ?? 'POST',
    headers: { authorization: `Bearer ${token}`, ...(change.body && { 'content-type': 'application/json' }) },
    ...(change.body && { body: JSON.stringify(change.body(of)) }),
  })
  assert(response.ok, `${change.name} was answered with ${response.status}: ${await response.text()}`)
  return msUntil(`${change.name} of ${of.username}`, async () => change.isShown(await login(), before), { withinMs })
}

function summary(tookMs: readonly number[]): { p50Ms: number; p99Ms: number; maxMs: number } {
  const sorted = tookMs.toSorted((a, b) => a - b)
  const at = (share: number) => Number(sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)]!.toFixed(1))
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) }
}
