import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, apiUrl } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { taxPackQuery, type TaxPack } from '#console/tax-pack.ts'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { Button, Buttons, DocumentButton } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { DateField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconDocument } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { UploadButton } from '#ui/upload-button.tsx'

interface Exemption {
  readonly id: string
  readonly jurisdiction: string
  readonly number: string
  readonly reason: string
  readonly validFrom: string
  /** Included. */
  readonly validUntil: string
  readonly fileId: string | null
  readonly revokedAt: string | null
}

const exemptionsQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customer', customerId, 'tax-exemptions'],
    queryFn: ({ signal }) => api.get<{ readonly items: readonly Exemption[] }>(`/customers/${customerId}/tax-exemptions`, {}, signal),
  })

/** Certificates by which a customer pays no tax of a state; nothing where the law knows none. */
export function TaxExemptions({ customerId }: { customerId: string }) {
  const { data: pack } = useQuery(taxPackQuery)
  return pack?.takesCertificates ? <Certificates customerId={customerId} pack={pack} /> : null
}

function Certificates({ customerId, pack }: { customerId: string; pack: TaxPack }) {
  const { t } = useI18n()
  const { data, error } = useQuery(exemptionsQuery(customerId))
  const [isAdding, setAdding] = useState(false)
  const close = () => setAdding(false)
  const add = (
    <Can permission="tax.exempt">
      <Button icon={IconAdd} onClick={() => setAdding(true)}>
        {t('exemption.add')}
      </Button>
    </Can>
  )
  return (
    <Card title={t('exemption.title')} actions={add}>
      {error && <ErrorBanner error={error} />}
      {data?.items.length === 0 && <p>{t('exemption.none')}</p>}
      {data ? (
        <Lines>
          {data.items.map((exemption) => (
            <CertificateLine key={exemption.id} exemption={exemption} customerId={customerId} />
          ))}
        </Lines>
      ) : (
        !error && <SkeletonLines lines={2} />
      )}
      <Modal open={isAdding} onClose={close} title={t('exemption.title')}>
        <CertificateForm customerId={customerId} pack={pack} onClose={close} />
      </Modal>
    </Card>
  )
}

function CertificateLine({ exemption, customerId }: { exemption: Exemption; customerId: string }) {
  const { t, format } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const { id, jurisdiction, number, reason, validFrom, validUntil, fileId, revokedAt } = exemption
  const stale = [exemptionsQuery(customerId).queryKey]
  const state = revokedAt ? 'revoked' : validUntil < format.today() ? 'expired' : 'active'
  const upload = (file: File) => void run({ act: () => api.put(`/tax-exemptions/${id}/file`, file), done: t('exemption.attached'), stale })
  const revoke = async () => {
    const question = {
      title: t('exemption.revoke.title', { number }),
      text: t('exemption.revoke.text'),
      action: t('exemption.revoke'),
      tone: 'danger' as const,
    }
    if (await confirm(question)) await run({ act: () => api.post(`/tax-exemptions/${id}/revocation`), done: t('exemption.revoked'), stale })
  }
  const days = t('exemption.days', { from: format.date(validFrom), until: format.date(validUntil) })
  return (
    <Line
      title={
        <>
          <strong>{jurisdiction}</strong> {number} <StatusBadge value={state} />
        </>
      }
      detail={[reason, days].join(' · ')}
    >
      <Buttons>
        {fileId && (
          <DocumentButton icon={IconDocument} href={apiUrl(`/tax-exemptions/${id}/file`)}>
            {t('exemption.file')}
          </DocumentButton>
        )}
        <Can permission="tax.exempt">
          {!fileId && (
            <UploadButton label={t('exemption.file')} accept="application/pdf,image/png,image/jpeg" busy={busy} onChoose={upload}>
              {t('exemption.attach')}
            </UploadButton>
          )}
          {!revokedAt && (
            <Button kind="quiet" disabled={busy} onClick={() => void revoke()}>
              {t('exemption.revoke')}
            </Button>
          )}
        </Can>
      </Buttons>
    </Line>
  )
}

/** Certificates are usually given for a year. */
const usualDays = 364

function CertificateForm({ customerId, pack, onClose }: { customerId: string; pack: TaxPack; onClose: () => void }) {
  const { t, format } = useI18n()
  const { run } = useDeed()
  const today = format.today()
  const initial = {
    jurisdiction: undefined as string | undefined,
    number: '',
    reason: '',
    validFrom: today,
    validUntil: addDays(today, usualDays),
  }
  const add = async (values: typeof initial, key: string) => {
    const added = await api.post<Exemption>(
      `/customers/${customerId}/tax-exemptions`,
      { ...values, reason: values.reason || undefined },
      { key },
    )
    await run({ act: async () => added, done: t('exemption.added'), stale: [exemptionsQuery(customerId).queryKey] })
    onClose()
  }
  const options = pack.regions.map(({ code, name }) => ({ value: code, label: name }))
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={add}>
      <p>{t('exemption.text')}</p>
      <FieldRow>
        <SelectField name="jurisdiction" label={t('exemption.state')} options={options} required />
        <TextField name="number" label={t('exemption.number')} required />
      </FieldRow>
      <FieldRow>
        <DateField name="validFrom" label={t('exemption.from')} required />
        <DateField name="validUntil" label={t('exemption.until')} required />
      </FieldRow>
      <TextField name="reason" label={t('exemption.reason')} hint={t('exemption.reason.hint')} />
    </Form>
  )
}
