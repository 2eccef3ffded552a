import { z } from 'zod'
import { zId, zMoney } from '#kernel/wire.ts'
import { zBillingSettings, zDunningStageDraft } from '#modules/billing'
import { zTaxRateDraft } from '#modules/tax'

/** What is changed in the copy before its days are lived, each part as one would send it to the API. */
export const zAlternative = z
  .object({
    prices: z
      .array(z.object({ offerId: zId, recurring: zMoney }))
      .max(20)
      .optional()
      .describe('New terms of plans, to which everybody who has them is moved'),
    taxes: z
      .array(zTaxRateDraft.omit({ validFrom: true }))
      .max(20)
      .optional()
      .describe('Rates in place of those in force'),
    dunning: z
      .array(zDunningStageDraft.extend({ id: zId.optional().describe('Of a stage that is moved; without it, one more stage') }))
      .max(40)
      .optional(),
    billing: zBillingSettings.partial().optional().describe('Settings that are otherwise'),
  })
  .meta({ id: 'SimulatedAlternative' })
export type Alternative = z.output<typeof zAlternative>

/** As it is kept and sent to the player: requests to the API take the same. */
export type AlternativeJson = z.input<typeof zAlternative>

export const isNothing = (alternative: Alternative): boolean =>
  Object.values(alternative).every((part) => part === undefined || Object.keys(part).length === 0)
