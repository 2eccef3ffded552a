import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { money } from '#kernel/money.ts'
import { period } from '#kernel/time.ts'
import { ledgerCodes } from './chart.ts'
import { type Entry, type EntryLine, postingsOf } from './entry.ts'

const entry = (lines: readonly EntryLine[]): Entry => ({
  bookedOn: Temporal.PlainDate.from('2026-03-10'),
  description: 'test',
  sourceKind: 'invoice',
  sourceId: 'i1',
  lines,
})
const bdt = (minor: bigint) => money(minor, 'BDT')

suite('postings of an entry', () => {
  test('an invoice is one debit to the customer, and credits to revenue and tax', () => {
    const postings = postingsOf(
      entry([
        { debit: 'receivables', credit: 'revenue', amount: bdt(100_000n), accountId: 'a1' },
        { debit: 'receivables', credit: 'tax-payable', amount: bdt(5_000n), accountId: 'a1' },
      ]),
    )
    assert.deepEqual(postings, [
      { code: 'receivables', accountId: 'a1', minor: 105_000n, currency: 'BDT', earnedOver: null },
      { code: 'revenue', accountId: null, minor: -100_000n, currency: 'BDT', earnedOver: null },
      { code: 'tax-payable', accountId: null, minor: -5_000n, currency: 'BDT', earnedOver: null },
    ])
  })

  test('revenue of two periods is deferred by period', () => {
    const march = period('2026-03-01', '2026-04-01')
    const april = period('2026-04-01', '2026-05-01')
    const postings = postingsOf(
      entry([
        { debit: 'receivables', credit: 'deferred-revenue', amount: bdt(100n), accountId: 'a1', earnedOver: march },
        { debit: 'receivables', credit: 'deferred-revenue', amount: bdt(30n), accountId: 'a1', earnedOver: april },
        { debit: 'receivables', credit: 'deferred-revenue', amount: bdt(-10n), accountId: 'a1', earnedOver: march },
      ]),
    )
    assert.deepEqual(
      postings.map(({ code, minor, earnedOver }) => `${code} ${minor} ${earnedOver?.from ?? ''}`),
      ['receivables 120 ', 'deferred-revenue -90 2026-03-01', 'deferred-revenue -30 2026-04-01'],
    )
  })

  test('amounts that cancel out, and zero amounts, leave no posting', () => {
    assert.deepEqual(
      postingsOf(
        entry([
          { debit: 'cash', credit: 'bank', amount: bdt(500n) },
          { debit: 'bank', credit: 'cash', amount: bdt(500n) },
          { debit: 'cash', credit: 'revenue', amount: bdt(0n) },
        ]),
      ),
      [],
    )
  })

  test('a receivable without its billing account is a bug', () => {
    assert.throws(() => postingsOf(entry([{ debit: 'receivables', credit: 'revenue', amount: bdt(1n) }])), /names its billing account/)
  })

  test('any entry balances in every currency and holds each place once', () => {
    const line = fc.record({
      debit: fc.constantFrom(...ledgerCodes),
      credit: fc.constantFrom(...ledgerCodes),
      accountId: fc.constantFrom('a1', 'a2'),
      amount: fc.record({
        minor: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        currency: fc.constantFrom('BDT' as const, 'NGN' as const),
      }),
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const postings = postingsOf(entry(lines))
        for (const currency of ['BDT', 'NGN'])
          assert.equal(
            postings.filter((posting) => posting.currency === currency).reduce((sum, posting) => sum + posting.minor, 0n),
            0n,
          )
        assert.equal(new Set(postings.map(({ code, accountId, currency }) => `${code} ${accountId} ${currency}`)).size, postings.length)
        assert.ok(postings.every((posting) => posting.minor !== 0n))
      }),
    )
  })
})
