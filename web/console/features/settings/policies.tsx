import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { PricingFields, RunFields } from '#console/billing-policy-fields.tsx'
import {
  type BillingSettings,
  billingSettingsOf,
  billingSettingsQuery,
  billingValuesOf,
  policies,
  type Policy,
} from '#console/billing-settings.ts'
import { useCan, useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { MoneyText } from '#ui/text.tsx'
import { useSave } from './save.ts'

/** How this tenant bills: every policy with what it does. */
export function Policies() {
  const { t } = useI18n()
  const can = useCan()
  const { data, error } = useQuery(billingSettingsQuery)
  const content = () => {
    if (error) return <ErrorBanner error={error} />
    if (!data) return <SkeletonLines lines={8} />
    return can('billing.configure') ? <PoliciesForm settings={data} /> : <PoliciesRead settings={data} />
  }
  return <Card title={t('policy.title')}>{content()}</Card>
}

function PoliciesForm({ settings }: { settings: BillingSettings }) {
  const { t } = useI18n()
  const { tenant } = useSession()
  const save = useSave([billingSettingsQuery.queryKey])
  return (
    <Form
      initial={billingValuesOf(settings, tenant.currency)}
      submitLabel={t('common.save')}
      onSubmit={(values) => save(() => api.put('/billing-settings', billingSettingsOf(values)))}
    >
      <p>{t('policy.text')}</p>
      <RunFields />
      <PricingFields />
    </Form>
  )
}

function PoliciesRead({ settings }: { settings: BillingSettings }) {
  const { t, label, format } = useI18n()
  const { tenant } = useSession()
  const money = (minor: string) => <MoneyText value={{ minor, currency: tenant.currency }} />
  const chosen = (Object.keys(policies) as Policy[]).map(
    (policy) => [t(`policy.${policy}`), label(settings[policy], `policy.${policy}.${settings[policy]}`)] as const,
  )
  return (
    <DescriptionList
      facts={[
        ...chosen,
        [t('policy.minimum'), money(settings.minimumMinor)],
        [t('policy.lateFee'), money(settings.lateFeeMinor)],
        [t('policy.lateFeePercent'), `${format.number(settings.lateFeePercent)} %`],
        [t('policy.anomalyPercent'), `${format.number(settings.anomalyPercent)} %`],
      ]}
    />
  )
}
