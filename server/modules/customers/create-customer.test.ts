import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, transact } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { changeAccount, changeCustomer, holdAccount, holdCustomer, openAccount } from './change-customer.ts'
import { createCustomer, createCustomers } from './create-customer.ts'
import { importFile, previewImport } from './import-customers.ts'
import { addNote, changeNote, removeNote } from './note.ts'
import { readAccount, readCustomer } from './read-customer.ts'
import { readAccountsOf, readNotes, readTags } from './store.ts'
import { tagCustomers, untagCustomers } from './tag-customers.ts'

test('a customer comes with an account in the currency of the tenant, numbered from one', async () => {
  const { transact } = await testTenant({ currency: 'NGN', country: 'NG', timeZone: 'Africa/Lagos' })
  await transact(async (tx) => {
    const first = await createCustomer(tx, { name: 'Amina Bello', phone: '+2348031234567', tags: ['vip'], billDay: 15 })
    const second = await createCustomer(tx, { name: 'Lekki Hotels', kind: 'organisation' })
    assert.deepEqual([first.number, second.number], ['C-000001', 'C-000002'])
    const customer = await readCustomer(tx, first.customerId)
    assert.deepEqual(
      [customer.kind, customer.phone, customer.tags, customer.custom, customer.state],
      ['person', '+2348031234567', ['vip'], {}, 'active'],
    )
    const account = await readAccount(tx, first.accountId)
    assert.deepEqual([account.number, account.currency, account.billDay, account.segment], ['A-000001', 'NGN', 15, 'standard'])
    const { rows } = await sql<{
      payload: object
    }>`select payload from event where type = 'customer.created.v1' order by id limit 1`.execute(tx)
    assert.deepEqual(rows[0]!.payload, { ...first, name: 'Amina Bello' })
  })
})

test('many are created in the order given', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const created = await createCustomers(
      tx,
      Array.from({ length: 2_500 }, (_, n) => ({ name: `Customer ${n}` })),
    )
    assert.equal(created.length, 2_500)
    assert.equal(created[2_400]!.number, 'C-002401')
    assert.equal((await readCustomer(tx, created[2_400]!.customerId)).name, 'Customer 2400')
    assert.equal((await readAccountsOf(tx, [created[2_400]!.customerId]))[0]!.id, created[2_400]!.accountId)
  })
})

test('another tenant sees nothing of it', async () => {
  const [own, other] = [await testTenant(), await testTenant()]
  const { customerId, accountId } = await own.transact((tx) => createCustomer(tx, { name: 'Rahima' }))
  await assert.rejects(
    other.transact((tx) => readCustomer(tx, customerId)),
    { code: 'customers.not_found' },
  )
  await assert.rejects(
    other.transact((tx) => readAccount(tx, accountId)),
    { code: 'customers.account_not_found' },
  )
  await transact(own.db, { ...own.scope, tenants: [] }, (tx) =>
    assert.rejects(readCustomer(tx, customerId), { code: 'customers.not_found' }),
  )
})

test('a change touches what it names; own fields are merged and null removes one', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const { customerId, accountId } = await createCustomer(tx, { name: 'Rahima', city: 'Dhaka', custom: { meter: 7, colour: 'red' } })
    const changed = await changeCustomer(tx, await holdCustomer(tx, customerId), {
      name: 'Rahima Begum',
      custom: { colour: null, floor: 3 },
    })
    assert.deepEqual([changed.name, changed.city, changed.custom, changed.version], ['Rahima Begum', 'Dhaka', { meter: 7, floor: 3 }, 2])
    assert.equal((await changeAccount(tx, await holdAccount(tx, accountId), { segment: 'business' })).segment, 'business')
    assert.equal((await openAccount(tx, customerId, { billDay: 9 })).number, 'A-000002')
  })
})

test('an unknown location is named', async () => {
  const { transact } = await testTenant()
  await assert.rejects(
    transact((tx) => createCustomer(tx, { name: 'Rahima', locationId: crypto.randomUUID() })),
    { code: 'customers.location_unknown' },
  )
})

test('a tag is added once, and not beyond what a customer takes', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const few = await createCustomer(tx, { name: 'Few', tags: ['fibre'] })
    const full = await createCustomer(tx, { name: 'Full', tags: Array.from({ length: 20 }, (_, n) => `t${n}`) })
    const ids = [few.customerId, full.customerId]
    assert.deepEqual(
      (await tagCustomers(tx, ids, 'vip')).map((failed) => [failed.id, failed.problem.code]),
      [[full.customerId, 'customers.too_many_tags']],
    )
    assert.deepEqual(await tagCustomers(tx, [few.customerId], 'vip'), [])
    assert.deepEqual((await readCustomer(tx, few.customerId)).tags, ['fibre', 'vip'])
    await untagCustomers(tx, ids, 'fibre')
    assert.deepEqual((await readCustomer(tx, few.customerId)).tags, ['vip'])
    assert.ok((await readTags(tx, 50)).includes('vip'))
  })
})

