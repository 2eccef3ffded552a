import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { habitsOf, payDay, type PastInvoice } from './habits.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const paid = (accountNumber: string, dueOn: string, paidOn: string | null): PastInvoice => ({
  accountNumber,
  dueOn: day(dueOn),
  paidOn: paidOn === null ? null : day(paidOn),
})
const today = day('2026-06-01')
const unpaid = ['2026-01-01', '2026-02-01', '2026-03-01'].map((dueOn) => paid('A-1', dueOn, null))
const late = ['2026-03-01', '2026-04-01', '2026-05-01'].map((dueOn) => paid('A-1', dueOn, day(dueOn).add({ days: 5 }).toString()))

suite('when an invoice is paid', () => {
  const cases = [
    // past, due on, today, paid on, why
    [[], '2026-06-08', '2026-06-01', '2026-06-08', 'without any history on the due day'],
    [late, '2026-06-08', '2026-06-01', '2026-06-13', 'as late as ever'],
    [late, '2026-05-25', '2026-06-01', null, 'later than the account ever paid: not any more'],
    [late.slice(1), '2026-06-08', '2026-06-01', '2026-06-13', 'two invoices are no habit: as all pay'],
    [[...unpaid, paid('A-2', '2026-05-01', '2026-05-01')], '2026-06-08', '2026-06-01', null, 'who has stopped paying does not begin again'],
    [
      [paid('A-2', '2026-05-01', '2026-05-02'), paid('A-1', '2026-05-25', null)],
      '2026-06-08',
      '2026-06-01',
      '2026-06-09',
      'a bill that is open for days only says nothing',
    ],
  ] as const
  for (const [past, dueOn, now, expected, why] of cases)
    test(why, () => {
      const invoice = { accountNumber: 'A-1', issuedOn: day('2026-06-01'), dueOn: day(dueOn) }
      assert.equal(payDay(habitsOf(past, today), invoice, day(now))?.toString() ?? null, expected)
    })
})

test('the same invoice is always paid on the same day, and another by another of the delays', () => {
  const habits = habitsOf(
    [0, 3, 9].map((delay) => paid('A-1', '2026-05-01', day('2026-05-01').add({ days: delay }).toString())),
    today,
  )
  const on = (month: number) => {
    const issuedOn = day('2026-06-01').add({ months: month })
    return payDay(habits, { accountNumber: 'A-1', issuedOn, dueOn: issuedOn }, today)!.since(issuedOn).days
  }
  const months = Array.from({ length: 30 }, (_, month) => month)
  assert.deepEqual(months.map(on), months.map(on))
  assert.deepEqual(
    [...new Set(months.map(on))].toSorted((a, b) => a - b),
    [0, 3, 9],
  )
})
