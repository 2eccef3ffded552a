import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { period } from '#kernel/time.ts'
import { accountCard } from './account-card.ts'
import { bookJournal } from './book-journal.ts'
import { type AccountKind, accountKinds, ledgerCodes } from './chart.ts'
import { readChart } from './chart-store.ts'
import { closeMonth } from './close-month.ts'
import type { Entry } from './entry.ts'
import { exportBooks, type ExportFormat } from './export.ts'
import { addAccount, changeAccount, readChartAccount, removeAccount } from './keep-chart.ts'
import { post, postAll, reverse, seedChart } from './post.ts'
import { financialStatements, type MovementRow, statementOf } from './report.ts'
import { recogniseRevenue } from './recognise-revenue.ts'
import { verifyLedger } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const bdt = (minor: bigint) => money(minor, 'BDT')
const march = period('2026-03-01', '2026-04-01')

const sale = (bookedOn: string, minor: bigint, description = 'Sale'): Entry => ({
  bookedOn: day(bookedOn),
  description,
  sourceKind: 'payment',
  sourceId: crypto.randomUUID(),
  lines: [{ debit: 'cash', credit: 'revenue', amount: bdt(minor) }],
})

async function accountId(tx: Tx, code: string): Promise<string> {
  return (await readChart(tx)).find((account) => account.code === code)!.id
}

/** Rent of a month, by hand, on an account of the tenant's own. */
async function payRent(tx: Tx, bookedOn: string, minor: bigint, overrideReason: string | null = null) {
  await seedChart(tx)
  const rent =
    (await readChart(tx)).find(({ number }) => number === '6000') ??
    (await addAccount(tx, { number: '6000', name: 'Rent', kind: 'expense' }))
  const cash = await accountId(tx, 'cash')
  return bookJournal(tx, {
    bookedOn: day(bookedOn),
    description: 'Rent',
    lines: [
      { ledgerAccountId: rent.id, amount: bdt(minor) },
      { ledgerAccountId: cash, amount: bdt(-minor) },
    ],
    overrideReason,
  })
}

