import { useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AddAccount, Chart } from '#console/features/ledger/chart.tsx'
import { Recognition } from '#console/features/ledger/recognition.tsx'
import { AddApiKey, ApiKeys } from '#console/features/settings/api-keys.tsx'
import { Billing } from '#console/features/settings/billing.tsx'
import { Company } from '#console/features/settings/company.tsx'
import { AddGateway, Gateways } from '#console/features/settings/gateways.tsx'
import { Hotspot } from '#console/features/settings/hotspot.tsx'
import { AddLocation, Locations } from '#console/features/settings/locations.tsx'
import { Policies } from '#console/features/settings/policies.tsx'
import { AddRole, Roles } from '#console/features/settings/roles.tsx'
import { InviteStaff, Staff } from '#console/features/settings/staff.tsx'
import { type TabKey, tabs } from '#console/features/settings/tabs.ts'
import { AddEndpoint, Endpoints } from '#console/features/settings/webhooks.tsx'
import { AddCertificate, WifiCertificates } from '#console/features/settings/wifi-certificates.tsx'
import { SmsProvider } from '#console/features/sms/provider.tsx'
import { ListPart } from '#console/list-screen.tsx'
import { Forbidden } from '#console/routes/forbidden.tsx'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'
import { Tabs } from '#ui/tabs.tsx'

const parts: Readonly<Record<TabKey, { readonly content: ReactNode; readonly action?: ReactNode }>> = {
  company: { content: <Company /> },
  locations: { content: <Locations />, action: <AddLocation /> },
  billing: { content: <Billing /> },
  policies: { content: <Policies /> },
  accounting: { content: <Accounting />, action: <AddAccount /> },
  gateways: { content: <Gateways />, action: <AddGateway /> },
  hotspot: { content: <Hotspot /> },
  sms: { content: <SmsProvider /> },
  wifi: { content: <WifiCertificates />, action: <AddCertificate /> },
  staff: { content: <Staff />, action: <InviteStaff /> },
  roles: { content: <Roles />, action: <AddRole /> },
  'api-keys': { content: <ApiKeys />, action: <AddApiKey /> },
  webhooks: { content: <Endpoints />, action: <AddEndpoint /> },
  'sign-ins': { content: <ListPart name="sign-ins" /> },
}

function Accounting() {
  return (
    <>
      <Recognition />
      <Chart />
    </>
  )
}

export function Settings() {
  const { t } = useI18n()
  const { tab } = useParams({ from: '/app/settings/$tab' })
  const navigate = useNavigate()
  const can = useCan()
  const allowed = tabs.filter(({ permission }) => can(permission))
  const open = allowed.find(({ key }) => key === tab)
  if (!open) return <Forbidden />
  return (
    <Page title={t('nav.settings')} actions={parts[open.key].action} fill>
      <Tabs
        tabs={allowed.map(({ key }) => ({
          key,
          label: t(`settings.tab.${key}`),
          content: parts[key].content,
        }))}
        open={open.key}
        onOpen={(key) => void navigate({ to: '/settings/$tab', params: { tab: key } })}
        fill
      />
    </Page>
  )
}
