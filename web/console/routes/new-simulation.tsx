import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '#api'
import { type BillingSettings, billingSettingsQuery, billingValuesOf } from '#console/billing-settings.ts'
import { PricingFields } from '#console/billing-policy-fields.tsx'
import { PriceRows, StageRows, TaxRows } from '#console/features/simulations/alternative-fields.tsx'
import {
  type Plan,
  pricedPlansQuery,
  type Simulation,
  simulationQuery,
  type Stage,
  stagesQuery,
  type TaxRate,
  taxRatesQuery,
} from '#console/features/simulations/queries.ts'
import { alternativeOf, type SimulationValues, valuesOf } from '#console/features/simulations/values.ts'
import { monthOf } from '#console/period-choice.tsx'
import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { DateField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, FormPart } from '#ui/form.tsx'
import { Card, Columns, Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

interface Known {
  readonly plans: readonly Plan[]
  readonly rates: readonly TaxRate[]
  readonly stages: readonly Stage[]
  readonly billing: BillingSettings
  readonly like: Simulation | undefined
}

/** Says what to change, for which days, and starts it. */
export function NewSimulation() {
  const { t } = useI18n()
  const { known, error } = useKnown()
  return (
    <Page
      title={t('simulation.new.title')}
      description={t('simulation.new.text')}
      breadcrumbs={[{ label: t('nav.simulations'), to: '/what-would-change' }]}
    >
      {error ? <ErrorState error={error} /> : known ? <SimulationForm {...known} /> : <SkeletonLines lines={9} />}
    </Page>
  )
}

/** What there is to change; an earlier simulation to begin from, where the address names one. */
function useKnown(): { known: Known | undefined; error: unknown } {
  const { like } = useSearch({ from: '/app/what-would-change/new' })
  const plans = useQuery(pricedPlansQuery)
  const rates = useQuery(taxRatesQuery)
  const stages = useQuery(stagesQuery)
  const billing = useQuery(billingSettingsQuery)
  const before = useQuery({ ...simulationQuery(like ?? ''), enabled: like !== undefined })
  const error = [plans, rates, stages, billing, before].find((query) => query.error)?.error
  const isComplete = plans.data && rates.data && stages.data && billing.data && (like === undefined || before.data)
  const known = isComplete
    ? { plans: plans.data, rates: rates.data, stages: stages.data, billing: billing.data, like: before.data }
    : undefined
  return { known, error }
}

/** The rest of this month and the two after it. */
function usualDays(today: string): { from: string; to: string } {
  const next = addDays(monthOf(today).to, 1)
  const last = addDays(monthOf(next).to, 1)
  return { from: today, to: monthOf(last).to }
}

function SimulationForm({ plans, rates, stages, billing, like }: Known) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const today = format.today()
  const usual = { name: '', ...usualDays(today), prices: [], taxes: [], stages: [], billing: billingValuesOf(billing, tenant.currency) }
  const initial = like ? valuesOf(like, { rates, billing, currency: tenant.currency, today }) : usual
  const start = async (values: SimulationValues, key: string) => {
    const { name, from, to } = values
    const alternative = alternativeOf(values, { rates, stages, billing })
    const { id } = await api.post<Simulation>('/simulations', { name, from, to, alternative }, { key })
    await queries.invalidateQueries({ queryKey: ['simulation', 'rows'] })
    await navigate({ to: '/what-would-change/$id', params: { id }, ignoreBlocker: true })
  }
  return (
    <Form initial={initial} submitLabel={t('simulation.start')} onSubmit={start}>
      <Card>
        <FormPart>
          <TextField name="name" label={t('simulation.name')} hint={t('simulation.name.hint')} required autoFocus />
          <FieldRow>
            <DateField name="from" label={t('simulation.from')} hint={t('simulation.from.hint')} min={today} required />
            <DateField name="to" label={t('simulation.to')} hint={t('simulation.to.hint')} min={today} required />
          </FieldRow>
        </FormPart>
      </Card>
      <Columns least="26rem">
        <Card>
          <PriceRows plans={plans} />
        </Card>
        <Card>
          <TaxRows rates={rates} />
        </Card>
        <Card>
          <StageRows stages={stages} />
        </Card>
      </Columns>
      <Card title={t('simulation.billing')}>
        <FormPart>
          <PricingFields under="billing." />
        </FormPart>
      </Card>
    </Form>
  )
}
