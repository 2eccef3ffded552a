import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { money, toDecimal } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { receivableOf, trialBalance, verifyLedger } from '#modules/ledger'
import { activate, subscribe } from '#modules/subscriptions'
import { changeRate, readBuyer, readSeller } from '#modules/tax'
import { voidInvoice } from './change-invoice.ts'
import { seedBilling } from './defaults.ts'
import { billNow } from './run-bills.ts'
import { recordWithholding } from './record-withholding.ts'
import { findInvoice, readTaxes } from './store.ts'
import { findRegistration } from './registration-store.ts'
import { creditInvoice } from './credit-notes.ts'
import { readCreditNoteForm, readTaxForm, registerCreditNote, registerInvoice } from './tax-document.ts'
import { taxRegister, taxReport } from './tax-report.ts'
import { verifyInvoices } from './verify.ts'
import { lists } from './lists.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

const answered = {
  acknowledgedNumber: '112010036563310',
  acknowledgedAt: Temporal.Instant.from('2026-03-01T07:00:00Z'),
  qrCode: 'eyJhbGciOiJSUzI1NiJ9',
}

interface Person {
  readonly name: string
  readonly region?: string
  readonly taxNumber?: string
  readonly addressLine?: string
  readonly city?: string
  readonly postalCode?: string
}

/** People on one plan of 999 a month from March, billed on the 1st, in the order given. */
async function world(country: 'IN' | 'BD' | 'NG', people: readonly Person[]) {
  const currency = { IN: 'INR', BD: 'BDT', NG: 'NGN' }[country]
  const tenant = await testTenant({ now: '2026-03-01T06:00:00Z', country, currency, timeZone: 'Asia/Dhaka' })
  if (country === 'IN') await tenant.asOwner(`update tenant set tax_number = '27AAPFU0939F1ZV' where id = '${tenant.tenantId}'`)
  const customerIds = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'fibre',
      terms: { validFrom: day('2026-01-01'), recurring: money(99_900n, currency), downloadBps: 20_000_000n, uploadBps: 20_000_000n },
    })
    await publishOffer(tx, offerId)
    const ids: string[] = []
    for (const person of people) {
      const { customerId } = await createCustomer(tx, person)
      const { id } = await subscribe(tx, { customerId, offerId, startOn: day('2026-03-01'), billDay: 1 })
      await activate(tx, id, tenant.platform.clock.now())
      ids.push(customerId)
    }
    return ids
  })
  return {
    ...tenant,
    customerIds,
    bill: (asOf: string) => tenant.transact((tx) => billNow(tx, day(asOf), tenant.platform.clock.now())),
    report: (from: string, to: string) => tenant.transact((tx) => taxReport(tx, { from: day(from), to: day(to), currency })),
    invoices: () =>
      tenant.transact(async (tx) => {
        const page = await readPage(
          tx,
          lists.find(({ name }) => name === 'invoices')!,
          zListQuery.parse({ sort: 'number' }),
        )
        return page.items as unknown as { id: string }[]
      }),
  }
}

type Report = Awaited<ReturnType<typeof taxReport>>
const told = ({ taxes }: Report) =>
  taxes.map((row) =>
    [
      row.isBusiness ? 'B2B' : 'B2C',
      row.placeOfSupply,
      row.supplyCode,
      `${row.code}@${row.jurisdiction}`,
      Number(row.percent),
      toDecimal(row.tax),
    ].join(' '),
  )
const sums = ({ charged, credited, due, booked, difference }: Report) => [charged, credited, due, booked, difference].map(toDecimal)

