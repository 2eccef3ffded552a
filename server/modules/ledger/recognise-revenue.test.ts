import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { daysIn, type Period, period } from '#kernel/time.ts'
import { trialBalance } from './balance.ts'
import { closeMonth, reopenMonth } from './close-month.ts'
import { writeRecognition } from './closing-store.ts'
import { post, postAll, reverse, seedChart } from './post.ts'
import { recogniseRevenue } from './recognise-revenue.ts'
import { verifyLedger } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const month = (iso: string) => Temporal.PlainYearMonth.from(iso)
const march = period('2026-03-01', '2026-04-01')

/** Books an amount that is earned over days, as an invoice of an account without customer would. */
const defer = (minor: bigint, earnedOver: Period, bookedOn = earnedOver.from) => ({
  bookedOn,
  description: 'Invoice',
  sourceKind: 'invoice',
  sourceId: crypto.randomUUID(),
  lines: [{ debit: 'bank', credit: 'deferred-revenue', amount: money(minor, 'BDT'), earnedOver }] as const,
})

async function standing(tx: Tx, on: string) {
  const rows = await trialBalance(tx, day(on))
  const balance = (code: string) => -(rows.find((row) => row.code === code)?.balance.minor ?? 0n)
  return { deferred: balance('deferred-revenue'), revenue: balance('revenue') }
}

async function entries(tx: Tx) {
  const { rows } = await sql<{
    booked_on: string
  }>`select booked_on from entry where source_kind = 'recognition' order by booked_on`.execute(tx)
  return rows.map((row) => row.booked_on)
}

