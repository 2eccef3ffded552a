import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { ListPart } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { DateField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconAdd, IconBlock, IconKey } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { EmptyState } from '#ui/states.tsx'
import { PermissionsField } from './roles.tsx'
import { useSave } from './save.ts'
import { LocationsField } from './staff-parts.tsx'

const keyActions = (row: Row) => <RevokeKey apiKey={row} />

export const ApiKeys = () => <ListPart name="api-keys" emptyAction={<AddApiKey />} rowActions={keyActions} />

interface KeyValues extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly expiresOn: string | undefined
  readonly locationIds: readonly string[]
  readonly permissions: readonly string[]
}

const noKey: KeyValues = { name: '', expiresOn: undefined, locationIds: [], permissions: [] }

export function AddApiKey() {
  const { t, format } = useI18n()
  const save = useSave([['api_key']])
  const [open, setOpen] = useState(false)
  const [token, setToken] = useState<string>()
  const close = () => {
    setOpen(false)
    setToken(undefined)
  }
  const make = async ({ name, expiresOn, locationIds, permissions }: KeyValues, key: string) => {
    const rows = locationIds.length > 0 ? { rows: { locationIds } } : {}
    const body = { name, permissions, ...rows, expiresAt: expiresOn ? `${expiresOn}T23:59:59Z` : null }
    setToken((await save(() => api.post<{ token: string }>('/api-keys', body, { key }), t('settings.key.made'))).token)
  }
  return (
    <Can permission="staff.write">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('settings.key.add')}
      </Button>
      <Drawer open={open} onClose={close} title={t('settings.key.add')}>
        {token === undefined ? (
          <Form initial={noKey} submitLabel={t('settings.key.add')} onCancel={close} guard={false} onSubmit={make}>
            <TextField name="name" label={t('settings.key.name')} required autoFocus />
            <DateField name="expiresOn" label={t('settings.key.expiresOn')} hint={t('settings.key.expiresOn.hint')} min={format.today()} />
            <LocationsField hint={t('settings.key.locations.hint')} />
            <PermissionsField />
          </Form>
        ) : (
          <EmptyState title={t('settings.key.made')} icon={IconKey} action={<CopyField value={token} label={t('settings.key.token')} />}>
            {t('settings.key.made.text')}
          </EmptyState>
        )}
      </Drawer>
    </Can>
  )
}

function RevokeKey({ apiKey: { id, name, revokedAt } }: { apiKey: Row }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  if (revokedAt) return null
  const revoke = async () => {
    const question = {
      title: t('settings.key.revoke.title', { name: String(name) }),
      text: t('settings.key.revoke.text'),
      action: t('list.api-keys.action.revoke'),
      tone: 'danger' as const,
    }
    if (await confirm(question))
      await run({ act: () => api.delete(`/api-keys/${id}`), done: t('settings.key.revoked'), stale: [['api_key']] })
  }
  return (
    <Can permission="staff.write">
      <Button icon={IconBlock} busy={busy} onClick={() => void revoke()}>
        {t('list.api-keys.action.revoke')}
      </Button>
    </Can>
  )
}
