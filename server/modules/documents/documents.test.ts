import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { after, before, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { openFiles } from '#kernel/files.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { formatMoney, money } from '#kernel/money.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import { testTenant } from '#kernel/testing.ts'
import { billNow, seedBilling } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { receivePayment } from '#modules/payments'
import { activate, subscribe } from '#modules/subscriptions'
import { issueProforma } from './issue-proforma.ts'
import { forgetArchives, makeArchive, startArchive } from './make-archive.ts'
import { proformaDocument } from './proforma-document.ts'
import { statementDocument } from './statement.ts'
import { findArchive, findPartFile } from './store.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const march = { from: day('2026-03-01'), to: day('2026-04-01') }

let business: Awaited<ReturnType<typeof billedBusiness>>
before(async () => {
  business = await billedBusiness()
})
after(stopPdfWorker)

suite('an archive', () => {
  test('of a bill run holds each of its invoices once, however often its job runs', async () => {
    const { transact, platform, scope, billRunId } = business
    const { id } = await transact((tx) => startArchive(tx, { kind: 'invoice', billRunId }))
    for (let times = 0; times < 2; times += 1) await runJobNow(platform, makeArchive, scope, { archiveId: id })
    const archive = (await transact((tx) => findArchive(tx, id)))!
    assert.partialDeepStrictEqual(archive, { state: 'ready', documentCount: 3n, documentDone: 3n, parts: [{ part: 1, documentCount: 3 }] })
    const invoices = ['INV-2026-000001', 'INV-2026-000002', 'INV-2026-000003']
    assert.deepEqual(
      await namesIn(id),
      invoices.flatMap((number) => [`${number}.pdf`, `${number}-Mushak-6.3.json`]),
    )
  })

  test('of days holds the receipts of these days where the tenant lives', async () => {
    const { transact, platform, scope } = business
    const sixteenth = { from: day('2026-03-16'), to: day('2026-03-17') } // 19:00 in Dhaka; the other was at half past midnight of the 17th
    const { id } = await transact((tx) => startArchive(tx, { kind: 'receipt', ...sixteenth }))
    await runJobNow(platform, makeArchive, scope, { archiveId: id })
    assert.equal((await transact((tx) => findArchive(tx, id)))!.documentDone, 1n)
  })

  test('is forgotten with its files after two weeks', async () => {
    const { transact, platform, scope, billRunId } = business
    const { id } = await transact((tx) => startArchive(tx, { kind: 'invoice', billRunId }))
    await runJobNow(platform, makeArchive, scope, { archiveId: id })
    const fileId = (await transact((tx) => findPartFile(tx, id, 1)))!
    const later = { ...platform, clock: { ...platform.clock, now: () => platform.clock.now().add({ hours: 24 * 15 }) } }
    await runJobNow(later, forgetArchives, scope, {})
    assert.partialDeepStrictEqual(await transact((tx) => findArchive(tx, id)), { state: 'expired', parts: [] })
    await assert.rejects(
      transact((tx) => openFiles(platform.config).get(tx, fileId)),
      { code: 'files.not_found' },
    )
  })

  const refused = [
    [{ kind: 'invoice' }, 'documents.span_unknown', 'neither days nor run'],
    [{ kind: 'invoice', from: march.to, to: march.from }, 'documents.span_unknown', 'days that end before they begin'],
    [{ kind: 'receipt', billRunId: crypto.randomUUID() }, 'documents.only_invoices_have_runs', 'receipts of a run'],
    [{ kind: 'credit-note', ...march }, 'documents.nothing_to_archive', 'days without documents'],
  ] as const
  for (const [ask, code, why] of refused)
    test(`is refused: ${why}`, async () => {
      await assert.rejects(
        business.transact((tx) => startArchive(tx, ask)),
        { code },
      )
    })
})

const skip = spawnSync('pdftotext', ['-v']).error !== undefined && 'pdftotext is not installed'

suite('a statement', { skip }, () => {
  test('begins with what was owed, and shows what changed it', async () => {
    const text = await statement(march)
    assert.match(text, /Opening balance\s+৳0\.00/)
    assert.match(text, /Invoice INV-2026-000001/)
    assert.match(text, /Payment R-2026-000001\s+৳150\.00\s+৳391\.94/)
    assert.match(text, /Closing balance\s+৳541\.94\s+৳300\.00\s+৳241\.94/)
  })

  test('of the month after begins with what the one before ended with', async () => {
    assert.match(await statement({ from: march.to, to: march.to.add({ months: 1 }) }), /Opening balance\s+৳241\.94/)
  })
})

suite('a proforma invoice', { skip }, () => {
  const another = ({ customerIds, offerId }: typeof business) => ({ kind: 'subscription', customerId: customerIds[1]!, offerId }) as const

  test('says what a plan would cost, and that it is no tax invoice; nothing is booked', async () => {
    const { transact, platform } = business
    const before = await countBooked()
    const ask = { ask: another(business), validDays: 14, isMailed: false }
    const { id, number, total, validUntil } = await transact((tx) => issueProforma(tx, ask, platform.clock.now()))
    assert.match(number, /^PF-2026-\d{6}$/)
    assert.equal(validUntil.toString(), '2026-03-30')
    assert.equal(await countBooked(), before)
    const { fileName, pdf } = await transact((tx) => proformaDocument(tx, id, platform))
    const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString()
    assert.equal(fileName, `${number}.pdf`)
    for (const expected of [
      'Proforma invoice',
      number,
      'Valid until',
      'March 30, 2026',
      'Karim',
      'Not a tax invoice',
      'the invoice follows',
      formatMoney(total, 'en-BD'),
    ])
      assert.ok(text.includes(expected), `${expected} in ${text}`)
  })

  test('of a change takes off what it gives back', async () => {
    const { transact, platform, subscriptionIds, dearOfferId } = business
    const ask = { kind: 'plan-change', subscriptionId: subscriptionIds[0]!, offerId: dearOfferId } as const
    const { credited, total, accountId } = await transact((tx) =>
      issueProforma(tx, { ask, validDays: 7, isMailed: false }, platform.clock.now()),
    )
    assert.equal(accountId, business.accountIds[0])
    assert.ok(credited.minor > 0n && total.minor > credited.minor, `${total.minor} less ${credited.minor}`)
  })

  const refused = [
    ['cancellation', 'documents.nothing_to_pay', 'what gives money back'],
    ['terms', 'documents.proforma_needs_customer', 'nobody'],
  ] as const
  for (const [kind, code, why] of refused)
    test(`is refused for ${why}`, async () => {
      const { transact, platform, subscriptionIds } = business
      const terms = { validFrom: day('2026-03-16'), recurring: money(1n, 'BDT'), downloadBps: 1_000n, uploadBps: 1_000n }
      const ask =
        kind === 'terms'
          ? ({ kind, name: 'New', technology: 'fibre', terms } as const)
          : ({ kind, subscriptionId: subscriptionIds[0]! } as const)
      await assert.rejects(
        transact((tx) => issueProforma(tx, { ask, validDays: 7, isMailed: false }, platform.clock.now())),
        { code },
      )
    })
})

const countBooked = () =>
  business.transact(
    async (tx) =>
      (await sql<{ count: bigint }>`select (select count(*) from invoice) + (select count(*) from entry) as count`.execute(tx)).rows[0]!
        .count,
  )

async function statement(period: { from: Temporal.PlainDate; to: Temporal.PlainDate }): Promise<string> {
  const { transact, platform, accountIds } = business
  const { pdf } = await transact((tx) => statementDocument(tx, accountIds[0]!, period, platform))
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString()
}

/** Names in the first file of an archive, from its directory (APPNOTE 4.3.12). */
async function namesIn(archiveId: string): Promise<string[]> {
  const { transact, platform } = business
  const fileId = (await transact((tx) => findPartFile(tx, archiveId, 1)))!
  const { bytes } = await transact((tx) => openFiles(platform.config).get(tx, fileId))
  const text = Buffer.from(bytes).toString('latin1')
  const directory = text.slice(text.indexOf('PK\u0001\u0002'))
  return [...directory.matchAll(/INV-2026-\d{6}[\w.-]*\.(pdf|json)/g)].map(([name]) => name)
}

/** Three customers of a business in Dhaka with an invoice each; the first pays twice, on two days. */
async function billedBusiness() {
  const tenant = await testTenant({ now: '2026-03-16T06:00:00Z', timeZone: 'Asia/Dhaka', currency: 'BDT', country: 'BD' })
  const now = tenant.platform.clock.now()
  const today = day('2026-03-16')
  const made = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home',
      technology: 'fibre',
      terms: { validFrom: today, recurring: money(100_000n, 'BDT'), downloadBps: 20_000_000n, uploadBps: 10_000_000n },
    })
    await publishOffer(tx, offerId)
    const { offerId: dearOfferId } = await createOffer(tx, {
      code: 'dear',
      name: 'Dear',
      technology: 'fibre',
      terms: { validFrom: today, recurring: money(300_000n, 'BDT'), downloadBps: 90_000_000n, uploadBps: 10_000_000n },
    })
    await publishOffer(tx, dearOfferId)
    const accountIds: string[] = []
    const customerIds: string[] = []
    const subscriptionIds: string[] = []
    for (const name of ['Rahima', 'Karim', 'Ayesha']) {
      const { customerId, accountId } = await createCustomer(tx, { name, billDay: 1 })
      const { id } = await subscribe(tx, { customerId, offerId, startOn: today })
      await activate(tx, id, now)
      accountIds.push(accountId)
      customerIds.push(customerId)
      subscriptionIds.push(id)
    }
    const { id: billRunId } = await billNow(tx, today, now)
    return { accountIds, customerIds, subscriptionIds, offerId, dearOfferId, billRunId }
  })
  for (const at of ['2026-03-16T13:00:00Z', '2026-03-16T18:30:00Z'])
    await tenant.transact((tx) =>
      receivePayment(tx, {
        accountId: made.accountIds[0]!,
        amount: money(15_000n, 'BDT'),
        method: 'cash',
        reference: at,
        receivedAt: Temporal.Instant.from(at),
      }),
    )
  return { ...tenant, ...made }
}
