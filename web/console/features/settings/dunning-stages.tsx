import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can, useSession } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { Button, IconButton } from '#ui/button.tsx'
import { MoneyField, NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, useField } from '#ui/form.tsx'
import { IconAdd, IconEdit, IconTrash } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type DunningStage, dunningActions, dunningStagesQuery } from './queries.ts'
import { useSave } from './save.ts'

/** What happens how many days after an invoice is due. */
export function DunningStages() {
  const { t } = useI18n()
  const { data, error } = useQuery(dunningStagesQuery)
  const [edited, setEdited] = useState<DunningStage | 'new'>()
  const close = () => setEdited(undefined)
  const add = (
    <Can permission="billing.configure">
      <Button icon={IconAdd} onClick={() => setEdited('new')}>
        {t('settings.stage.add')}
      </Button>
    </Can>
  )
  return (
    <Card title={t('settings.stage.title')} actions={add}>
      {error && <ErrorBanner error={error} />}
      {data?.length === 0 && <p>{t('settings.stage.none')}</p>}
      {data ? (
        <Lines>
          {data.map((stage) => (
            <StageLine key={stage.id} stage={stage} onEdit={() => setEdited(stage)} />
          ))}
        </Lines>
      ) : (
        !error && <SkeletonLines lines={3} />
      )}
      <Modal open={edited !== undefined} onClose={close} title={t(edited === 'new' ? 'settings.stage.add' : 'settings.stage.edit')}>
        {edited && <StageForm stage={edited === 'new' ? undefined : edited} onClose={close} />}
      </Modal>
    </Card>
  )
}

function StageLine({ stage, onEdit }: { stage: DunningStage; onEdit: () => void }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const remove = () =>
    run({ act: () => api.delete(`/dunning-stages/${stage.id}`), done: t('settings.stage.deleted'), stale: [dunningStagesQuery.queryKey] })
  return (
    <Line title={t(`settings.stage.${stage.action}`)} detail={[useDayText()(stage.days), stage.segment, ...useFeeText(stage)].join(' · ')}>
      <Can permission="billing.configure">
        <IconButton label={t('settings.stage.edit')} icon={IconEdit} onClick={onEdit} />
        <IconButton label={t('settings.stage.delete')} icon={IconTrash} disabled={busy} onClick={() => void remove()} />
      </Can>
    </Line>
  )
}

function useDayText() {
  const { t } = useI18n()
  return (days: number) => {
    if (days === 0) return t('story.dueThatDay')
    return days < 0 ? t('story.daysBefore', { count: -days }) : t('story.overdueDays', { count: days })
  }
}

/** What a late fee comes to, where the stage says so itself. */
function useFeeText({ feeMinor, feePercent }: DunningStage): string[] {
  const { format } = useI18n()
  const { tenant } = useSession()
  const sum = feeMinor === '0' ? [] : [format.money({ minor: feeMinor, currency: tenant.currency })]
  return feePercent === '0' ? sum : [...sum, `${format.number(feePercent)} %`]
}

const days = { min: -60, max: 365 }

interface StageValues extends Readonly<Record<string, unknown>> {
  readonly segment: string
  readonly days: number | undefined
  readonly action: DunningStage['action']
  readonly fee: MoneyWire | undefined
  readonly feePercent: string
}

function StageForm({ stage, onClose }: { stage: DunningStage | undefined; onClose: () => void }) {
  const { t } = useI18n()
  const save = useSave([dunningStagesQuery.queryKey])
  const { tenant } = useSession()
  const initial: StageValues = {
    segment: stage?.segment ?? 'standard',
    days: stage?.days,
    action: stage?.action ?? 'remind',
    fee: { minor: stage?.feeMinor ?? '0', currency: tenant.currency },
    feePercent: stage?.feePercent ?? '0',
  }
  const write = async ({ segment, fee, ...values }: StageValues, key: string) => {
    const charges = values.action === 'late-fee'
    const body = { ...values, feeMinor: charges ? (fee?.minor ?? '0') : '0', feePercent: charges ? values.feePercent || '0' : '0' }
    await save(() => (stage ? api.put(`/dunning-stages/${stage.id}`, body) : api.post('/dunning-stages', { segment, ...body }, { key })))
    onClose()
  }
  const options = dunningActions.map((value) => ({ value, label: t(`settings.stage.${value}`) }))
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={write}>
      <FieldRow>
        <NumberField name="days" label={t('settings.stage.days')} hint={t('settings.stage.days.hint')} {...days} required autoFocus />
        <SelectField name="action" label={t('settings.stage.action')} options={options} required />
      </FieldRow>
      <FeeFields />
      {!stage && <TextField name="segment" label={t('settings.stage.segment')} required />}
    </Form>
  )
}

/** Only a late fee costs something. */
function FeeFields() {
  const { t } = useI18n()
  const { tenant } = useSession()
  const { value: action } = useField<DunningStage['action']>('action')
  if (action !== 'late-fee') return null
  return (
    <FieldRow>
      <MoneyField name="fee" label={t('settings.stage.fee')} hint={t('settings.stage.fee.hint')} currency={tenant.currency} />
      <TextField name="feePercent" label={t('settings.stage.feePercent')} />
    </FieldRow>
  )
}
