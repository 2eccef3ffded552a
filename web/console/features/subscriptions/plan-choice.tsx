import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { ChoiceField } from '#ui/choice-field.tsx'
import { EmptyState, ErrorBanner, Skeleton } from '#ui/states.tsx'
import { IconPlans } from '#ui/icons.ts'
import { LinkButton } from '#ui/button.tsx'
import { plansQuery } from './queries.ts'

/** The plans on sale, side by side. `except` is the one that somebody has. */
export function PlanChoice({ name, except }: { name: string; except?: string }) {
  const { t, format } = useI18n()
  const { data, error } = useQuery(plansQuery)
  if (error) return <ErrorBanner error={error} />
  if (!data) return <Skeleton height="8rem" />
  const plans = data.filter(({ id }) => id !== except)
  if (plans.length === 0)
    return (
      <EmptyState title={t('plan.noneOnSale')} icon={IconPlans} action={<LinkButton to="/plans">{t('nav.plans')}</LinkButton>}>
        {t('plan.noneOnSale.text')}
      </EmptyState>
    )
  const choices = plans.map((plan) => ({
    value: plan.id,
    label: plan.name,
    detail: [
      t('plan.speed', { download: format.rate(plan.download), upload: format.rate(plan.upload) }),
      plan.quota === null ? t('plan.unlimited') : format.bytes(plan.quota),
    ].join(' · '),
    figure: format.money(plan.price),
  }))
  return <ChoiceField name={name} label={t('plan.choose')} choices={choices} />
}
