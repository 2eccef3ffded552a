import assert from 'node:assert/strict'
import { z } from 'zod'
import { parseDecimal } from '#kernel/money.ts'
import { lateCustomer } from '../modules/billing/testing.ts'
import type { BillingCase, CaseRunner } from './billing-case.ts'

const zGiven = z.object({
  price: z.string(),
  billingDay: z.int(),
  ageBasis: z.literal('days since date of earliest unpaid invoice'),
  states: z.array(z.object({ name: z.string(), minDays: z.int(), blocksService: z.boolean() })),
  paymentRetryEveryDays: z.int(),
})
const zEvent = z.object({ date: z.iso.date(), payment: z.literal('fails') })
const zExpected = z.object({ date: z.iso.date(), state: z.string(), retryOfInvoice: z.iso.date().optional() })

/** A state that takes nothing away is a reminder; of those that do, the first leads to the payment page. */
const actions = ['remind', 'walled-garden', 'suspend'] as const

/**
 * Day after day, with invoices that nobody pays; the policy is `oldest-issue`. That a state keeps the plan from being changed is no
 * matter of dunning here, so it is not asserted.
 */
async function playDunning(billingCase: BillingCase): Promise<void> {
  const given = zGiven.parse(billingCase.given)
  const events = z.array(zEvent).parse(billingCase.events)
  const expected = new Map(
    z
      .array(zExpected)
      .parse(billingCase.expect)
      .map((one) => [one.date, one]),
  )
  const nameOf = new Map<string, string>(given.states.map(({ name }, index) => [actions[index]!, name]))
  const customer = await lateCustomer({
    stages: [
      ...given.states.map(({ minDays }, index) => ({ days: minDays, action: actions[index]! })),
      { days: given.paymentRetryEveryDays, action: 'retry' },
    ],
    policy: { ageBasis: 'oldest-issue' },
    startOn: events[0]!.date,
    billDay: given.billingDay,
    recurring: parseDecimal(given.price, 'BDT').minor,
  })
  const found: Record<string, string> = {}
  const last = [...expected.keys()].at(-1)!
  for (let on = Temporal.PlainDate.from(events[0]!.date); on.toString() <= last; on = on.add({ days: 1 })) {
    if (events.slice(1).some(({ date }) => date === on.toString())) await customer.bill(on.toString())
    await customer.dun(on.toString())
    const wanted = expected.get(on.toString())
    if (!wanted) continue
    const steps = await customer.steps()
    const reached = steps.map((step) => nameOf.get(step.split('@')[0]!)).filter((name) => name !== undefined)
    const state = reached.at(-1) ?? 'CLEAR'
    found[wanted.date] = state
    const blocks = given.states.find(({ name }) => name === state)?.blocksService ?? false
    assert.equal((await customer.withheld()).length > 0, blocks, `service on ${on}`)
    if (wanted.retryOfInvoice) assert.ok(steps.includes(`retry@${on}`), `the payment is tried again on ${on}`)
  }
  assert.deepEqual(found, Object.fromEntries([...expected].map(([date, { state }]) => [date, state])))
}

export const dunningCases: Readonly<Record<string, CaseRunner>> = { dunning: playDunning }
