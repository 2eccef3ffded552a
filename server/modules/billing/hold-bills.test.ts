import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, subscribe } from '#modules/subscriptions'
import { changeRate } from '#modules/tax'
import { seedBilling } from './defaults.ts'
import { lists } from './lists.ts'
import { billNow } from './run-bills.ts'
import { verifyInvoices } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const first = day('2026-05-01')

/** An operator of mobile service in Texas, with a customer in each of some states; 40 a month. */
async function operator(...regions: string[]) {
  const tenant = await testTenant({ now: '2026-05-01T12:00:00Z', country: 'US', currency: 'USD', timeZone: 'America/Chicago' })
  const customers = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'SIM',
      name: 'SIM 40',
      technology: 'mobile',
      terms: { validFrom: day('2026-01-01'), recurring: money(4_000n, 'USD'), downloadBps: 1_000_000n, uploadBps: 1_000_000n },
    })
    await publishOffer(tx, offerId)
    const ids: string[] = []
    for (const region of regions) ids.push(await customer(tx, offerId, region, tenant.platform.clock.now()))
    return ids
  })
  const bill = (on = first) => tenant.transact((tx) => billNow(tx, on, tenant.platform.clock.now()))
  const held = () =>
    tenant.transact(async (tx) => {
      const list = lists.find((one) => one.name === 'held-bills')!
      const { items } = await readPage(tx, list, zListQuery.parse({}))
      return items.map(({ unknownLevies, heldSince, net }) => [unknownLevies, heldSince, (net as { minor: string }).minor])
    })
  const taxes = () =>
    tenant.transact(async (tx) => {
      const { rows } = await sql<{ taxes: string }>`
        select string_agg(t.code || ' ' || t.tax_minor, ', ' order by t.code) as taxes from invoice i join invoice_tax t on t.invoice_id = i.taxes_of_id group by i.number order by i.number`.execute(
        tx,
      )
      return rows.map((row) => row.taxes)
    })
  return { ...tenant, customers, bill, held, taxes }
}

async function customer(tx: Tx, offerId: string, region: string, now: Temporal.Instant): Promise<string> {
  const { customerId } = await createCustomer(tx, { name: `Somebody in ${region}`, region, billDay: 1 })
  const { id } = await subscribe(tx, { customerId, offerId, startOn: first })
  await activate(tx, id, now)
  return customerId
}

const certify = (tx: Tx, customerId: string, validUntil: string) =>
  sql`insert into tax_exemption (customer_id, jurisdiction, number, valid_from, valid_until)
    values (${customerId}, 'US-TX', '01-339', '2026-05-01', ${validUntil}::date)`.execute(tx)

suite('a bill whose taxes nobody told', () => {
  test('is held, seen by people, and made as soon as they are told', async () => {
    const { transact, bill, held, taxes } = await operator('TX', 'CA')
    const run = await bill()
    assert.equal(run.invoiceCount, 1n)
    assert.deepEqual(await held(), [[['US-CA'], '2026-05-01', '4000']])

    await bill(day('2026-05-02'))
    assert.deepEqual(await held(), [[['US-CA'], '2026-05-01', '4000']], 'it waits since its first day, and once')

    await transact((tx) =>
      changeRate(tx, {
        category: 'standard',
        code: 'US-CA-SALES',
        percent: '7.25',
        jurisdiction: 'US-CA',
        reach: 'in-region',
        validFrom: first,
      }),
    )
    assert.equal((await bill(day('2026-05-03'))).invoiceCount, 1n)
    assert.deepEqual(await held(), [])
    assert.deepEqual(await taxes(), ['US-FUSF 549, US-TX-911 50, US-TX-911E 6, US-TX-SALES 250', 'US-CA-SALES 290, US-FUSF 549'])
    assert.deepEqual(await transact(verifyInvoices), [])
  })

  test('waits also where nobody knows the state, or the factor of the quarter', async () => {
    const { bill, held } = await operator('', 'TX')
    await bill()
    await bill(day('2026-07-01'))
    assert.deepEqual(
      (await held()).map(([unknown]) => unknown),
      [['US', '?'], ['US']],
    )
  })
})

suite('an exemption certificate', () => {
  test('takes the taxes of its state off the bill while it is valid, and leaves the 911 fee', async () => {
    const { transact, customers, bill, taxes } = await operator('TX', 'TX')
    await transact((tx) => certify(tx, customers[0]!, '2026-05-31'))
    await bill()
    assert.deepEqual((await taxes()).toSorted(), [
      'US-FUSF 549, US-TX-911 50, US-TX-911E 6',
      'US-FUSF 549, US-TX-911 50, US-TX-911E 6, US-TX-SALES 250',
    ])
    await bill(day('2026-06-01'))
    assert.equal((await taxes()).filter((own) => own.includes('SALES')).length, 3, 'in June it is over')
    assert.deepEqual(await transact(verifyInvoices), [])
  })
})
