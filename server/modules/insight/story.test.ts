import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql, transact } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { boostSpeed, endBoostNow, takeBoostEdges } from '#modules/charging'
import { createCustomer } from '#modules/customers'
import { createStaff } from '#modules/identity'
import { activate, subscribe } from '#modules/subscriptions'
import { storyKinds } from './store.ts'
import { readCustomerStory } from './story.ts'

const day = Temporal.PlainDate.from('2026-03-10')

/** A customer with a plan of 20 Mbit/s, at 08:00. */
async function world() {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z' })
  const now = () => tenant.platform.clock.now()
  const { customerId, subscriptionId } = await tenant.transact(async (tx) => {
    const { offerId } = await createOffer(tx, {
      code: 'HOME',
      name: 'Home',
      technology: 'fibre',
      terms: { validFrom: day, recurring: money(80_000n, 'BDT'), downloadBps: 20_000_000n, uploadBps: 10_000_000n },
    })
    await publishOffer(tx, offerId)
    const customer = await createCustomer(tx, { name: 'Kamal Hossain' })
    const { id } = await subscribe(tx, { customerId: customer.customerId, offerId, startOn: day })
    await activate(tx, id, now())
    return { customerId: customer.customerId, subscriptionId: id }
  })
  async function read(kind: string) {
    const query = { customerId, before: now().add({ hours: 1_000 }), kinds: [kind], limit: 10 }
    return (await tenant.transact((tx) => readCustomerStory(tx, query, day))).items
  }
  return {
    boost: (hours: { from?: number; until: number }) =>
      tenant.transact((tx) =>
        boostSpeed(
          tx,
          {
            subscriptionId,
            faster: { kind: 'factor', percent: 200 },
            from: hours.from === undefined ? undefined : now().add({ hours: hours.from }),
            until: now().add({ hours: hours.until }),
            reason: 'A film night',
          },
          now(),
        ),
      ),
    end: (id: string) => tenant.transact((tx) => endBoostNow(tx, id, now())),
    /** As the clock tells what has come. */
    async pass(hours: number) {
      tenant.platform.clock.advance({ hours })
      await tenant.transact((tx) => takeBoostEdges(tx, now()))
    },
    read,
    boosts: () => read('boost'),
  }
}

test('a story can be of any kinds alone', async () => {
  const { read } = await world()
  for (const kind of storyKinds) assert.ok((await read(kind)).every((item) => item.kind === kind))
})

test('a story tells the names of the staff, and none of who is no person', async () => {
  const tenant = await testTenant()
  const [rahima, customerId] = await tenant.transact(async (tx) => [
    await createStaff(tx, { email: 'rahima@isp.example', name: 'Rahima Khatun', roles: [] }),
    (await createCustomer(tx, { name: 'Kamal Hossain' })).customerId,
  ])
  for (const actor of [`staff:${rahima}`, 'job'])
    await transact(tenant.db, { ...tenant.scope, actor }, (tx) =>
      sql`insert into customer_note (customer_id, text) values (${customerId}, ${actor.slice(0, 3)})`.execute(tx),
    )
  const query = { customerId, before: Temporal.Instant.from('2100-01-01T00:00:00Z'), kinds: ['note'] as const, limit: 10 }
  const { items } = await tenant.transact((tx) => readCustomerStory(tx, query, day))
  assert.deepEqual(Object.fromEntries(items.map(({ data }) => [data['text'], data['actor']])), { sta: 'Rahima Khatun', job: null })
})

suite('boosts in the story of a customer', () => {
  test('begin and end, newest first', async () => {
    const { boost, pass, boosts } = await world()
    await boost({ until: 2 })
    assert.deepEqual(
      (await boosts()).map(({ data }) => data['ended']),
      [false],
    )
    await pass(2)
    assert.deepEqual(
      (await boosts()).map(({ at, data }) => [String(at), data['ended'], data['downloadBps'], data['reason']]),
      [
        ['2026-03-10T10:00:00Z', true, '40000000', 'A film night'],
        ['2026-03-10T08:00:00Z', false, '40000000', 'A film night'],
      ],
    )
  })

  test('end when somebody ends them', async () => {
    const { boost, end, pass, boosts } = await world()
    const { id } = await boost({ until: 5 })
    await pass(1)
    await end(id)
    assert.deepEqual(
      (await boosts()).map(({ at }) => String(at)),
      ['2026-03-10T09:00:00Z', '2026-03-10T08:00:00Z'],
    )
  })

  test('are not told before they begin, nor where they never did', async () => {
    const { boost, end, pass, boosts } = await world()
    const { id } = await boost({ from: 1, until: 2 })
    assert.deepEqual(await boosts(), [])
    await end(id)
    await pass(3)
    assert.deepEqual(await boosts(), [])
  })
})
