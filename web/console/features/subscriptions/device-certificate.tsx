import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { saveFile } from '#console/save-file.ts'
import { useI18n } from '#i18n'
import { Button, IconButton } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { FormPart } from '#ui/form.tsx'
import { IconAudit, IconExport } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import type { Login } from './queries.ts'

interface DeviceFile {
  readonly file: string
  readonly password: string
}

/** Issues a certificate with which a device logs in to Wi-Fi without a password. Its file is made this once. */
export function DeviceCertificate({ login: { id, username } }: { login: Login }) {
  const { t } = useI18n()
  const { run } = useDeed()
  const [made, setMade] = useState<DeviceFile>()
  const issue = () =>
    run({
      act: async () => setMade(await api.post<DeviceFile>(`/logins/${id}/certificates`)),
      done: t('wifi.certificate.added'),
      stale: [['eap_certificate']],
    })
  return (
    <>
      <IconButton label={t('wifi.device.issue', { username })} icon={IconAudit} onClick={() => void issue()} />
      <Modal open={made !== undefined} onClose={() => setMade(undefined)} title={t('wifi.device.title', { username })}>
        <FormPart>
          <p>{t('wifi.device.text')}</p>
          <DescriptionList
            facts={[
              [t('wifi.device.password'), <CopyField key="password" value={made?.password ?? ''} label={t('wifi.device.password')} />],
            ]}
          />
          <Button kind="primary" icon={IconExport} onClick={() => saveFile(`${username}.p12`, 'application/x-pkcs12', made?.file ?? '')}>
            {t('wifi.device.download')}
          </Button>
        </FormPart>
      </Modal>
    </>
  )
}
