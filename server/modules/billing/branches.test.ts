import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { importCustomers } from '#modules/customers'
import { verifyLedger } from '#modules/ledger'
import { activateAll, addSubscriptions } from '#modules/subscriptions'
import { readSeller } from '#modules/tax'
import { addLocation } from '#modules/tenants'
import { creditInvoice } from './credit-notes.ts'
import { seedBilling } from './defaults.ts'
import { runBills, startBillRun } from './run-bills.ts'
import { taxRegister } from './tax-report.ts'
import { verifyInvoices } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

/** An operator registered in Maharashtra with a branch of its own registration in Karnataka, and customers of both in Bengaluru. */
async function openBranches() {
  const tenant = await testTenant({ now: '2026-06-01T06:00:00Z', country: 'IN', currency: 'INR', timeZone: 'Asia/Kolkata' })
  const opened = await tenant.transact(async (tx) => {
    await sql`update tenant set tax_number = '27AAPFU0939F1ZV', fiscal_year_start_month = 4 where id = current_tenant()`.execute(tx)
    await seedBilling(tx)
    const branch = await addLocation(tx, {
      name: 'Bengaluru',
      address: '4 Residency Road\nBengaluru 560025',
      position: null,
      branchCode: 'KA',
      taxNumber: '29AAPFU0939F1ZR',
    })
    const { offerId, versionId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 100',
      technology: 'fibre',
      terms: { validFrom: day('2026-01-01'), recurring: money(100_000n, 'INR'), downloadBps: 100_000_000n, uploadBps: 100_000_000n },
    })
    await publishOffer(tx, offerId)
    const customers = await importCustomers(
      tx,
      [null, branch.id, branch.id, null, branch.id].map((locationId, index) => ({
        name: `Customer ${index}`,
        region: 'Karnataka',
        locationId,
      })),
    )
    const added = await addSubscriptions(
      tx,
      customers.map((customer) => ({
        ...customer,
        offerId,
        offerVersionId: versionId,
        locationId: null,
        startOn: day('2026-06-01'),
        billDay: 1,
      })),
    )
    await activateAll(
      tx,
      added.map(({ id }) => id),
      tenant.platform.clock.now(),
    )
    const run = await startBillRun(tx, day('2026-06-01'))
    return { branch, run }
  })
  await runJobNow(tenant.platform, runBills, tenant.scope, { billRunId: opened.run.id })
  return { ...tenant, ...opened }
}

interface InvoiceRow {
  id: string
  number: string
  seller_id: string
  taxes: string[]
}

suite('documents of branches', () => {
  test('are numbered without gaps in series of their own, and taxed from where the branch is registered', async () => {
    const { transact } = await openBranches()
    const { rows } = await transact((tx) =>
      sql<InvoiceRow>`
        select i.id, i.number, i.seller_id, (select array_agg(t.code || ' ' || t.tax_minor order by t.code) from invoice_tax t where t.invoice_id = i.taxes_of_id) as taxes
        from invoice i order by i.number`.execute(tx),
    )
    const within = ['CGST 9000', 'SGST 9000']
    assert.deepEqual(
      rows.map(({ number, taxes }) => [number, taxes]),
      [
        ['INV/26-27/00001', ['IGST 18000']],
        ['INV/26-27/00002', ['IGST 18000']],
        ['INVKA/26/00001', within],
        ['INVKA/26/00002', within],
        ['INVKA/26/00003', within],
      ],
    )
    const seller = await transact((tx) => readSeller(tx, rows[2]!.seller_id))
    assert.deepEqual(
      [seller.registration, seller.region, seller.addressLines],
      ['29AAPFU0939F1ZR', 'IN-KA', ['4 Residency Road', 'Bengaluru 560025']],
    )
  })

  test('stand in the tax register under the number of their branch', async () => {
    const { transact } = await openBranches()
    const register = await transact((tx) =>
      Array.fromAsync(taxRegister(tx, { from: day('2026-06-01'), to: day('2026-07-01'), currency: 'INR' })),
    )
    const sellers = register
      .join('')
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(','))
      .map(([number, , , seller]) => `${number} ${seller}`)
    assert.deepEqual([...new Set(sellers)].toSorted(), [
      'INV/26-27/00001 27AAPFU0939F1ZV',
      'INV/26-27/00002 27AAPFU0939F1ZV',
      'INVKA/26/00001 29AAPFU0939F1ZR',
      'INVKA/26/00002 29AAPFU0939F1ZR',
      'INVKA/26/00003 29AAPFU0939F1ZR',
    ])
  })

  test('credit notes follow their invoices, and the verifier counts each series', async () => {
    const { transact, platform } = await openBranches()
    const { rows } = await transact((tx) => sql<{ id: string; number: string }>`select id, number from invoice order by number`.execute(tx))
    const credit = (id: string) =>
      transact((tx) => creditInvoice(tx, id, [], { kind: 'goodwill', reason: '', now: platform.clock.now() }).then(({ number }) => number))
    assert.deepEqual(
      [await credit(rows[0]!.id), await credit(rows[4]!.id), await credit(rows[3]!.id)],
      ['CN/26-27/00001', 'CNKA/26/00001', 'CNKA/26/00002'],
    )
    const findings = () => transact(async (tx) => [...(await verifyLedger(tx)), ...(await verifyInvoices(tx))])
    assert.deepEqual(await findings(), [])
    await transact((tx) => sql`update number_series set last = last + 1 where series like 'invoice/2026/%'`.execute(tx))
    const [finding] = await findings()
    assert.equal(finding?.check, 'billing.number_gap')
  })
})