suite('deferred revenue', () => {
  test('every day earns its share, and the whole period the whole amount', async () => {
    const { transact } = await testTenant()
    await transact((tx) => post(tx, defer(10_000n, march)))
    assert.deepEqual(await transact((tx) => standing(tx, '2026-03-31')), { deferred: 10_000n, revenue: 0n })
    await transact((tx) => recogniseRevenue(tx, day('2026-03-10')))
    assert.deepEqual(await transact((tx) => standing(tx, '2026-03-01')), { deferred: 9_678n, revenue: 322n })
    assert.deepEqual(await transact((tx) => standing(tx, '2026-03-10')), { deferred: 6_775n, revenue: 3_225n })
    await transact((tx) => recogniseRevenue(tx, day('2026-05-10')))
    assert.deepEqual(await transact((tx) => standing(tx, '2026-05-10')), { deferred: 0n, revenue: 10_000n })
    assert.equal((await transact(entries)).length, 31)
  })

  test('recognising twice, or two at a time, changes nothing', async () => {
    const { transact } = await testTenant()
    await transact((tx) => post(tx, defer(10_000n, march)))
    const recognise = () => transact((tx) => recogniseRevenue(tx, day('2026-03-10')))
    await Promise.all([recognise(), recognise(), recognise()])
    await recognise()
    assert.deepEqual(await transact((tx) => standing(tx, '2026-12-31')), { deferred: 6_775n, revenue: 3_225n })
    assert.deepEqual(await transact(verifyLedger), [])
  })

  test('by the month, one entry on its last day', async () => {
    const { transact } = await testTenant()
    await transact(async (tx) => {
      await writeRecognition(tx, 'monthly')
      await post(tx, defer(9_000n, period('2026-03-11', '2026-06-09'))) // 90 days
      await recogniseRevenue(tx, day('2026-05-30'))
      assert.deepEqual(await entries(tx), ['2026-03-31', '2026-04-30'])
      assert.deepEqual(await standing(tx, '2026-04-30'), { deferred: 3_900n, revenue: 5_100n })
    })
  })

  test('what is taken back takes back what it had earned', async () => {
    const { transact } = await testTenant()
    const invoice = defer(3_100n, march)
    await transact(async (tx) => {
      await post(tx, invoice)
      await recogniseRevenue(tx, day('2026-03-10'))
      await reverse(tx, invoice, day('2026-03-11'))
      await recogniseRevenue(tx, day('2026-03-11'))
      assert.deepEqual(await standing(tx, '2026-03-10'), { deferred: 2_100n, revenue: 1_000n })
      assert.deepEqual(await standing(tx, '2026-03-11'), { deferred: 0n, revenue: 0n })
    })
  })

  test('days on which earned and taken back cancel out are recognised without an entry', async () => {
    const { transact } = await testTenant()
    const invoice = defer(10_000n, march)
    await transact((tx) => post(tx, invoice))
    await transact((tx) => recogniseRevenue(tx, day('2026-03-05')))
    await transact((tx) => reverse(tx, invoice, day('2026-03-05')))
    await transact((tx) => recogniseRevenue(tx, day('2026-03-20')))
    assert.deepEqual(await transact(verifyLedger), [])
    assert.equal((await transact(entries)).at(-1), '2026-03-06')
  })

  test('a credit of the days that are left leaves what was earned', async () => {
    const { transact } = await testTenant()
    await transact(async (tx) => {
      await post(tx, defer(3_100n, march))
      await recogniseRevenue(tx, day('2026-03-10'))
      await post(tx, { ...defer(-2_100n, period('2026-03-11', '2026-04-01')), sourceKind: 'credit-note' })
      await recogniseRevenue(tx, day('2026-04-30'))
      assert.deepEqual(await standing(tx, '2026-04-30'), { deferred: 0n, revenue: 1_000n })
    })
  })

  test('what is billed late is recognised with the next day, in a month that is open', async () => {
    const { transact } = await testTenant()
    await transact(async (tx) => {
      await post(tx, defer(3_100n, march))
      await recogniseRevenue(tx, day('2026-03-31'))
      await closeMonth(tx, month('2026-03'), day('2026-04-02'))
      await post(tx, defer(6_200n, march, day('2026-04-02')))
      await recogniseRevenue(tx, day('2026-04-01'))
      assert.deepEqual(await standing(tx, '2026-03-31'), { deferred: 0n, revenue: 3_100n })
      assert.deepEqual(await standing(tx, '2026-04-02'), { deferred: 0n, revenue: 9_300n })
    })
  })

  test('whatever is billed, taken back and recognised in whatever order: recognised and deferred are what was billed', async () => {
    const from = day('2026-01-01')
    const step = fc.oneof(
      fc.record({ minor: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), start: fc.nat(60), days: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ through: fc.nat(500) }),
      fc.record({ reverse: fc.nat(5) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.constantFrom('daily', 'monthly'), async (steps, recognition) => {
        const { transact } = await testTenant()
        await transact(async (tx) => {
          await writeRecognition(tx, recognition)
          const billed: ReturnType<typeof defer>[] = []
          for (const one of steps) {
            if ('through' in one) await recogniseRevenue(tx, from.add({ days: one.through }))
            else if ('reverse' in one) {
              const taken = billed.splice(one.reverse, 1)[0]
              if (taken) await reverse(tx, taken, from)
            } else {
              const start = from.add({ days: one.start })
              const invoice = defer(one.minor, { from: start, to: start.add({ days: one.days }) })
              await post(tx, invoice)
              billed.push(invoice)
            }
          }
          const sum = billed.reduce((total, { lines }) => total + lines[0].amount.minor, 0n)
          const { deferred, revenue } = await standing(tx, '2030-01-01')
          assert.equal(deferred + revenue, sum)
          assert.deepEqual(await verifyLedger(tx), [])
          await recogniseRevenue(tx, day('2028-01-31'))
          assert.deepEqual(await standing(tx, '2030-01-01'), { deferred: 0n, revenue: sum })
        })
      }),
      { numRuns: 8 },
    )
  })

  test('the days of a period come to its amount, each within one unit of the others', async () => {
    const { transact } = await testTenant()
    const amounts = fc.record({ minor: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), days: fc.integer({ min: 1, max: 400 }) })
    await fc.assert(
      fc.asyncProperty(amounts, async ({ minor, days }) => {
        const whole = { from: march.from, to: march.from.add({ days }) }
        assert.equal(daysIn(whole), days)
        const { rows } = await transact((tx) =>
          sql<{ least: bigint; most: bigint; total: bigint }>`
            with part as (
              select earned_minor(${minor}, ${whole.from}, ${whole.to}, d::date + 1) - earned_minor(${minor}, ${whole.from}, ${whole.to}, d::date) as minor
              from generate_series(${whole.from}::date, ${whole.to}::date - 1, interval '1 day') d)
            select min(minor) as least, max(minor) as most, sum(minor)::bigint as total from part`.execute(tx),
        )
        assert.equal(rows[0]!.total, minor)
        assert.ok(rows[0]!.most - rows[0]!.least <= 1n)
      }),
      { numRuns: 30 },
    )
  })
})

suite('what the proof finds', () => {
  const checks = async (transact: (work: typeof verifyLedger) => ReturnType<typeof verifyLedger>) =>
    (await transact(verifyLedger)).map(({ check }) => check)

  test('a deferral that is not what the books defer, or is recognised without an entry', async () => {
    const { transact } = await testTenant()
    await transact((tx) => post(tx, defer(3_100n, march)))
    await transact((tx) => sql`update deferral set amount_minor = 3_101`.execute(tx))
    assert.deepEqual(await checks(transact), ['ledger.wrong_deferral'])
    await transact((tx) => sql`update deferral set amount_minor = 3_100, recognised_minor = 100`.execute(tx))
    assert.deepEqual(await checks(transact), ['ledger.wrong_deferral'])
  })

  test('revenue that is recognised before its day', async () => {
    const { transact, asOwner, tenantId } = await testTenant()
    await transact((tx) => post(tx, defer(3_100n, march)))
    await transact((tx) => recogniseRevenue(tx, day('2026-03-10')))
    await asOwner(`update revenue_recognition set last_day = last_day - 5 where tenant_id = '${tenantId}'`)
    assert.deepEqual(await checks(transact), ['ledger.recognised_too_much'])
  })

  test('an entry that came into a closed month past the trigger', async () => {
    const { transact, asOwner, tenantId } = await testTenant()
    await transact((tx) => post(tx, defer(3_100n, march)))
    await transact((tx) => closeMonth(tx, month('2026-03'), day('2026-04-02')))
    await asOwner(`
      alter table entry disable trigger keep_closed;
      insert into entry (tenant_id, booked_on, description, source_kind, source_id, actor) values ('${tenantId}', '2026-03-31', 'x', 'x', gen_random_uuid(), 'x');
      alter table entry enable trigger keep_closed`)
    assert.deepEqual(await checks(transact), ['ledger.closed_month_changed'])
  })
})

