import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { IconAdd, IconEdit, IconPayments, IconSignal } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { Card, Columns } from '#ui/page.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { GatewayForm } from './gateway-form.tsx'
import { type Gateway, gatewaysQuery } from './queries.ts'

export function Gateways() {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(gatewaysQuery)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines />
  if (data.length === 0)
    return (
      <EmptyState title={t('settings.gateway.none')} icon={IconPayments} action={<AddGateway />}>
        {t('settings.gateway.none.text')}
      </EmptyState>
    )
  return (
    <Columns least="24rem">
      {data.map((gateway) => (
        <GatewayCard key={gateway.id} gateway={gateway} />
      ))}
    </Columns>
  )
}

export function AddGateway() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Can permission="payments.configure">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('settings.gateway.add')}
      </Button>
      <Modal open={open} onClose={close} title={t('settings.gateway.add')}>
        <GatewayForm onClose={close} />
      </Modal>
    </Can>
  )
}

function GatewayCard({ gateway }: { gateway: Gateway }) {
  const { t, label } = useI18n()
  return (
    <Card title={gateway.name} actions={<StatusBadge value={gateway.enabled ? 'on' : 'off'} tone={gateway.enabled ? 'ok' : 'quiet'} />}>
      <DescriptionList
        facts={[
          [t('settings.gateway.provider'), label(gateway.provider, `method.${gateway.provider}`)],
          [t('settings.gateway.webhook'), <CopyField key="webhook" value={gateway.webhookUrl} label={t('settings.gateway.webhook')} />],
        ]}
      />
      <p>{t('settings.gateway.webhook.hint')}</p>
      <Can permission="payments.configure">
        <GatewayActions gateway={gateway} />
      </Can>
    </Card>
  )
}

function GatewayActions({ gateway: { id, enabled, version, ...gateway } }: { gateway: Gateway }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const [editing, setEditing] = useState(false)
  const close = () => setEditing(false)
  const toggle = () =>
    run({
      act: () => api.patch(`/gateways/${id}`, { enabled: !enabled }, { version }),
      done: t('settings.saved'),
      stale: [gatewaysQuery.queryKey],
    })
  return (
    <Buttons>
      <Button icon={IconSignal} busy={busy} onClick={() => void run({ act: () => test(id), done: t('settings.gateway.works'), stale: [] })}>
        {t('settings.gateway.test')}
      </Button>
      <Button icon={IconEdit} onClick={() => setEditing(true)}>
        {t('settings.gateway.edit')}
      </Button>
      <Button busy={busy} onClick={() => void toggle()}>
        {t(enabled ? 'settings.gateway.disable' : 'settings.gateway.enable')}
      </Button>
      <Modal open={editing} onClose={close} title={gateway.name}>
        <GatewayForm key={version} gateway={{ id, enabled, version, ...gateway }} onClose={close} />
      </Modal>
    </Buttons>
  )
}

/** @throws what the provider said, where the connection does not work */
async function test(id: string) {
  const { works, detail } = await api.post<{ works: boolean; detail: string }>(`/gateways/${id}/test`, {})
  if (!works) throw new ApiProblem({ status: 409, code: 'gateway.does_not_work', title: detail, detail })
}
