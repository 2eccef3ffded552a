import { Columns } from '#ui/page.tsx'
import { DunningStages } from './dunning-stages.tsx'
import { PartMonths } from './part-months.tsx'
import { TaxRates } from './tax-rates.tsx'

export const Billing = () => (
  <Columns least="22rem">
    <TaxRates />
    <DunningStages />
    <PartMonths />
  </Columns>
)