suite('financial statements', () => {
  test('profit is of the period, balances are of its end', async () => {
    const { transact } = await testTenant()
    const [march2026] = await transact(async (tx) => {
      await postAll(tx, [sale('2026-02-28', 1_000n), sale('2026-03-01', 5_000n), sale('2026-03-31', 700n), sale('2026-04-01', 90n)])
      await payRent(tx, '2026-03-05', 2_000n)
      return financialStatements(tx, march)
    })
    const { accounts, currency, ...sums } = march2026!
    assert.equal(currency, 'BDT')
    assert.deepEqual(Object.fromEntries(Object.entries(sums).map(([key, value]) => [key, value.minor])), {
      income: 5_700n,
      expenses: 2_000n,
      profit: 3_700n,
      assets: 4_700n,
      liabilities: 0n,
      equity: 0n,
      retained: 4_700n,
    })
    assert.deepEqual(
      accounts.map(({ number, opening, debits, credits, closing }) => [number, opening.minor, debits.minor, credits.minor, closing.minor]),
      [
        ['1000', 1_000n, 5_700n, 2_000n, 4_700n],
        ['4000', -1_000n, 0n, 5_700n, -6_700n],
        ['6000', 0n, 2_000n, 0n, 2_000n],
      ],
    )
  })

  test('whatever balanced entries there are, assets are liabilities, equity and what was retained', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n })
    const line = fc.record({ debit: fc.nat(9), credit: fc.nat(9), amount, before: fc.boolean() })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const rows: { -readonly [K in keyof MovementRow]: MovementRow[K] }[] = Array.from({ length: 10 }, (_, index) => ({
          id: String(index),
          code: null,
          number: String(index),
          name: '',
          renamed: false,
          kind: accountKinds[index % accountKinds.length] as AccountKind,
          currency: 'BDT',
          opening: 0n,
          debits: 0n,
          credits: 0n,
        }))
        for (const { debit, credit, amount, before } of lines) {
          if (before) {
            rows[debit]!.opening += amount
            rows[credit]!.opening -= amount
          } else {
            rows[debit]!.debits += amount
            rows[credit]!.credits += amount
          }
        }
        const { assets, liabilities, equity, retained, income, expenses, profit } = statementOf('BDT', rows)
        assert.equal(assets.minor, liabilities.minor + equity.minor + retained.minor)
        assert.equal(profit.minor, income.minor - expenses.minor)
      }),
    )
  })

  test('whatever is booked, reversed, recognised and closed, debits are credits and the books prove right', async () => {
    const codes = ledgerCodes.filter((code) => !['receivables', 'prepaid-balances', 'deferred-revenue'].includes(code))
    const step = fc.oneof(
      fc.record({
        debit: fc.constantFrom(...codes),
        credit: fc.constantFrom(...codes),
        minor: fc.bigInt({ min: -9_999n, max: 9_999n }),
        on: fc.nat(120),
      }),
      fc.record({ defer: fc.bigInt({ min: -9_999n, max: 9_999n }), on: fc.nat(120), days: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ reverse: fc.nat(4) }),
      fc.record({ recognise: fc.nat(200) }),
      fc.record({ close: fc.nat(3) }),
    )
    const start = day('2026-01-01')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const { transact } = await testTenant()
        const booked: Entry[] = []
        const mayBeClosed = (error: { code?: string }) =>
          assert.match(error.code ?? String(error), /month_closed|already_closed|already_reversed/)
        for (const one of steps)
          await transact(async (tx) => {
            if ('reverse' in one) {
              const entry = booked[one.reverse]
              if (entry) await reverse(tx, entry, start.add({ days: 130 }))
            } else if ('recognise' in one) await recogniseRevenue(tx, start.add({ days: one.recognise }))
            else if ('close' in one) await closeMonth(tx, start.toPlainYearMonth().add({ months: one.close }), day('2026-06-01'))
            else {
              const bookedOn = start.add({ days: one.on })
              const line =
                'defer' in one
                  ? ({
                      debit: 'bank',
                      credit: 'deferred-revenue',
                      amount: bdt(one.defer),
                      earnedOver: { from: bookedOn, to: bookedOn.add({ days: one.days }) },
                    } as const)
                  : { debit: one.debit, credit: one.credit, amount: bdt(one.minor) }
              const entry: Entry = { bookedOn, description: 'x', sourceKind: 'x', sourceId: crypto.randomUUID(), lines: [line] }
              await post(tx, entry)
              booked.push(entry)
            }
          }).catch(mayBeClosed)
        await transact(async (tx) => {
          assert.deepEqual(await verifyLedger(tx), [])
          for (const { accounts } of await financialStatements(tx, march)) {
            assert.equal(
              accounts.reduce((sum, row) => sum + row.closing.minor, 0n),
              0n,
            )
            assert.equal(
              accounts.reduce((sum, row) => sum + row.debits.minor - row.credits.minor, 0n),
              0n,
            )
          }
        })
      }),
      { numRuns: 10 },
    )
  })
})

suite('card of a ledger account', () => {
  test('lines lead from the opening to the closing balance, across pages', async () => {
    const { transact } = await testTenant()
    await transact(async (tx) => {
      await postAll(tx, [sale('2026-02-28', 11n), ...Array.from({ length: 230 }, (_, index) => sale('2026-03-10', BigInt(index + 1)))])
      const cash = await accountId(tx, 'cash')
      const lines = []
      let next: string | null | undefined
      let opening = 0n
      let closing = 0n
      do {
        const card = await accountCard(tx, cash, march, next ?? undefined)
        lines.push(...card.lines)
        opening = card.balances[0]!.opening.minor
        closing = card.balances[0]!.closing.minor
        next = card.next
      } while (next !== null)
      assert.equal(lines.length, 230)
      assert.equal(new Set(lines.map(({ entryId }) => entryId)).size, 230)
      assert.equal(opening, 11n)
      assert.equal(closing, opening + lines.reduce((sum, line) => sum + line.amount.minor, 0n))
    })
  })
})

