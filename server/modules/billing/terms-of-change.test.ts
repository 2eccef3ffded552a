/** Changes that wait are made for what the customer agreed to, or not at all. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createHttpServer, type Principal } from '#kernel/http.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { addVersion, type TermsDraft } from '#modules/catalog'
import { carryOutChanges, changeRequestRoutes, readSubscription, subscribe } from '#modules/subscriptions'
import { changeRate } from '#modules/tax'
import { termsOfChange } from './terms-of-change.ts'
import { type Book, openBook } from './testing.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const speeds = { downloadBps: 20_000_000n, uploadBps: 10_000_000n }

/** A customer billed 100.00 for March, who asks on the 11th for a plan of 150.00 when the cycle is over, at 20 % tax. */
async function asked(terms: Partial<TermsDraft> = {}, effective = 'cycle-end') {
  const book = await openBook({ now: '2026-03-01T06:00:00Z', taxPercent: '20' })
  const id = await book.subscribe(await book.plan({ recurring: book.amount('100.00'), ...terms }))
  await book.bill()
  book.moveTo('2026-03-11T06:00:00Z')
  const offerId = await book.plan({ recurring: book.amount('150.00') })
  const send = caller(book)
  const ask = (change: object, when = effective) => send(`/subscriptions/${id}/change-requests`, { change, effective: when })
  return { ...book, id, offerId, send, ask }
}
type Asked = Awaited<ReturnType<typeof asked>>

/** Somebody who may do everything, and asks the routes of change requests. */
function caller({ platform, tenantId }: Book) {
  const permissions = new Set(['subscriptions.read', 'subscriptions.write', 'subscriptions.approve'])
  const principal: Principal = {
    tenantId,
    actor: 'staff:test',
    staffId: null,
    sessionId: null,
    permissions,
    timeZone: 'UTC',
    currency: 'EUR',
    locale: 'en',
    csrf: null,
  }
  const app = createHttpServer(platform, changeRequestRoutes(termsOfChange), async () => principal)
  return async (path: string, payload: object = {}): Promise<{ id: string; state: string }> => {
    const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, payload })
    assert.ok(answer.statusCode < 300, answer.body)
    return answer.json() as { id: string; state: string }
  }
}

const job = carryOutChanges(termsOfChange)
const carryOut = (book: Asked) => book.act(() => runJobNow(book.platform, job, book.scope, {}))
const stateOf = async ({ transact }: Asked, id: string) =>
  (await transact((tx) => sql<{ state: string }>`select state from change_request where id = ${id}`.execute(tx))).rows[0]!.state
const offerOf = ({ transact, id }: Asked) => transact(async (tx) => (await readSubscription(tx, id)).offerId)

