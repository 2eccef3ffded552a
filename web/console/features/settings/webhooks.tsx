import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { ListPart } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { IconAdd, IconEdit, IconKey, IconLink, IconRefresh, IconSend, IconTable, IconTrash } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Drawer } from '#ui/modal.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { EndpointForm, ReplayForm } from './endpoint-form.tsx'
import { type Endpoint, endpointQuery, eventTypesQuery, webhookSettingsQuery } from './queries.ts'

const stale = [['webhook_endpoint'], ['webhook_delivery']]

const endpointActions = (row: Row) => <EndpointActions key={row.id} id={String(row.id)} />

export const Endpoints = () => <ListPart name="webhook-endpoints" emptyAction={<AddEndpoint />} rowActions={endpointActions} />

export function AddEndpoint() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const [secret, setSecret] = useState<string>()
  const close = () => {
    setOpen(false)
    setSecret(undefined)
  }
  return (
    <Buttons>
      <EventTypes />
      <Can permission="webhooks.write">
        <PrivateAddresses />
        <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
          {t('settings.endpoint.add')}
        </Button>
        <Drawer open={open} onClose={close} title={t('settings.endpoint.add')} wide>
          {secret === undefined ? <EndpointForm onClose={close} onSecret={setSecret} /> : <NewSecret secret={secret} />}
        </Drawer>
      </Can>
    </Buttons>
  )
}

/** A receiver in the tenant's own network, where the installation lets tenants choose. */
function PrivateAddresses() {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  const { data } = useQuery(webhookSettingsQuery)
  if (!data?.privateAddressesOffered) return null
  const allowed = data.privateAddresses
  const action = t(allowed ? 'settings.endpoint.private.forbid' : 'settings.endpoint.private.allow')
  const toggle = async () => {
    const act = () => api.put('/webhook-settings', { privateAddresses: !allowed })
    if (allowed || (await confirm({ title: t('settings.endpoint.private.title'), text: t('settings.endpoint.private.text'), action })))
      await run({ act, done: t('settings.saved'), stale: [webhookSettingsQuery.queryKey] })
  }
  return (
    <Button icon={IconLink} busy={busy} onClick={() => void toggle()}>
      {action}
    </Button>
  )
}

function NewSecret({ secret }: { secret: string }) {
  const { t } = useI18n()
  const label = t('settings.endpoint.secret')
  return (
    <EmptyState title={t('settings.endpoint.secret.made')} icon={IconKey} action={<CopyField value={secret} label={label} />}>
      {t('settings.endpoint.secret.text')}
    </EmptyState>
  )
}

/** What receivers are told, with an example of each. */
function EventTypes() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useQuery({ ...eventTypesQuery, enabled: open })
  return (
    <>
      <Button icon={IconTable} onClick={() => setOpen(true)}>
        {t('settings.endpoint.eventTypes')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('settings.endpoint.eventTypes')} wide>
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {!data && !error && <SkeletonLines />}
        <Lines>
          {data?.map(({ type, summary, example }) => (
            <Line
              key={type}
              title={<code>{type}</code>}
              detail={
                <>
                  {summary}
                  <br />
                  {t('settings.endpoint.example')} <code>{JSON.stringify(example)}</code>
                </>
              }
            />
          ))}
        </Lines>
      </Drawer>
    </>
  )
}

function EndpointActions({ id }: { id: string }) {
  const { data, error } = useQuery(endpointQuery(id))
  if (error) return <ErrorState error={error} />
  if (!data) return <SkeletonLines lines={2} />
  return (
    <Can permission="webhooks.write">
      <EndpointButtons endpoint={data} />
    </Can>
  )
}

function EndpointButtons({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  const [open, setOpen] = useState<'edit' | 'replay' | 'secret'>()
  const [secret, setSecret] = useState('')
  const close = () => setOpen(undefined)
  const { id, enabled, version, url } = endpoint
  const path = `/webhook-endpoints/${id}`
  const rotate = async () => {
    setSecret((await api.post<{ secret: string }>(`${path}/secret`, {})).secret)
    setOpen('secret')
  }
  const remove = async () => {
    const question = {
      title: t('settings.endpoint.remove.title'),
      text: t('settings.endpoint.remove.text', { url }),
      action: t('settings.endpoint.remove'),
      tone: 'danger' as const,
    }
    if (await confirm(question)) await run({ act: () => api.delete(path), done: t('settings.endpoint.removed'), stale })
  }
  const toggle = () => api.patch(path, { enabled: !enabled }, { version })
  return (
    <Buttons>
      {enabled && (
        <Button
          icon={IconSend}
          busy={busy}
          onClick={() => void run({ act: () => api.post(`${path}/test`, {}), done: t('settings.endpoint.tested'), stale })}
        >
          {t('settings.endpoint.test')}
        </Button>
      )}
      <Button icon={IconEdit} onClick={() => setOpen('edit')}>
        {t('settings.endpoint.edit')}
      </Button>
      <Button busy={busy} onClick={() => void run({ act: toggle, done: t('settings.saved'), stale })}>
        {t(enabled ? 'settings.endpoint.disable' : 'settings.endpoint.enable')}
      </Button>
      {enabled && (
        <Button icon={IconRefresh} onClick={() => setOpen('replay')}>
          {t('settings.endpoint.replay')}
        </Button>
      )}
      <Button icon={IconKey} busy={busy} onClick={() => void run({ act: rotate, done: t('settings.endpoint.secret.made'), stale })}>
        {t('settings.endpoint.rotate')}
      </Button>
      <Button icon={IconTrash} busy={busy} onClick={() => void remove()}>
        {t('settings.endpoint.remove')}
      </Button>
      <Drawer open={open !== undefined} onClose={close} title={url} wide>
        {open === 'edit' && <EndpointForm key={version} endpoint={endpoint} onClose={close} />}
        {open === 'replay' && <ReplayForm id={id} onClose={close} />}
        {open === 'secret' && <NewSecret secret={secret} />}
      </Drawer>
    </Buttons>
  )
}