suite('chart of accounts', () => {
  test('accounts of the program are renamed and never deleted; own ones go while nothing is booked on them', async () => {
    const { transact } = await testTenant()
    await transact(async (tx) => {
      await seedChart(tx)
      const revenue = await readChartAccount(tx, await accountId(tx, 'revenue'))
      const renamed = await changeAccount(tx, revenue, { number: '4001', name: 'Internet sales' })
      assert.deepEqual([renamed.number, renamed.name, renamed.code, renamed.version], ['4001', 'Internet sales', 'revenue', 2])
      await assert.rejects(removeAccount(tx, revenue.id), { code: 'ledger.account_needed' })
      const own = await addAccount(tx, { number: '6100', name: 'Salaries', kind: 'expense' })
      await removeAccount(tx, own.id)
      await assert.rejects(readChartAccount(tx, own.id), { code: 'ledger.account_not_found' })
    })
    await assert.rejects(
      transact((tx) => addAccount(tx, { number: '4001', name: 'Other', kind: 'income' })),
      { code: 'ledger.number_taken' },
    )
    await transact((tx) => payRent(tx, '2026-03-05', 100n))
    await assert.rejects(
      transact(async (tx) => removeAccount(tx, (await readChart(tx)).find(({ name }) => name === 'Rent')!.id)),
      { code: 'ledger.account_used' },
    )
  })

  test('a renamed account is booked on all the same, and seeding leaves it', async () => {
    const { transact } = await testTenant()
    await transact(async (tx) => {
      await seedChart(tx)
      await changeAccount(tx, await readChartAccount(tx, await accountId(tx, 'cash')), { number: '9', name: 'Till' })
      await seedChart(tx)
      await post(tx, sale('2026-03-01', 5n))
      const card = await accountCard(tx, (await readChart(tx)).find(({ name }) => name === 'Till')!.id, march)
      assert.equal(card.lines.length, 1)
    })
  })
})

suite('journals', () => {
  test('what does not balance, or follows documents, is refused', async () => {
    const { transact } = await testTenant()
    const book = (code: string, minors: readonly bigint[]) =>
      transact(async (tx) => {
        await seedChart(tx)
        const ledgerAccountId = await accountId(tx, code)
        const lines = minors.map((minor) => ({ ledgerAccountId, amount: bdt(minor) }))
        return bookJournal(tx, { bookedOn: day('2026-03-01'), description: 'x', lines, overrideReason: null })
      })
    await assert.rejects(book('cash', [5n, -4n]), { code: 'ledger.journal_unbalanced' })
    await assert.rejects(book('receivables', [5n, -5n]), { code: 'ledger.not_booked_by_hand' })
    await assert.rejects(book('deferred-revenue', [5n, -5n]), { code: 'ledger.not_booked_by_hand' })
  })

  test('a reason books into a closed month, and stands in the audit log', async () => {
    const { transact } = await testTenant()
    await transact((tx) => closeMonth(tx, Temporal.PlainYearMonth.from('2026-03'), day('2026-04-02')))
    await assert.rejects(
      transact((tx) => payRent(tx, '2026-03-31', 100n)),
      { code: 'ledger.month_closed' },
    )
    const id = await transact((tx) => payRent(tx, '2026-03-31', 100n, 'Invoice of the landlord came late'))
    const { rows } = await transact((tx) =>
      sql<{ actor: string; reason: string }>`
        select actor, after ->> 'override_reason' as reason from audit where table_name = 'entry' and row_id = ${id}`.execute(tx),
    )
    assert.deepEqual(rows, [{ actor: 'staff:test', reason: 'Invoice of the landlord came late' }])
    assert.deepEqual(await transact(verifyLedger), [])
  })
})