test('notes: pinned first, then the newest; each under its own customer only', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const { customerId } = await createCustomer(tx, { name: 'Rahima' })
    const other = await createCustomer(tx, { name: 'Karim' })
    const first = await addNote(tx, customerId, { text: 'Gate code 4711', pinned: false })
    await addNote(tx, customerId, { text: 'Called', pinned: false })
    await changeNote(tx, customerId, first.id, { pinned: true })
    assert.deepEqual(
      (await readNotes(tx, customerId, 9)).map((note) => [note.text, note.pinned, note.actor]),
      [
        ['Gate code 4711', true, 'staff:test'],
        ['Called', false, 'staff:test'],
      ],
    )
    await assert.rejects(removeNote(tx, other.customerId, first.id), { code: 'customers.note_not_found' })
    await removeNote(tx, customerId, first.id)
    await assert.rejects(addNote(tx, crypto.randomUUID(), { text: 'x', pinned: false }), { code: 'customers.not_found' })
  })
})

const file = [
  'Full name;Phone;E-mail;City;Tags;Bill day;Remark',
  'Rahima Begum;+880 1712-345678;rahima@example.com;Dhaka;vip, fibre;5;x',
  'Karim;01712;not an address;Sylhet;;32;y',
].join('\n')

test('a preview names the line and the column of every fault', () => {
  const preview = previewImport(file, { name: 'Full name' }, 'BD')
  assert.deepEqual([preview.rowCount, preview.errorCount, preview.ignored], [2, 3, ['Remark']])
  assert.deepEqual(preview.errors.map((error) => error.pointer).toSorted(), ['/rows/3/billDay', '/rows/3/email', '/rows/3/phone'])
  assert.deepEqual(preview.sample, [
    { name: 'Rahima Begum', phone: '+8801712345678', email: 'rahima@example.com', city: 'Dhaka', tags: ['vip', 'fibre'], billDay: 5 },
  ])
})

test('an import is all rows or none', async () => {
  const { transact } = await testTenant()
  const count = () => transact(async (tx) => (await sql<{ n: bigint }>`select count(*) as n from customer`.execute(tx)).rows[0]!.n)
  await assert.rejects(
    transact((tx) => importFile(tx, file, { name: 'Full name' })),
    { code: 'customers.import_invalid' },
  )
  assert.equal(await count(), 0n)
  assert.equal(await transact((tx) => importFile(tx, file.split('\n').slice(0, 2).join('\n'), { name: 'Full name' })), 1)
  assert.equal(await count(), 1n)
})

test('a file that is none is refused in words', () => {
  assert.throws(() => previewImport('', {}, 'BD'), { code: 'customers.import_unreadable' })
  assert.throws(() => previewImport('name\n"never closed', {}, 'BD'), { code: 'customers.import_unreadable' })
  assert.throws(() => previewImport('city\nDhaka', {}, 'BD'), { code: 'customers.import_unreadable' })
})

test('a tax number that cannot be right is refused, and the problem names the field and the check digit', async () => {
  const { transact } = await testTenant({ country: 'IN', currency: 'INR', timeZone: 'Asia/Kolkata' })
  const wrong = { code: 'customers.tax_number_wrong', pointer: '/taxNumber', message: /last character would be V/ }
  await assert.rejects(
    transact((tx) => createCustomer(tx, { name: 'Sahyadri', taxNumber: '27AAPFU0939F1ZW' })),
    wrong,
  )
  await transact(async (tx) => {
    const { customerId } = await createCustomer(tx, { name: 'Sahyadri', taxNumber: '27aapfu0939f1zv' })
    const customer = await holdCustomer(tx, customerId)
    assert.equal(customer.taxNumber, '27AAPFU0939F1ZV', 'as the office writes it')
    await assert.rejects(changeCustomer(tx, customer, { taxNumber: '27AAPFU0939F1ZW' }), wrong)
    assert.equal((await changeCustomer(tx, customer, { taxNumber: null })).taxNumber, null)
  })
  const preview = previewImport('name,taxNumber\nSahyadri,27AAPFU0939F1ZW\nDeccan,27AAPFU0939F1ZV', {}, 'IN')
  assert.deepEqual(
    preview.errors.map(({ pointer }) => pointer),
    ['/rows/2/taxNumber'],
  )
})

test('an account is billed to another one that pays for itself, in its currency', async () => {
  const { transact } = await testTenant({ currency: 'NGN', country: 'NG' })
  await transact(async (tx) => {
    const [head, branch, kiosk, abroad] = await createCustomers(tx, [
      { name: 'Head office' },
      { name: 'Branch' },
      { name: 'Kiosk' },
      { name: 'Abroad', currency: 'USD' },
    ])
    const billTo = async (accountId: string, billedToId: string | null) =>
      changeAccount(tx, await holdAccount(tx, accountId), { billedToId })
    const changed = await billTo(branch!.accountId, head!.accountId)
    assert.deepEqual([changed.billedToId, changed.version], [head!.accountId, 2])
    const refusals = [
      // account, payer, code, why
      [kiosk!.accountId, crypto.randomUUID(), 'customers.payer_unknown', 'there is no such account'],
      [abroad!.accountId, head!.accountId, 'customers.payer_currency', 'it pays in another currency'],
      [kiosk!.accountId, kiosk!.accountId, 'customers.payer_nested', 'it would pay for itself as another'],
      [kiosk!.accountId, branch!.accountId, 'customers.payer_nested', 'who would pay is billed to another'],
      [head!.accountId, kiosk!.accountId, 'customers.payer_nested', 'others are billed to it'],
    ] as const
    for (const [accountId, payerId, code, why] of refusals) await assert.rejects(billTo(accountId, payerId), { code }, why)
    assert.equal((await billTo(branch!.accountId, null)).billedToId, null)
  })
})
