import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { saveText } from '#console/save-file.ts'
import { Can } from '#console/session.tsx'
import { taxPackQuery } from '#console/tax-pack.ts'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, FormPart } from '#ui/form.tsx'
import { IconExport } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { pathOf, type Registration, registrationQuery, type TaxDocument, type TaxForm, taxFormQuery } from './queries.ts'

/** Whether the tax office of the country has a form for such documents. */
export function useHasTaxForm(kind: TaxDocument['kind']): boolean {
  const { data: pack } = useQuery(taxPackQuery)
  return pack !== undefined && pack.taxForms.includes(kind)
}

interface TaxOfficeProps {
  readonly document: TaxDocument
  readonly open: boolean
  readonly onClose: () => void
}

/** What the tax office gets of a document, and its answer, which is printed from then on. */
export function TaxOffice({ document, open, onClose }: TaxOfficeProps) {
  const { t } = useI18n()
  return (
    <Modal open={open} onClose={onClose} title={t('taxOffice.title', { number: document.number })}>
      <FormAndAnswer document={document} onClose={onClose} />
    </Modal>
  )
}

function FormAndAnswer({ document, onClose }: Omit<TaxOfficeProps, 'open'>) {
  const { data: form, error: formError } = useQuery(taxFormQuery(document))
  const { data: answered, error: answerError } = useQuery(registrationQuery(document))
  if (formError || answerError) return <ErrorState error={formError ?? answerError} />
  if (!form || !answered) return <SkeletonLines />
  if (form.faults.length > 0) return <Faults faults={form.faults} />
  return (
    <FormPart>
      <SaveForm form={form} number={document.number} />
      {answered.registration ? (
        <Answer answer={answered.registration} />
      ) : (
        <Can permission="billing.adjust">
          <KeepAnswer document={document} onClose={onClose} />
        </Can>
      )}
    </FormPart>
  )
}

function Faults({ faults }: { faults: readonly string[] }) {
  const { t } = useI18n()
  return (
    <FormPart>
      <p>{t('taxOffice.faults')}</p>
      <Lines>
        {faults.map((fault) => (
          <Line key={fault} title={fault} />
        ))}
      </Lines>
    </FormPart>
  )
}

function SaveForm({ form: { form, content }, number }: { form: TaxForm; number: string }) {
  const { t } = useI18n()
  const save = () => saveText(`${number.replaceAll('/', '-')}-${form}.json`, JSON.stringify(content, null, 2))
  return (
    <Buttons>
      <Button icon={IconExport} onClick={save}>
        {t('taxOffice.save', { form })}
      </Button>
    </Buttons>
  )
}

function Answer({ answer }: { answer: Registration }) {
  const { t, format } = useI18n()
  return (
    <DescriptionList
      facts={[
        [t('invoice.registration'), answer.reference],
        [t('taxOffice.acknowledgedNumber'), answer.acknowledgedNumber],
        [t('taxOffice.acknowledgedAt'), format.instant(answer.acknowledgedAt)],
      ]}
    />
  )
}

const noAnswer = { reference: '', acknowledgedNumber: '', acknowledgedAt: '', qrCode: '' }

function KeepAnswer({ document, onClose }: Omit<TaxOfficeProps, 'open'>) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const keep = async (answer: typeof noAnswer, key: string) => {
    await api.post(`${pathOf(document)}/registration`, answer, { key })
    await queries.invalidateQueries({ queryKey: ['invoice'] })
    onClose()
    toast({ text: t('taxOffice.kept', { number: document.number }) })
  }
  return (
    <Form initial={noAnswer} submitLabel={t('taxOffice.keep')} onCancel={onClose} guard={false} onSubmit={keep}>
      <p>{t('taxOffice.text')}</p>
      <TextField name="reference" label={t('invoice.registration')} hint={t('taxOffice.reference.hint')} required autoFocus />
      <FieldRow>
        <TextField name="acknowledgedNumber" label={t('taxOffice.acknowledgedNumber')} required />
        <TextField name="acknowledgedAt" label={t('taxOffice.acknowledgedAt')} hint={t('taxOffice.acknowledgedAt.hint')} required />
      </FieldRow>
      <TextAreaField name="qrCode" label={t('taxOffice.qrCode')} hint={t('taxOffice.qrCode.hint')} required />
    </Form>
  )
}
