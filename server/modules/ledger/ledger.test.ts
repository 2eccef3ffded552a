import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { receivableOf, trialBalance } from './balance.ts'
import type { Entry } from './entry.ts'
import { post, postAll, reverse } from './post.ts'
import { verifyLedger } from './verify.ts'

const day = Temporal.PlainDate.from('2026-03-10')
const bdt = (minor: bigint) => money(minor, 'BDT')

async function openAccount(tenant: TestTenant): Promise<string> {
  return tenant.transact(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      with c as (insert into customer (number, name) values (gen_random_uuid()::text, 'Rahima') returning id)
      insert into account (number, customer_id, currency) select gen_random_uuid()::text, id, 'BDT' from c returning id`.execute(tx)
    return rows[0]!.id
  })
}

const invoice = (accountId: string, minor: bigint, sourceId: string = crypto.randomUUID()): Entry => ({
  bookedOn: day,
  description: 'Invoice',
  sourceKind: 'invoice',
  sourceId,
  lines: [{ debit: 'receivables', credit: 'revenue', amount: bdt(minor), accountId }],
})
const payment = (accountId: string, minor: bigint): Entry => ({
  bookedOn: day,
  description: 'Payment',
  sourceKind: 'payment',
  sourceId: crypto.randomUUID(),
  lines: [{ debit: 'cash', credit: 'receivables', amount: bdt(minor), accountId }],
})
const owed = async (tx: Tx, accountId: string) => (await receivableOf(tx, [accountId])).get(accountId)!.minor

suite('ledger', () => {
  test('what a customer owes is what was invoiced less what was paid, and negative for credit', async () => {
    const tenant = await testTenant()
    const accountId = await openAccount(tenant)
    assert.equal(await tenant.transact((tx) => owed(tx, accountId)), 0n)
    await tenant.transact((tx) => postAll(tx, [invoice(accountId, 1_000n), payment(accountId, 400n)]))
    assert.equal(await tenant.transact((tx) => owed(tx, accountId)), 600n)
    await tenant.transact((tx) => post(tx, payment(accountId, 1_000n)))
    assert.equal(await tenant.transact((tx) => owed(tx, accountId)), -400n)
  })

  test('a fact that was booked before fails, and leaves nothing', async () => {
    const tenant = await testTenant()
    const accountId = await openAccount(tenant)
    const first = invoice(accountId, 1_000n)
    await tenant.transact((tx) => post(tx, first))
    await assert.rejects(tenant.transact((tx) => postAll(tx, [invoice(accountId, 5n), first])))
    assert.equal(await tenant.transact((tx) => owed(tx, accountId)), 1_000n)
  })

  test('a reversal takes everything back, once', async () => {
    const tenant = await testTenant()
    const accountId = await openAccount(tenant)
    const entry = invoice(accountId, 1_000n)
    await tenant.transact((tx) => post(tx, entry))
    await tenant.transact((tx) => reverse(tx, entry, day))
    assert.equal(await tenant.transact((tx) => owed(tx, accountId)), 0n)
    await assert.rejects(
      tenant.transact((tx) => reverse(tx, entry, day)),
      { code: 'ledger.already_reversed' },
    )
    await assert.rejects(
      tenant.transact((tx) => reverse(tx, invoice(accountId, 1n), day)),
      { code: 'ledger.not_found' },
    )
  })

  test('the database refuses an entry that does not balance, a posting added later, and a change', async () => {
    const tenant = await testTenant()
    const accountId = await openAccount(tenant)
    const entryId = await tenant.transact((tx) => post(tx, invoice(accountId, 1_000n)))
    const add = (amounts: readonly bigint[]) =>
      tenant.transact((tx) =>
        sql`
      insert into posting (entry_id, line, ledger_account_id, amount_minor, currency)
      select ${entryId}, 10 + n, (select id from ledger_account where code = 'cash'), amount, 'BDT'
      from unnest(${amounts}::bigint[]) with ordinality t (amount, n)`.execute(tx),
      )
    await assert.rejects(add([5n]), /does not balance/)
    await assert.rejects(add([5n, -5n]), /after it was booked/)
    await assert.rejects(
      tenant.transact((tx) => sql`delete from posting`.execute(tx)),
      /permission denied|append-only/,
    )
  })

  test('the trial balance sums to zero and forgets what was booked later', async () => {
    const tenant = await testTenant()
    const accountId = await openAccount(tenant)
    await tenant.transact((tx) => postAll(tx, [invoice(accountId, 1_000n), payment(accountId, 400n)]))
    const balances = await tenant.transact((tx) => trialBalance(tx, day))
    assert.deepEqual(
      balances.map((row) => [row.code, row.balance.minor]),
      [
        ['cash', 400n],
        ['receivables', 600n],
        ['revenue', -1_000n],
      ],
    )
    assert.deepEqual(await tenant.transact((tx) => trialBalance(tx, day.subtract({ days: 1 }))), [])
  })

  test('another tenant sees none of it', async () => {
    const tenant = await testTenant()
    const accountId = await openAccount(tenant)
    await tenant.transact((tx) => post(tx, invoice(accountId, 1_000n)))
    const other = await testTenant()
    assert.deepEqual(await other.transact((tx) => trialBalance(tx, day)), [])
    assert.equal((await other.transact((tx) => receivableOf(tx, [accountId]))).size, 0)
  })

  test('a wrong kept balance is found', async () => {
    const tenant = await testTenant()
    const accountId = await openAccount(tenant)
    await tenant.transact((tx) => post(tx, invoice(accountId, 1_000n)))
    await tenant.transact((tx) => sql`update account_balance set balance_minor = 999`.execute(tx))
    const findings = await tenant.transact(verifyLedger)
    assert.deepEqual(
      findings.map((finding) => finding.check),
      ['ledger.wrong_balance'],
    )
  })

  test('whatever is posted and reversed, the books prove right', async () => {
    const tenant = await testTenant()
    const accountId = await openAccount(tenant)
    const deed = fc.record({ kind: fc.constantFrom('invoice', 'payment', 'reversal'), minor: fc.bigInt({ min: 1n, max: 10n ** 12n }) })
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), (deeds) =>
        tenant.transact(async (tx) => {
          const before = await owed(tx, accountId)
          let expected = before
          for (const { kind, minor } of deeds) {
            const entry = kind === 'payment' ? payment(accountId, minor) : invoice(accountId, minor)
            await post(tx, entry)
            if (kind === 'reversal') await reverse(tx, entry, day)
            else expected += kind === 'payment' ? -minor : minor
          }
          assert.equal(await owed(tx, accountId), expected)
          assert.deepEqual(await verifyLedger(tx), [])
        }),
      ),
      { numRuns: 12 },
    )
  })
})
