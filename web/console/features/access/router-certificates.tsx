import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useLive } from '#console/live.ts'
import { saveFile, saveText } from '#console/save-file.ts'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { DescriptionList } from '#ui/description-list.tsx'
import { TextAreaField } from '#ui/fields.tsx'
import { Form, FormPart } from '#ui/form.tsx'
import { IconAdd, IconBlock, IconExport } from '#ui/icons.ts'
import { Drawer, Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { Table } from '#ui/table.tsx'
import { InstantText } from '#ui/text.tsx'
import { useToast } from '#ui/toast.tsx'
import { type NasCertificate, nasCertificatesQuery, type Router } from './queries.ts'

const stale = [['nas_certificate']]

/** What a router proves itself by on RADIUS over TLS: certificates issued for it, authorities that vouch for it. */
export function RouterCertificates({ router }: { router: Router }) {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(nasCertificatesQuery(router.id))
  useLive(['nas_certificate'])
  const actions = (
    <Can permission="access.secrets">
      <Buttons>
        <TrustAuthority router={router} />
        <IssueCertificate router={router} />
      </Buttons>
    </Can>
  )
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <Card title={t('nasCertificate.title')} actions={actions}>
      {!data ? (
        <SkeletonLines lines={2} />
      ) : data.length === 0 ? (
        <p>
          <strong>{t('nasCertificate.none')}.</strong> {t('nasCertificate.none.text')}
        </p>
      ) : (
        <Certificates certificates={data} />
      )}
    </Card>
  )
}

function Certificates({ certificates }: { certificates: readonly NasCertificate[] }) {
  const { t } = useI18n()
  const columns = [
    { key: 'kind', label: t('column.kind') },
    { key: 'state', label: t('column.state') },
    { key: 'validTo', label: t('nasCertificate.validTo') },
    { key: 'fingerprint', label: t('nasCertificate.fingerprint') },
    { key: 'deeds', label: t('nasCertificate.deeds') },
  ]
  const rows = certificates.map(({ id, kind, subject, state, validTo, fingerprint }) => ({
    id,
    cells: {
      kind: kind === 'issued' ? t('value.kind.issued') : `${t('value.kind.authority')}: ${subject}`,
      state: <StatusBadge value={state} />,
      validTo: <InstantText value={validTo} />,
      fingerprint: <code>{`${fingerprint.slice(0, 16)}…`}</code>,
      deeds: <RevokeCertificate id={id} subject={subject} state={state} />,
    },
  }))
  const endsSoon = certificates.some(({ state }) => state === 'ends-soon')
  return (
    <>
      {endsSoon && <p role="status">{t('nasCertificate.renew')}</p>}
      <Table label={t('nasCertificate.title')} columns={columns} rows={rows} />
    </>
  )
}

function RevokeCertificate({ id, subject, state }: Pick<NasCertificate, 'id' | 'subject' | 'state'>) {
  const { t } = useI18n()
  const can = useCan()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  if (state === 'revoked' || state === 'expired' || !can('access.secrets')) return null
  const revoke = async () => {
    const question = { title: t('wifi.revoke.title', { name: subject }), text: t('nasCertificate.revoke.text'), action: t('wifi.revoke') }
    if (await confirm({ ...question, tone: 'danger' }))
      await run({ act: () => api.post(`/nas-certificates/${id}/revocation`), done: t('wifi.revoked'), stale })
  }
  return (
    <Button icon={IconBlock} size="sm" busy={busy} onClick={() => void revoke()}>
      {t('wifi.revoke')}
    </Button>
  )
}

/** What can be done with an opened row of the list of all routers' certificates. */
export const nasCertificateActions = ({ id, subject, state }: Row) => (
  <RevokeCertificate id={String(id)} subject={String(subject)} state={String(state) as NasCertificate['state']} />
)

interface Issued {
  readonly certificate: string
  readonly key: string
  readonly authority: string
  readonly file: string
  readonly password: string
}

function IssueCertificate({ router: { id, name } }: { router: Router }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const [made, setMade] = useState<Issued>()
  const issue = () =>
    run({ act: async () => setMade(await api.post<Issued>(`/nas/${id}/certificates`)), done: t('wifi.certificate.added'), stale })
  return (
    <>
      <Button kind="primary" icon={IconAdd} busy={busy} onClick={() => void issue()}>
        {t('nasCertificate.issue')}
      </Button>
      <Modal open={made !== undefined} onClose={() => setMade(undefined)} title={t('wifi.device.title', { username: name })}>
        {made && <IssuedFiles made={made} fileName={name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')} />}
      </Modal>
    </>
  )
}

function IssuedFiles({ made: { certificate, key, authority, file, password }, fileName }: { made: Issued; fileName: string }) {
  const { t } = useI18n()
  return (
    <FormPart>
      <p>{t('nasCertificate.once')}</p>
      <DescriptionList
        facts={[[t('wifi.device.password'), <CopyField key="password" value={password} label={t('wifi.device.password')} />]]}
      />
      <Buttons>
        <Button kind="primary" icon={IconExport} onClick={() => saveFile(`${fileName}.p12`, 'application/x-pkcs12', file)}>
          {t('nasCertificate.p12')}
        </Button>
        <Button icon={IconExport} onClick={() => saveText(`${fileName}.pem`, certificate + authority)}>
          {t('nasCertificate.pem')}
        </Button>
        <Button icon={IconExport} onClick={() => saveText(`${fileName}.key`, key)}>
          {t('nasCertificate.key')}
        </Button>
      </Buttons>
    </FormPart>
  )
}

function TrustAuthority({ router: { id, certificateName } }: { router: Router }) {
  const { t } = useI18n()
  const toast = useToast()
  const { refetch } = useQuery({ ...nasCertificatesQuery(id), enabled: false })
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const trust = async (values: { certificate: string }, key: string) => {
    await api.post(`/nas/${id}/authorities`, values, { key })
    await refetch()
    close()
    toast({ text: t('nasCertificate.trusted') })
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('nasCertificate.trust')}</Button>
      <Drawer open={open} onClose={close} title={t('nasCertificate.trust')} wide>
        {certificateName === null ? (
          <p>{t('nasCertificate.trust.nameless')}</p>
        ) : (
          <Form initial={{ certificate: '' }} submitLabel={t('nasCertificate.trust')} onCancel={close} guard={false} onSubmit={trust}>
            <p>{t('nasCertificate.trust.text', { name: certificateName })}</p>
            <TextAreaField name="certificate" label={t('wifi.certificate')} hint={t('nasCertificate.trust.hint')} required autoFocus />
          </Form>
        )}
      </Drawer>
    </>
  )
}