suite('closed months', () => {
  const cash = (bookedOn: string) => ({
    ...defer(500n, march),
    bookedOn: day(bookedOn),
    lines: [{ debit: 'cash', credit: 'revenue', amount: money(500n, 'BDT') }] as const,
  })

  test('nothing is booked before the end of a closed month, by whatever way', async () => {
    const { transact } = await testTenant()
    const invoice = cash('2026-03-10')
    await transact((tx) => post(tx, invoice))
    await transact((tx) => closeMonth(tx, month('2026-03'), day('2026-04-01')))
    const closed = { code: 'ledger.month_closed' }
    await assert.rejects(
      transact((tx) => post(tx, cash('2026-03-31'))),
      closed,
    )
    await assert.rejects(
      transact((tx) => postAll(tx, [cash('2026-04-01'), cash('2026-01-01')])),
      closed,
    )
    await assert.rejects(
      transact((tx) => reverse(tx, invoice, day('2026-03-31'))),
      closed,
    )
    await assert.rejects(
      transact((tx) =>
        sql`insert into entry (booked_on, description, source_kind, source_id) values ('2026-03-31', 'x', 'journal', gen_random_uuid())`.execute(
          tx,
        ),
      ),
      /closed month/,
    )
    await transact((tx) => reverse(tx, invoice, day('2026-04-01')))
  })

  test('closing recognises what the month earned first', async () => {
    const { transact } = await testTenant()
    await transact(async (tx) => {
      await post(tx, defer(3_100n, march))
      await closeMonth(tx, month('2026-03'), day('2026-04-01'))
      assert.deepEqual(await standing(tx, '2026-03-31'), { deferred: 0n, revenue: 3_100n })
    })
  })

  test('a month is closed when it is over, once; reopening gives a reason that stays', async () => {
    const { transact } = await testTenant()
    const close = (iso: string) => transact((tx) => closeMonth(tx, month(iso), day('2026-04-15')))
    await assert.rejects(close('2026-04'), { code: 'ledger.month_not_over' })
    await close('2026-03')
    await assert.rejects(close('2026-02'), { code: 'ledger.already_closed' })
    await assert.rejects(
      transact((tx) => reopenMonth(tx, month('2026-04'), 'x')),
      { code: 'ledger.not_closed' },
    )
    await transact((tx) => reopenMonth(tx, month('2026-02'), 'Rent was missing'))
    await transact((tx) => post(tx, cash('2026-02-28')))
    await assert.rejects(
      transact((tx) => post(tx, cash('2026-01-31'))),
      { code: 'ledger.month_closed' },
    )
    const { rows } = await transact((tx) =>
      sql<{
        deed: string
        month: string
        reason: string
        actor: string
      }>`select deed, month, reason, actor from ledger_closing order by id`.execute(tx),
    )
    assert.deepEqual(rows, [
      { deed: 'close', month: '2026-03-01', reason: '', actor: 'staff:test' },
      { deed: 'reopen', month: '2026-02-01', reason: 'Rent was missing', actor: 'staff:test' },
    ])
  })

  test('an entry and a closing at the same time: one of them waits, and no entry slips in', async () => {
    const { transact } = await testTenant()
    await transact(seedChart)
    const outcomes = await Promise.allSettled([
      transact((tx) => closeMonth(tx, month('2026-03'), day('2026-04-15'))),
      ...Array.from({ length: 6 }, () => transact((tx) => post(tx, cash('2026-03-10')))),
    ])
    assert.equal(outcomes[0]!.status, 'fulfilled')
    assert.deepEqual(await transact(verifyLedger), [])
  })

  test('a closing and recognitions at the same time all end well, and the books prove right', async () => {
    const { transact } = await testTenant()
    await transact((tx) => postAll(tx, [defer(3_100n, march), defer(6_200n, period('2026-03-10', '2026-05-10'))]))
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 3 }, (_, index) => transact((tx) => recogniseRevenue(tx, day(`2026-04-0${index + 1}`)))),
      transact((tx) => closeMonth(tx, month('2026-03'), day('2026-04-15'))),
      ...Array.from({ length: 3 }, (_, index) => transact((tx) => recogniseRevenue(tx, day(`2026-04-1${index + 1}`)))),
    ])
    assert.deepEqual(
      outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => String(reason)),
      [],
    )
    assert.deepEqual(await transact(verifyLedger), [])
  })

  test('another tenant books on', async () => {
    const { transact } = await testTenant()
    await transact((tx) => closeMonth(tx, month('2026-03'), day('2026-04-15')))
    const other = await testTenant()
    await other.transact((tx) => post(tx, cash('2026-03-10')))
  })
})