suite('a change that was approved for the end of the cycle', () => {
  async function approved() {
    const book = await asked()
    const { id: requestId } = await book.ask({ kind: 'plan', offerId: book.offerId })
    assert.equal((await book.send(`/change-requests/${requestId}/approval`)).state, 'approved')
    return { ...book, requestId }
  }

  for (const isBilledFirst of [false, true])
    test(`is made where it costs what was agreed, ${isBilledFirst ? 'after' : 'before'} the bill run of that day`, async () => {
      const book = await approved()
      book.moveTo('2026-04-01T00:30:00Z')
      if (isBilledFirst) await book.bill()
      await carryOut(book)
      assert.deepEqual([await stateOf(book, book.requestId), await offerOf(book)], ['done', book.offerId])
      await book.prove()
    })

  const worlds: readonly [string, (book: Asked) => Promise<unknown>][] = [
    [
      'its price changed',
      ({ act, offerId, amount }) =>
        act((tx) => addVersion(tx, offerId, { validFrom: day('2026-04-01'), recurring: amount('160.00'), ...speeds })),
    ],
    [
      'a tax changed',
      ({ act }) => act((tx) => changeRate(tx, { category: 'standard', code: 'VAT', percent: '21', validFrom: day('2026-04-01') })),
    ],
  ]
  for (const [why, turn] of worlds)
    test(`goes back to staff where ${why}, and is made when the customer agrees to that`, async () => {
      const book = await approved()
      await turn(book)
      book.moveTo('2026-04-01T00:30:00Z')
      const before = await offerOf(book)
      await carryOut(book)
      assert.deepEqual([await stateOf(book, book.requestId), await offerOf(book)], ['needs-consent', before])
      const { rows } = await book.transact((tx) =>
        sql<{ state: string }>`select payload ->> 'state' as state from event where type = 'subscription.change_consent_needed.v1'`.execute(
          tx,
        ),
      )
      assert.deepEqual(rows, [{ state: 'needs-consent' }])
      await carryOut(book)
      assert.equal(await stateOf(book, book.requestId), 'needs-consent')

      assert.equal((await book.send(`/change-requests/${book.requestId}/consent`)).state, 'open')
      assert.equal((await book.send(`/change-requests/${book.requestId}/approval`, { effective: 'now' })).state, 'done')
      assert.equal(await offerOf(book), book.offerId)
    })

  test('can be declined, which makes room for another', async () => {
    const book = await approved()
    await worlds[0]![1](book)
    book.moveTo('2026-04-01T00:30:00Z')
    await carryOut(book)
    assert.equal((await book.send(`/change-requests/${book.requestId}/refusal`)).state, 'declined')
    assert.equal((await book.ask({ kind: 'plan', offerId: book.offerId })).state, 'open')
  })
})

test('what was never in service can be asked to end', async () => {
  const book = await openBook({ now: '2026-03-01T06:00:00Z' })
  const offerId = await book.plan({ recurring: book.amount('100.00') })
  const { id } = await book.transact((tx) => subscribe(tx, { customerId: book.customerId, offerId, startOn: day('2026-03-05') }))
  const send = caller(book)
  for (const effective of ['now', 'cycle-end']) {
    const request = await send(`/subscriptions/${id}/change-requests`, { change: { kind: 'cancel' }, effective })
    assert.equal((await send(`/change-requests/${request.id}/withdrawal`)).state, 'withdrawn')
  }
})

suite('a change that is approved some days after it was asked for', () => {
  test('is made on another day for the same prices', async () => {
    const book = await asked()
    const { id } = await book.ask({ kind: 'plan', offerId: book.offerId }, 'now')
    book.moveTo('2026-03-20T06:00:00Z')
    assert.equal((await book.send(`/change-requests/${id}/approval`)).state, 'done')
  })

  test('is not made at another price', async () => {
    const book = await asked()
    const { id } = await book.ask({ kind: 'plan', offerId: book.offerId }, 'now')
    await book.act((tx) => addVersion(tx, book.offerId, { validFrom: day('2026-03-15'), recurring: book.amount('160.00'), ...speeds }))
    book.moveTo('2026-03-20T06:00:00Z')
    assert.equal((await book.send(`/change-requests/${id}/approval`)).state, 'needs-consent')
  })

  test('is not made where its fee became another', async () => {
    const book = await asked()
    const terms = (fee: string, from: string) => ({ validFrom: day(from), recurring: book.amount('5.00'), setup: book.amount(fee) })
    const addOn = await book.plan(terms('30.00', '2000-01-01'), { kind: 'add-on' })
    const first = await book.ask({ kind: 'add-item', offerId: addOn, quantity: 1 }, 'now')
    await book.act((tx) => addVersion(tx, addOn, terms('35.00', '2026-03-15')))
    book.moveTo('2026-03-20T06:00:00Z')
    assert.equal((await book.send(`/change-requests/${first.id}/approval`)).state, 'needs-consent')
  })

  test('is an end whose fee fell by the days that went by, as was agreed', async () => {
    const book = await asked({ commitment: { cycles: 12, fee: { kind: 'remaining', percent: '50' } } })
    const { id } = await book.ask({ kind: 'cancel' }, 'now')
    book.moveTo('2026-03-20T06:00:00Z')
    assert.equal((await book.send(`/change-requests/${id}/approval`)).state, 'done')
  })
})