suite('tax report', () => {
  test('India: by tax, place and kind of buyer, and equal to the books', async () => {
    const { bill, report } = await world('IN', [
      { name: 'Asha', region: 'Maharashtra' },
      { name: 'Vikram', region: 'Karnataka' },
      { name: 'Sahyadri Traders', region: 'Maharashtra', taxNumber: '27AAECB4471K1ZH' },
    ])
    await bill('2026-03-01')
    const march = await report('2026-03-01', '2026-04-01')
    assert.deepEqual(told(march), [
      'B2C IN-MH 998422 CGST@IN 9 89.91',
      'B2B IN-MH 998422 CGST@IN 9 89.91',
      'B2C IN-KA 998422 IGST@IN 18 179.82',
      'B2C IN-MH 998422 SGST@IN-MH 9 89.91',
      'B2B IN-MH 998422 SGST@IN-MH 9 89.91',
    ])
    assert.deepEqual(sums(march), ['539.46', '0.00', '539.46', '539.46', '0.00'])
    assert.deepEqual(
      march.supplies.map(({ isBusiness, placeOfSupply, documents, net, tax }) => [
        isBusiness,
        placeOfSupply,
        documents,
        toDecimal(net),
        toDecimal(tax),
      ]),
      [
        [true, 'IN-MH', 1n, '999.00', '179.82'],
        [false, 'IN-KA', 1n, '999.00', '179.82'],
        [false, 'IN-MH', 1n, '999.00', '179.82'],
      ],
    )
  })

  test('what is voided in a later period is credited in that one, and both equal the books', async () => {
    const { bill, report, invoices, transact, platform } = await world('BD', [{ name: 'Rahima' }, { name: 'Karim' }])
    await bill('2026-03-01')
    const [first] = await invoices()
    platform.clock.moveTo('2026-04-03T06:00:00Z')
    await transact((tx) => voidInvoice(tx, first!.id, platform.clock.now()))
    assert.deepEqual(sums(await report('2026-03-01', '2026-04-01')), ['99.90', '0.00', '99.90', '99.90', '0.00'])
    assert.deepEqual(sums(await report('2026-04-01', '2026-05-01')), ['0.00', '49.95', '-49.95', '-49.95', '0.00'])
    assert.deepEqual(sums(await report('2026-03-01', '2026-05-01')), ['99.90', '49.95', '49.95', '49.95', '0.00'])
  })

  test('a duty from a day on changes only the invoices after it', async () => {
    const { bill, report, invoices, transact } = await world('BD', [{ name: 'Rahima' }])
    await bill('2026-03-01')
    await transact((tx) => changeRate(tx, { category: 'standard', code: 'SD', percent: '10', validFrom: day('2026-04-01') }))
    await bill('2026-04-01')
    const taxes = await transact(async (tx) => {
      const ids = (await invoices()).map(({ id }) => id)
      return Promise.all(
        ids.map(async (id) => (await readTaxes(tx, (await findInvoice(tx, id))!)).map(({ code, tax }) => [code, tax.minor])),
      )
    })
    assert.deepEqual(taxes, [
      [['VAT', 4_995n]],
      [
        ['SD', 9_990n],
        ['VAT', 5_495n],
      ],
    ])
    assert.equal(toDecimal((await report('2026-03-01', '2026-05-01')).difference), '0.00')
  })

  test('the register has a line for each tax of each document, and the buyer as it was', async () => {
    const { bill, transact, customerIds, invoices, asOwner, tenantId } = await world('IN', [{ name: 'Asha', region: 'Maharashtra' }])
    await bill('2026-03-01')
    await asOwner(
      `update customer set name = 'Asha Rao', version = version + 1 where id = '${customerIds[0]}' and tenant_id = '${tenantId}'`,
    )
    await asOwner(`update tenant set legal_name = 'Renamed Networks Ltd' where id = '${tenantId}'`)
    const csv = await transact(async (tx) => {
      const parts = []
      for await (const part of taxRegister(tx, { from: day('2026-03-01'), to: day('2026-04-01'), currency: 'INR' })) parts.push(part)
      return parts.join('')
    })
    assert.deepEqual(csv.trim().split('\r\n').slice(1), [
      'INV-2026-000001,2026-03-01,invoice,27AAPFU0939F1ZV,Asha,,IN-MH,CGST,IN,9.0000,998422,999.00,89.91,INR',
      'INV-2026-000001,2026-03-01,invoice,27AAPFU0939F1ZV,Asha,,IN-MH,SGST,IN-MH,9.0000,998422,999.00,89.91,INR',
    ])
    const [listed] = await invoices()
    await transact(async (tx) => {
      const invoice = (await findInvoice(tx, listed!.id))!
      assert.equal((await readSeller(tx, invoice.sellerId)).name, 'Test Net Ltd')
      assert.equal((await readBuyer(tx, invoice.customerId, invoice.customerVersion)).name, 'Asha')
      assert.equal((await readBuyer(tx, invoice.customerId, invoice.customerVersion + 1)).name, 'Asha Rao')
    })
  })

  test('a certificate of tax withheld settles the invoice and leaves revenue and taxes as they are', async () => {
    const { bill, report, invoices, transact, platform } = await world('IN', [{ name: 'Sahyadri Traders', region: 'Maharashtra' }])
    await bill('2026-03-01')
    const [{ id: invoiceId }] = (await invoices()) as [{ id: string }]
    const certificate = {
      invoiceId,
      code: '194J',
      certificateNumber: 'TDS-1',
      certifiedOn: day('2026-03-20'),
      periodFrom: day('2026-01-01'),
      periodTo: day('2026-04-01'),
    }
    const record = (minor: bigint, more = {}) =>
      transact((tx) => recordWithholding(tx, { ...certificate, amount: money(minor, 'INR'), ...more }, platform.clock.now()))

    await record(2_000n)
    await assert.rejects(record(2_000n), { code: 'billing.certificate_known' })
    await assert.rejects(record(115_883n, { certificateNumber: 'TDS-2' }), { code: 'billing.withholding_too_large', pointer: '/amount' })
    await assert.rejects(record(1n, { certificateNumber: 'TDS-2', amount: money(1n, 'USD') }), { code: 'billing.wrong_currency' })
    await assert.rejects(record(1n, { certificateNumber: 'TDS-2', periodTo: day('2026-01-01') }), { code: 'billing.period_backwards' })
    const march = await report('2026-03-01', '2026-04-01')
    assert.deepEqual([march.due, march.withheld, march.difference].map(toDecimal), ['179.82', '20.00', '0.00'])
    await transact(async (tx) => {
      const invoice = (await findInvoice(tx, invoiceId))!
      assert.equal((await receivableOf(tx, [invoice.accountId])).get(invoice.accountId)!.minor, 117_882n - 2_000n)
      const balances = await trialBalance(tx, day('2026-03-31'))
      assert.deepEqual(
        balances.map(({ code, balance }) => [code, balance.minor]),
        [
          ['receivables', 115_882n],
          ['tax-withheld', 2_000n],
          ['deferred-revenue', -99_900n],
          ['tax-payable', -17_982n],
        ],
      )
      assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx))], [])
    })
    await record(115_882n, { certificateNumber: 'TDS-3' })
    assert.equal((await transact((tx) => findInvoice(tx, invoiceId)))!.state, 'paid')
  })

  test('an invoice is submitted in the form of the tax office, and its answer is kept once', async () => {
    const { bill, invoices, transact, asOwner, tenantId, platform } = await world('IN', [
      {
        name: 'Sahyadri Traders',
        region: 'Maharashtra',
        taxNumber: '27AAECB4471K1ZH',
        addressLine: 'FC Road',
        city: 'Pune',
        postalCode: '411004',
      },
    ])
    await asOwner(
      `insert into tax_setting (tenant_id, address_line, city, postal_code) values ('${tenantId}', 'Baner Road', 'Pune', '411045')`,
    )
    await bill('2026-03-01')
    const [{ id }] = (await invoices()) as [{ id: string }]
    const form = await transact((tx) => readTaxForm(tx, id))
    assert.deepEqual([form.form, form.faults], ['INV-01', []])
    assert.partialDeepStrictEqual(form.content, {
      SellerDtls: { Gstin: '27AAPFU0939F1ZV', Addr1: 'Baner Road', Pin: 411_045 },
      ItemList: [{ CgstAmt: 89.91, SgstAmt: 89.91 }],
      ValDtls: { TotInvVal: 1_178.82 },
    })
    const answer = { ...answered, reference: form.reference! }
    const register = (more: Partial<typeof answer>) => transact((tx) => registerInvoice(tx, id, { ...answer, ...more }))
    await assert.rejects(register({ reference: '0'.repeat(64) }), { code: 'billing.wrong_reference', pointer: '/reference' })
    await register({})
    await assert.rejects(register({}), { code: 'billing.already_registered' })
    assert.equal(
      (await transact((tx) => findRegistration(tx, { invoiceId: id, creditNoteId: null })))?.acknowledgedNumber,
      '112010036563310',
    )

    const note = await transact((tx) => creditInvoice(tx, id, [], { kind: 'goodwill', reason: '', now: platform.clock.now() }))
    const credited = await transact((tx) => readCreditNoteForm(tx, note.id))
    assert.deepEqual([credited.form, credited.faults], ['INV-01', []])
    assert.partialDeepStrictEqual(credited.content, {
      DocDtls: { Typ: 'CRN', No: note.number },
      ItemList: [{ HsnCd: '998422', CgstAmt: 89.91, SgstAmt: 89.91 }],
      ValDtls: { TotInvVal: 1_178.82 },
      RefDtls: { PrecDocDtls: [{ InvDt: '01/03/2026' }] },
    })

    const toNote = { ...answer, reference: credited.reference!, acknowledgedNumber: '112010036563311' }
    const registerNote = (more: Partial<typeof answer>) => transact((tx) => registerCreditNote(tx, note.id, { ...toNote, ...more }))
    assert.notEqual(credited.reference, form.reference)
    await assert.rejects(registerNote({ reference: answer.reference }), { code: 'billing.wrong_reference', pointer: '/reference' })
    await registerNote({})
    await assert.rejects(registerNote({}), { code: 'billing.already_registered' })
    const kept = await transact((tx) =>
      Promise.all([null, note.id].map((creditNoteId) => findRegistration(tx, { invoiceId: id, creditNoteId }))),
    )
    assert.deepEqual(
      kept.map((one) => one?.acknowledgedNumber),
      ['112010036563310', '112010036563311'],
    )
  })

  test('an answer that is none to this credit note is not kept', async () => {
    const india = await world('IN', [{ name: 'Asha', region: 'Maharashtra' }])
    const bangladesh = await world('BD', [{ name: 'Rahima' }])
    const nigeria = await world('NG', [{ name: 'Ada' }])
    const creditNote = async ({ bill, invoices, transact, platform }: typeof india) => {
      await bill('2026-03-01')
      const [{ id }] = (await invoices()) as [{ id: string }]
      return transact((tx) => creditInvoice(tx, id, [], { kind: 'goodwill', reason: '', now: platform.clock.now() }))
    }
    const register = ({ transact }: typeof india, creditNoteId: string) =>
      transact((tx) => registerCreditNote(tx, creditNoteId, { ...answered, reference: 'INV0001-94ND90NR-20260301' }))

    await assert.rejects(register(india, crypto.randomUUID()), { code: 'billing.credit_note_not_found' })
    await assert.rejects(register(india, (await creditNote(india)).id), { code: 'billing.not_ready_for_tax_office' }) // Asha has no GSTIN
    await assert.rejects(register(bangladesh, (await creditNote(bangladesh)).id), { code: 'billing.no_tax_form' })

    const note = await creditNote(nigeria)
    await nigeria.transact((tx) => registerInvoice(tx, note.invoiceId, { ...answered, reference: 'INV0001-94ND90NR-20260301' }))
    await assert.rejects(register(nigeria, note.id), { code: 'billing.reference_taken', pointer: '/reference' })
    assert.equal(await nigeria.transact((tx) => findRegistration(tx, { invoiceId: note.invoiceId, creditNoteId: note.id })), undefined)
  })
})
