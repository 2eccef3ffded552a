import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { ListPart } from '#console/list-screen.tsx'
import { saveFile } from '#console/save-file.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { TextAreaField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconAdd, IconBlock, IconExport } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { useSave } from './save.ts'

const certificateActions = (row: Row) => <CertificateActions certificate={row} />
const stale = [['eap_certificate']]

/** The certificates with which devices log in to Wi-Fi: of the authority, of our RADIUS, of devices. */
export const WifiCertificates = () => <ListPart name="eap-certificates" emptyAction={<AddCertificate />} rowActions={certificateActions} />

export function AddCertificate() {
  const { t } = useI18n()
  const save = useSave(stale)
  const [dialog, setDialog] = useState<'issue' | 'upload'>()
  const close = () => setDialog(undefined)
  const post = (path: string) => async (values: object, key: string) => {
    await save(() => api.post(path, values, { key }), t('wifi.certificate.added'))
    close()
  }
  return (
    <Can permission="access.certificates">
      <Button onClick={() => setDialog('upload')}>{t('wifi.upload')}</Button>
      <Button kind="primary" icon={IconAdd} onClick={() => setDialog('issue')}>
        {t('wifi.issue')}
      </Button>
      <Drawer open={dialog === 'issue'} onClose={close} title={t('wifi.issue')}>
        <Form initial={{ hostname: '' }} submitLabel={t('wifi.issue')} onCancel={close} guard={false} onSubmit={post('/eap-certificates')}>
          <p>{t('wifi.issue.text')}</p>
          <TextField name="hostname" label={t('wifi.hostname')} hint={t('wifi.hostname.hint')} required autoFocus />
        </Form>
      </Drawer>
      <Drawer open={dialog === 'upload'} onClose={close} title={t('wifi.upload')} wide>
        <Form
          initial={{ certificate: '', key: '' }}
          submitLabel={t('wifi.upload')}
          onCancel={close}
          guard={false}
          onSubmit={post('/eap-certificates/uploads')}
        >
          <TextAreaField name="certificate" label={t('wifi.certificate')} hint={t('wifi.certificate.hint')} required />
          <TextAreaField name="key" label={t('wifi.key')} hint={t('wifi.key.hint')} required />
        </Form>
      </Drawer>
    </Can>
  )
}

function CertificateActions({ certificate: { id, role, subject, state } }: { certificate: Row }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  const download = async () => {
    const { certificate } = await api.get<{ certificate: string }>(`/eap-certificates/${id}`)
    saveFile(`${String(subject).replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}.crt`, 'application/x-x509-ca-cert', btoa(certificate))
  }
  const revoke = async () => {
    const question = {
      title: t('wifi.revoke.title', { name: String(subject) }),
      text: t(role === 'device' ? 'wifi.revoke.device' : 'wifi.revoke.own'),
      action: t('wifi.revoke'),
      tone: 'danger' as const,
    }
    if (await confirm(question)) await run({ act: () => api.post(`/eap-certificates/${id}/revocation`), done: t('wifi.revoked'), stale })
  }
  return (
    <>
      {role !== 'device' && (
        <Button icon={IconExport} onClick={() => void download()}>
          {t('wifi.download')}
        </Button>
      )}
      {state !== 'revoked' && (
        <Can permission={role === 'device' ? 'access.write' : 'access.certificates'}>
          <Button icon={IconBlock} busy={busy} onClick={() => void revoke()}>
            {t('wifi.revoke')}
          </Button>
        </Can>
      )}
    </>
  )
}