suite('export', () => {
  async function exported(format: ExportFormat): Promise<string> {
    const { transact } = await testTenant()
    return transact(async (tx) => {
      await postAll(tx, [
        sale('2026-02-28', 1n),
        sale('2026-03-10', 10_050n, 'Sale "A", B'),
        sale('2026-03-10', 5n),
        sale('2026-04-01', 7n),
      ])
      await payRent(tx, '2026-03-31', 2_000n)
      await changeAccount(tx, await readChartAccount(tx, await accountId(tx, 'cash')), { name: 'Cash & till: <1>' })
      const parts = []
      for await (const part of exportBooks(tx, march, format)) parts.push(part)
      return parts.join('')
    })
  }

  test('CSV has every posting of the period, and its debits are its credits', async () => {
    const lines = (await exported('csv')).trim().split('\r\n').slice(1)
    assert.deepEqual(
      lines.map((line) => line.slice(37)),
      [
        '2026-03-10,payment,"Sale ""A"", B",1000,Cash & till: <1>,,100.50,,BDT',
        '2026-03-10,payment,"Sale ""A"", B",4000,Revenue,,,100.50,BDT',
        '2026-03-10,payment,Sale,1000,Cash & till: <1>,,0.05,,BDT',
        '2026-03-10,payment,Sale,4000,Revenue,,,0.05,BDT',
        '2026-03-31,journal,Rent,6000,Rent,,20.00,,BDT',
        '2026-03-31,journal,Rent,1000,Cash & till: <1>,,,20.00,BDT',
      ],
    )
  })

  test('Tally gets a voucher for each day and kind; debits are deemed positive and written negative', async () => {
    const xml = await exported('tally')
    const amounts = [...xml.matchAll(/<LEDGERNAME>(.*?)<\/LEDGERNAME><ISDEEMEDPOSITIVE>(.*?)<\/ISDEEMEDPOSITIVE><AMOUNT>(.*?)<\/AMOUNT>/g)]
    assert.deepEqual(
      amounts.map(([, ...parts]) => parts),
      [
        ['Cash &amp; till: &lt;1&gt;', 'Yes', '-100.55'],
        ['Revenue', 'No', '100.55'],
        ['Cash &amp; till: &lt;1&gt;', 'No', '20.00'],
        ['Rent', 'Yes', '-20.00'],
      ],
    )
    assert.deepEqual(
      [...xml.matchAll(/<DATE>(.*?)<\/DATE>/g)].map(([, date]) => date),
      ['20260310', '20260331'],
    )
    for (const tag of ['ENVELOPE', 'BODY', 'IMPORTDATA', 'REQUESTDATA', 'TALLYMESSAGE', 'VOUCHER'])
      assert.equal(xml.match(new RegExp(`<${tag}[ >]`, 'g'))?.length, xml.match(new RegExp(`</${tag}>`, 'g'))?.length, tag)
  })

  test('QuickBooks gets general journal entries that balance', async () => {
    const lines = (await exported('iif'))
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split('\t'))
    assert.deepEqual(
      lines.slice(3).map((cells) => cells.slice(0, 6).join('|')),
      [
        'TRNS|GENERAL JOURNAL|03/10/2026|Cash & till- <1>|100.55|20260310-payment-BDT',
        'SPL|GENERAL JOURNAL|03/10/2026|Revenue|-100.55|20260310-payment-BDT',
        'ENDTRNS',
        'TRNS|GENERAL JOURNAL|03/31/2026|Cash & till- <1>|-20.00|20260331-journal-BDT',
        'SPL|GENERAL JOURNAL|03/31/2026|Rent|20.00|20260331-journal-BDT',
        'ENDTRNS',
      ],
    )
  })
})
