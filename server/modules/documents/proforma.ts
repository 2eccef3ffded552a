import { z } from 'zod'
import { type Money, subtract, sum } from '#kernel/money.ts'
import { zDate, zMoney } from '#kernel/wire.ts'
import type { Quote } from '#modules/billing'

/** What is asked for, as it was quoted. */
export const zProformaContent = z.object({
  lines: z.array(
    z.object({
      description: z.string(),
      periodFrom: zDate.nullable(),
      periodTo: zDate.nullable().describe('Exclusive'),
      quantity: z.string(),
      unit: zMoney,
      net: zMoney,
      taxPercents: z.array(z.string()).readonly(),
    }),
  ),
  taxes: z.array(z.object({ name: z.string(), percent: z.string(), net: zMoney, tax: zMoney })),
})
export type ProformaContent = z.output<typeof zProformaContent>
type ProformaTax = ProformaContent['taxes'][number]

/** What an invoice would say, for who must pay before there is one. It is no tax invoice and in no books. */
export interface ProformaDraft extends ProformaContent {
  readonly customerId: string
  readonly accountId: string
  readonly issuedOn: Temporal.PlainDate
  /** The last day on which it can be paid for what it says. */
  readonly validUntil: Temporal.PlainDate
  readonly net: Money
  readonly total: Money
  /** What a change gives back of what was paid; to be paid is the total less this. */
  readonly credited: Money
}

export interface Proforma extends ProformaDraft {
  readonly id: string
  readonly number: string // PF-2026-000012
  readonly createdAt: Temporal.Instant
}

export const dueOf = ({ total, credited }: Pick<ProformaDraft, 'total' | 'credited'>): Money => subtract(total, credited)

/** What a quote asks for first. @returns undefined where there is nothing to pay */
export function askedBy({ credits, invoices }: Quote): Pick<ProformaDraft, 'lines' | 'taxes' | 'net' | 'total' | 'credited'> | undefined {
  const invoice = invoices[0]?.invoice
  if (!invoice) return undefined
  const { currency } = invoice.total
  const credited = sum(
    credits.map(({ total }) => total),
    currency,
  )
  if (subtract(invoice.total, credited).minor <= 0n) return undefined
  return {
    lines: invoice.lines.map(({ description, from, to, quantity, unit, net, taxes }) => ({
      description,
      periodFrom: from,
      periodTo: to,
      quantity,
      unit,
      net,
      taxPercents: taxes.map(({ percent }) => percent),
    })),
    taxes: taxesOf(invoice),
    net: invoice.net,
    total: invoice.total,
    credited,
  }
}

/** One for each rate and kind. */
function taxesOf({ lines, total: { currency } }: Quote['invoices'][number]['invoice']): ProformaTax[] {
  const shares = lines.flatMap(({ taxes }) => taxes)
  return [...Map.groupBy(shares, ({ code, jurisdiction, percent }) => `${code} ${jurisdiction} ${percent}`).values()].map((same) => ({
    name: same[0]!.name,
    percent: same[0]!.percent,
    net: sum(
      same.map(({ base }) => base),
      currency,
    ),
    tax: sum(
      same.map(({ amount }) => amount),
      currency,
    ),
  }))
}

/** Like all numbers without gaps, though no law asks for that here. */
export const proformaNumber = (year: number, sequence: bigint) => `PF-${year}-${sequence.toString().padStart(6, '0')}`
