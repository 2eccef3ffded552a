import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { CodeBlock } from '#ui/copy-field.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { NumberField, PasswordField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconEdit } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { MultiSelectField, SelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'
import { configurationQuery, type Management, managedRouterQuery } from './queries.ts'

const protocolNames = { 'api-ssl': 'API-SSL', api: 'API', rest: 'REST' } as const

/** The API of a MikroTik: with it, what is there can be seen. */
export function RouterManagement({ nasId, address }: { nasId: string; address: string | null }) {
  const { t } = useI18n()
  const { data } = useQuery(managedRouterQuery(nasId))
  const [open, setOpen] = useState(false)
  const management = data?.management
  return (
    <Card
      title={t('router.api')}
      actions={
        <Can permission="access.secrets">
          <Button kind="quiet" icon={IconEdit} onClick={() => setOpen(true)}>
            {t(management ? 'router.edit.button' : 'router.api.enter')}
          </Button>
        </Can>
      }
    >
      {management ? (
        <DescriptionList
          facts={[
            [t('router.api.protocol'), protocolNames[management.protocol]],
            [t('router.address'), `${management.address}:${management.port}`],
            [t('router.api.username'), management.username],
            [t('router.fingerprint'), management.fingerprint ? <code key="fingerprint">{management.fingerprint}</code> : t('common.no')],
          ]}
        />
      ) : (
        <p>{t('router.api.text')}</p>
      )}
      <Drawer open={open} onClose={() => setOpen(false)} title={t('router.api.enter')} wide>
        <ManagementForm nasId={nasId} address={address} known={management ?? null} onClose={() => setOpen(false)} />
      </Drawer>
    </Card>
  )
}

interface FormProps {
  readonly nasId: string
  readonly address: string | null
  readonly known: Management | null
  readonly onClose: () => void
}

function ManagementForm({ nasId, address, known, onClose }: FormProps) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const initial = known
    ? { ...known, fingerprint: known.fingerprint ?? '', password: '' }
    : {
        uses: [] as readonly string[],
        address: address ?? '',
        protocol: 'api-ssl',
        port: 8729,
        username: '',
        fingerprint: '',
        password: '',
      }
  const save = async ({ password, fingerprint, ...values }: typeof initial) => {
    await api.put(`/nas/${nasId}/management`, { ...values, fingerprint: fingerprint || null, ...(password && { password }) })
    await queries.invalidateQueries({ queryKey: ['router', nasId] })
    onClose()
    toast({ text: t('router.api.saved') })
  }
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={save}>
      <FieldRow>
        <SelectField
          name="protocol"
          label={t('router.api.protocol')}
          options={Object.entries(protocolNames).map(([value, label]) => ({ value, label }))}
          required
        />
        <NumberField name="port" label={t('router.api.port')} min={1} max={65_535} required />
      </FieldRow>
      <TextField name="address" label={t('router.address')} required />
      <FieldRow>
        <TextField name="username" label={t('router.api.username')} required />
        <PasswordField name="password" label={t('router.api.password')} {...(known && { hint: t('router.api.password.kept') })} />
      </FieldRow>
      <TextField name="fingerprint" label={t('router.fingerprint')} />
      <MultiSelectField
        name="uses"
        label={t('join.uses')}
        options={[
          { value: 'hotspot', label: t('join.uses.hotspot') },
          { value: 'pppoe', label: t('join.uses.pppoe') },
        ]}
      />
    </Form>
  )
}

/** What to type into a router that has no script of ours; for one that has, what takes it back. */
export function RouterConfiguration({ nasId }: { nasId: string }) {
  const { t } = useI18n()
  const { data } = useQuery(configurationQuery(nasId))
  if (!data) return null
  const title = t(data.isUndo ? 'router.undo' : 'router.configuration')
  return (
    <Card title={title}>
      <p>{t(data.isUndo ? 'router.undo.text' : 'router.configuration.text')}</p>
      <CodeBlock text={data.text} label={title} />
    </Card>
  )
}
