import { type BillingSettings, billingSettingsOf, billingValuesOf, type BillingValues } from '#console/billing-settings.ts'
import type { MoneyWire } from '#i18n'
import type { Alternative, Simulation, Stage, TaxRate } from './queries.ts'

/** What a form about an alternative holds. */
export interface SimulationValues extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly prices: readonly { readonly offerId: string | undefined; readonly price: MoneyWire | undefined }[]
  readonly taxes: readonly { readonly rateId: string | undefined; readonly percent: string }[]
  /** `stage` is the id of one there is, or `new:` with what it does. */
  readonly stages: readonly { readonly stage: string | undefined; readonly days: number | undefined }[]
  readonly billing: BillingValues
}

export const newStage = 'new:'

/** Only what differs is tried; rows without a choice say nothing. */
export function alternativeOf(
  { prices, taxes, stages, billing }: SimulationValues,
  known: { readonly rates: readonly TaxRate[]; readonly stages: readonly Stage[]; readonly billing: BillingSettings },
): Alternative {
  return {
    prices: prices.flatMap(({ offerId, price }) => (offerId && price ? [{ offerId, recurring: price }] : [])),
    taxes: taxes.flatMap(({ rateId, percent }) => {
      const rate = known.rates.find(({ id }) => id === rateId)
      return rate ? [rateAt(rate, percent)] : []
    }),
    dunning: stages.flatMap(({ stage, days }) => (stage && days !== undefined ? stageAt(stage, days, known.stages) : [])),
    billing: differing(billingSettingsOf(billing), known.billing),
  }
}

const rateAt = ({ category, code, supply, jurisdiction, flatMinor }: TaxRate, percent: string) => ({
  category,
  code,
  supply,
  jurisdiction,
  flatMinor,
  percent,
})

function stageAt(chosen: string, days: number, stages: readonly Stage[]): NonNullable<Alternative['dunning']> {
  if (chosen.startsWith(newStage)) return [{ days, action: chosen.slice(newStage.length) as Stage['action'] }] // an option of the form
  const stage = stages.find(({ id }) => id === chosen)
  return stage ? [{ id: stage.id, segment: stage.segment, action: stage.action, days }] : []
}

function differing(settings: BillingSettings, known: BillingSettings): Partial<BillingSettings> {
  const keys = Object.keys(known) as (keyof BillingSettings)[]
  return Object.fromEntries(keys.filter((key) => settings[key] !== known[key]).map((key) => [key, settings[key]]))
}

/** The form that asks for a simulation once more; days that are over meanwhile begin today. */
export function valuesOf(
  { name, from, to, alternative }: Simulation,
  known: { readonly rates: readonly TaxRate[]; readonly billing: BillingSettings; readonly currency: string; readonly today: string },
): SimulationValues {
  const { prices = [], taxes = [], dunning = [], billing = {} } = alternative ?? {}
  const isOf = (tax: (typeof taxes)[number]) => (rate: TaxRate) =>
    rate.validTo === null &&
    rate.code === tax.code &&
    rate.category === tax.category &&
    rate.supply === tax.supply &&
    rate.jurisdiction === tax.jurisdiction
  return {
    name,
    from: from < known.today ? known.today : from,
    to,
    prices: prices.map(({ offerId, recurring }) => ({ offerId, price: recurring })),
    taxes: taxes.map((tax) => ({ rateId: known.rates.find(isOf(tax))?.id, percent: tax.percent })),
    stages: dunning.map(({ id, action, days }) => ({ stage: id ?? newStage + action, days })),
    billing: billingValuesOf({ ...known.billing, ...billing }, known.currency),
  }
}
