import { z } from 'zod'
import { zId, zMoney } from '#kernel/wire.ts'

const zAmounts = z.array(zMoney).describe('One for each currency')

const figures = {
  invoices: z.int(),
  invoiced: zAmounts,
  creditNotes: z.int(),
  credited: zAmounts,
  receipts: z.int(),
  received: zAmounts,
  suspensions: z.int().describe('Subscriptions, for not paying'),
  restorations: z.int().describe('Subscriptions, of those'),
  ended: z.int().describe('Subscriptions'),
  arrears: zAmounts.describe('Overdue at the end'),
  accountsInArrears: z.int(),
}

const zCourse = z
  .object({
    ...figures,
    months: z.array(z.object({ month: z.string().describe('2026-12'), ...figures })),
    plans: z.array(
      z.object({
        offerId: zId.nullable().describe('null: charges that belong to no plan'),
        name: z.string(),
        net: zMoney.describe('Lines of invoices less those of credit notes'),
      }),
    ),
    taxes: z.array(z.object({ code: z.string(), name: z.string(), percent: z.string(), tax: zMoney })),
    faults: z.array(z.string()).describe('What is wrong with the books at the end; empty unless the program has a fault'),
  })
  .meta({ id: 'SimulatedCourse' })

/** How it goes as things are, and with the alternative. */
export const zOutcome = z
  .object({ unchanged: zCourse, changed: zCourse.nullable() })
  .meta({ id: 'SimulationOutcome', description: 'What is billed, paid, cut off and owed in the days shown' })

export type Outcome = z.output<typeof zOutcome>

/** As they are kept, and sent by the player: amounts are texts. */
export type OutcomeJson = z.input<typeof zOutcome>
export type CourseJson = z.input<typeof zCourse>

/** One account in both courses; amounts in minor units of its currency, as texts. */
export interface AffectedAccount {
  readonly accountId: string
  readonly customerId: string
  readonly customer: string
  readonly account: string // its number
  readonly currency: string
  readonly billedBeforeMinor: string
  readonly billedAfterMinor: string
  readonly arrearsBeforeMinor: string
  readonly arrearsAfterMinor: string
  readonly suspensionsBefore: number
  readonly suspensionsAfter: number
}
