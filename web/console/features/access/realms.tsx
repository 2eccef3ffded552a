import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { NumberField, SwitchField, TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, useField } from '#ui/form.tsx'
import { IconAdd, IconEdit, IconTrash } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { RowsField } from '#ui/rows-field.tsx'
import { SelectField, TagsField } from '#ui/select-field.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Realm, realmQuery } from './queries.ts'
import { portAfter, type Transport } from './usual-ports.ts'

interface ServerValues {
  readonly id?: string
  readonly address?: string
  readonly transport: Transport
  readonly authPort: number
  readonly acctPort: number
  readonly certificateName?: string
  readonly authority?: string
  readonly clientCertificate?: string
  readonly clientKey?: string
  readonly secret?: string
}
const freshServer: ServerValues = { transport: 'udp', authPort: 1812, acctPort: 1813 }

interface RealmValues extends Readonly<Record<string, unknown>>, Omit<Realm, 'id' | 'version' | 'servers'> {
  readonly servers: readonly ServerValues[]
}

const freshRealm: RealmValues = {
  name: '',
  stripsRealm: false,
  forwardsAccounting: true,
  requireMessageAuthenticator: true,
  timeoutMs: 1_500,
  believed: [],
  enabled: true,
  servers: [freshServer],
}

const valuesOf = ({ id: _id, version: _version, servers, ...realm }: Realm): RealmValues => ({
  ...realm,
  servers: servers.map(({ certificateName, authority, clientCertificate, ...server }) => ({
    ...server,
    ...(certificateName && { certificateName }),
    ...(authority && { authority }),
    ...(clientCertificate && { clientCertificate }),
  })),
})

/** What the server takes: a secret that was not typed is kept. */
const draftOf = (values: RealmValues) => ({
  ...values,
  servers: values.servers.map(({ secret, certificateName, authority, clientCertificate, clientKey, ...server }) => ({
    ...server,
    certificateName: certificateName || null,
    authority: authority || null,
    clientCertificate: clientCertificate || null,
    ...(secret && { secret }),
    ...(clientKey && { clientKey }),
  })),
})

export function AddRealm() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const saved = useSaved(close)
  const add = async (values: RealmValues, key: string) => {
    await api.post('/realms', draftOf(values), { key })
    await saved(values.name)
  }
  return (
    <Can permission="access.secrets">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('realm.add')}
      </Button>
      <Drawer open={open} onClose={close} title={t('realm.add')} wide>
        <Form initial={freshRealm} submitLabel={t('realm.add')} onCancel={close} guard={false} onSubmit={add}>
          <RealmFields />
        </Form>
      </Drawer>
    </Can>
  )
}

/** What can be done with an opened realm. */
export function RealmActions({ id, name }: Row) {
  const { t } = useI18n()
  const [editing, setEditing] = useState(false)
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const remove = async () => {
    const question = { title: t('realm.remove.title', { name: String(name) }), text: t('realm.remove.text'), action: t('realm.remove') }
    if (await confirm({ ...question, tone: 'danger' }))
      await run({ act: () => api.delete(`/realms/${id}`), done: t('realm.removed'), stale: [['realm']] })
  }
  return (
    <Can permission="access.secrets">
      <Buttons>
        <Button icon={IconEdit} onClick={() => setEditing(true)}>
          {t('realm.edit')}
        </Button>
        <Button icon={IconTrash} busy={busy} onClick={() => void remove()}>
          {t('realm.remove')}
        </Button>
      </Buttons>
      <Drawer open={editing} onClose={() => setEditing(false)} title={t('realm.edit')} wide>
        <EditRealm id={String(id)} onClose={() => setEditing(false)} />
      </Drawer>
    </Can>
  )
}

function EditRealm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useI18n()
  const { data: realm } = useQuery({ ...realmQuery(id), staleTime: 0 })
  const saved = useSaved(onClose)
  if (!realm) return <SkeletonLines lines={8} />
  const change = async (values: RealmValues) => {
    await api.put(`/realms/${id}`, draftOf(values), { version: realm.version })
    await saved(values.name)
  }
  return (
    <Form initial={valuesOf(realm)} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={change}>
      <RealmFields isKnown />
    </Form>
  )
}

function useSaved(close: () => void) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  return async (name: string) => {
    await queries.invalidateQueries({ queryKey: ['realm'] })
    close()
    toast({ text: t('realm.saved', { name }) })
  }
}

/** With the port, as long as nobody chose another than the usual one. */
function TransportField({ path }: { path: string }) {
  const { t } = useI18n()
  const { value: port, change } = useField<number>(`${path}.authPort`)
  const move = (transport: string | undefined) => change(portAfter(transport === 'tls' ? 'tls' : 'udp', port))
  return (
    <SelectField
      name={`${path}.transport`}
      label={t('realm.transport')}
      options={[
        { value: 'udp', label: 'UDP' },
        { value: 'tls', label: 'TLS' },
      ]}
      onChosen={move}
      required
    />
  )
}

function RealmFields({ isKnown = false }: { isKnown?: boolean }) {
  const { t } = useI18n()
  return (
    <>
      <FieldRow>
        <TextField name="name" label={t('realm.name')} hint={t('realm.name.hint')} required autoFocus />
        <NumberField name="timeoutMs" label={t('realm.timeout')} hint={t('realm.timeout.hint')} min={100} max={30_000} required />
      </FieldRow>
      <RowsField<ServerValues>
        name="servers"
        label={t('realm.servers')}
        hint={t('realm.servers.hint')}
        addLabel={t('realm.servers.add')}
        fresh={freshServer}
      >
        {(path, { transport, clientCertificate }) => (
          <>
            <TextField name={`${path}.address`} label={t('router.address')} required />
            <TransportField path={path} />
            <NumberField name={`${path}.authPort`} label={t('realm.authPort')} min={1} max={65_535} required />
            {transport === 'udp' && <NumberField name={`${path}.acctPort`} label={t('realm.acctPort')} min={1} max={65_535} required />}
            {transport === 'udp' && (
              <TextField
                name={`${path}.secret`}
                label={t('router.secret')}
                required={!isKnown}
                {...(isKnown && { placeholder: t('realm.secret.kept') })}
              />
            )}
            {transport === 'tls' && <TextField name={`${path}.certificateName`} label={t('router.certificateName')} />}
            {transport === 'tls' && (
              <TextAreaField name={`${path}.authority`} label={t('realm.authority')} hint={t('realm.authority.hint')} />
            )}
            {transport === 'tls' && (
              <TextAreaField
                name={`${path}.clientCertificate`}
                label={t('realm.clientCertificate')}
                hint={t('realm.clientCertificate.hint')}
              />
            )}
            {transport === 'tls' && clientCertificate && (
              <TextAreaField
                name={`${path}.clientKey`}
                label={t('realm.clientKey')}
                hint={t(isKnown ? 'realm.clientKey.kept' : 'realm.clientKey.hint')}
              />
            )}
          </>
        )}
      </RowsField>
      <TagsField name="believed" label={t('realm.believed')} hint={t('realm.believed.hint')} />
      <SwitchField name="stripsRealm" label={t('realm.strips')} hint={t('realm.strips.hint')} />
      <SwitchField name="forwardsAccounting" label={t('realm.forwards')} hint={t('realm.forwards.hint')} />
      <SwitchField
        name="requireMessageAuthenticator"
        label={t('router.messageAuthenticator')}
        hint={t('realm.messageAuthenticator.hint')}
      />
      <SwitchField name="enabled" label={t('realm.enabled')} hint={t('realm.enabled.hint')} />
    </>
  )
}
