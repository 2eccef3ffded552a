import assert from 'node:assert/strict'
import { sql, type Tx } from '#kernel/db.ts'
import type { Event, Subscriber } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { billingModule, billNow, seedBilling, verifyInvoices } from '#modules/billing'
import { createOffer, publishOffer, type TermsDraft } from '#modules/catalog'
import { chargingModule } from '#modules/charging'
import { createCustomer } from '#modules/customers'
import { receivableOf, verifyLedger } from '#modules/ledger'
import { addGateway, paymentsModule, receivePayment, startCheckout, verifyPayments } from '#modules/payments'
import { activate, readSubscription, subscribe } from '#modules/subscriptions'
import { createPaystack } from '#simulators/paystack'
import { renewalsModule } from './module.ts'
import { renewDue } from './run-renewals.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const renewQuotas = chargingModule.jobs!.find((job) => job.name === 'charging.renew-quotas')!
const jobOf = (name: string) => paymentsModule.jobs!.find((job) => job.name === name)!

/** A network that does whatever it is told. */
export const takesAnySpeed = async () => {}

const subscribers: readonly Subscriber[] = [chargingModule, billingModule, paymentsModule, renewalsModule(takesAnySpeed)].flatMap(
  (module) => module.subscribers ?? [],
)

export interface PrepaidOptions {
  readonly autoRenew?: boolean
  readonly terms?: Partial<TermsDraft>
  readonly stages?: readonly (readonly [days: number, action: 'retry' | 'terminate'])[]
}

/** A customer in Lagos with a prepaid plan of 1,000.00 a month from 1 March on, whose clock and events a test moves by hand. */
export async function prepaidCustomer({ autoRenew = true, terms = {}, stages = [] }: PrepaidOptions = {}) {
  const tenant = await testTenant({ now: '2026-03-01T08:00:00Z', country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const { transact, platform, scope } = tenant
  const { clock } = platform
  const ids = await transact(async (tx) => {
    await seedBilling(tx)
    await sql`delete from dunning_stage where tenant_id = current_tenant()`.execute(tx)
    for (const [days, action] of stages)
      await sql`insert into dunning_stage (segment, days, action) values ('standard', ${days}, ${action})`.execute(tx)
    const { offerId } = await createOffer(tx, {
      code: 'month',
      name: 'Month',
      technology: 'wireless',
      terms: {
        validFrom: day('2026-01-01'),
        recurring: money(100_000n, 'NGN'),
        downloadBps: 20_000_000n,
        uploadBps: 20_000_000n,
        ...terms,
      },
    })
    await publishOffer(tx, offerId)
    const customer = await createCustomer(tx, { name: 'Adébáyọ̀ Ọláníyan', email: 'ade@example.ng', billDay: 1 })
    const { id } = await subscribe(tx, {
      customerId: customer.customerId,
      offerId,
      startOn: day('2026-03-01'),
      prepaid: true,
      autoRenew,
    })
    return { ...customer, id }
  })

  /** The first column of what a query finds. */
  const texts = (query: ReturnType<typeof sql<{ line: string }>>) =>
    transact(async (tx) => (await query.execute(tx)).rows.map((row) => row.line))
  let seen = 0n
  /** Lets every module follow what happened, until nothing new does. */
  async function follow(): Promise<void> {
    for (let events = await newEvents(); events.length > 0; events = await newEvents()) {
      seen = events.at(-1)!.id
      for (const { types, handle } of subscribers) {
        const part = events.filter((event) => types.includes(event.type))
        if (part.length > 0) await transact((tx) => handle(tx, part, platform))
      }
    }
  }
  const newEvents = () =>
    transact(
      async (tx) =>
        (await sql<Event>`select id, type, subject, payload from event where id > ${seen}::bigint order by id`.execute(tx)).rows,
    )
  const act = async <T>(work: (tx: Tx, now: Temporal.Instant) => Promise<T>): Promise<T> => {
    const done = await transact((tx) => work(tx, clock.now()))
    await follow()
    return done
  }
  /** Runs a payment job for every checkout that is open. */
  async function runOpen(name: string): Promise<void> {
    const open = await texts(sql`
      select id::text as line from checkout where state = 'open' and (saved_method_id is null) = ${name === 'payments.open-checkout'}`)
    for (const checkoutId of open) await runJobNow(platform, jobOf(name), scope, { checkoutId, email: 'ade@example.ng' })
    await follow()
  }

  return {
    ...tenant,
    ...ids,
    act,
    runCharges: () => runOpen('payments.charge-saved-method'),
    activate: () => act((tx, now) => activate(tx, ids.id, now)),
    pay: (minor: bigint) =>
      act((tx, now) => receivePayment(tx, { accountId: ids.accountId, amount: money(minor, 'NGN'), method: 'cash', receivedAt: now })),
    /** Runs a day at noon: the bill run, the renewals, and the charges that they ask for. */
    at: async (on: string) => {
      clock.moveTo(`${on}T11:00:00Z`)
      await act((tx, now) => billNow(tx, day(on), now))
      await runJobNow(platform, renewQuotas, scope, {})
      await runJobNow(platform, renewDue, scope, {})
      await runOpen('payments.charge-saved-method')
    },
    /** Paystack on the other side, where the customer has paid by a card that is kept. */
    withCard: async (paid: bigint) => {
      const secretKey = 'sk_test_simulator'
      const paystack = await createPaystack({ secretKey, webhookUrl: null })
      const gateway = await transact((tx) =>
        addGateway(tx, 'loopback', 'paystack', { settings: { baseUrl: paystack.url }, credentials: { secretKey } }),
      )
      const ask = { accountId: ids.accountId, gatewayId: gateway.id, amount: money(paid, 'NGN'), keepsMethod: true, now: clock.now() }
      const { reference } = await transact((tx) => startCheckout(tx, ask))
      await runOpen('payments.open-checkout')
      await paystack.pay(reference, 'card')
      clock.advance({ minutes: 6 })
      await runJobNow(platform, jobOf('payments.ask-gateways'), scope, {})
      await follow()
      const charges = () => paystack.payments().filter(({ savedBy }) => savedBy !== null).length
      return { ...paystack, charges, decline: (declines = true) => paystack.declineCardOf(reference, declines) }
    },
    /** Paid until, state, reasons to withhold. */
    standing: async () => {
      const { prepaidUntil, blockReasons, state } = await transact((tx) => readSubscription(tx, ids.id))
      return [prepaidUntil, state, ...blockReasons].join(' ')
    },
    /** From, until, net of every line that was billed. */
    billed: () =>
      texts(
        sql`select coalesce(period_from || ' ' || period_to, '') || ' ' || net_minor as line from invoice_line order by period_from, net_minor`,
      ),
    renewals: () => texts(sql`select concat_ws(' ', due_on, state, attempts, next_try_on, problem) as line from renewal order by due_on`),
    events: (type: string) =>
      transact(async (tx) => {
        const { rows } = await sql<{ payload: object }>`select payload from event where type = ${type} order by id`.execute(tx)
        return rows.map((row) => row.payload)
      }),
    owed: () => transact(async (tx) => (await receivableOf(tx, [ids.accountId])).get(ids.accountId)!.minor),
    prove: () =>
      transact(async (tx) =>
        assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx))], []),
      ),
  }
}
