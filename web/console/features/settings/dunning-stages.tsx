import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, IconButton } from '#ui/button.tsx'
import { NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
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
    <Line title={t(`settings.stage.${stage.action}`)} detail={`${useDayText()(stage.days)} · ${stage.segment}`}>
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

const days = { min: -60, max: 365 }

function StageForm({ stage, onClose }: { stage: DunningStage | undefined; onClose: () => void }) {
  const { t } = useI18n()
  const save = useSave([dunningStagesQuery.queryKey])
  const initial = { segment: stage?.segment ?? 'standard', days: stage?.days, action: stage?.action ?? 'remind' }
  const write = async ({ segment, ...values }: typeof initial, key: string) => {
    await save(() =>
      stage ? api.put(`/dunning-stages/${stage.id}`, values) : api.post('/dunning-stages', { segment, ...values }, { key }),
    )
    onClose()
  }
  const options = dunningActions.map((value) => ({ value, label: t(`settings.stage.${value}`) }))
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={write}>
      <FieldRow>
        <NumberField name="days" label={t('settings.stage.days')} hint={t('settings.stage.days.hint')} {...days} required autoFocus />
        <SelectField name="action" label={t('settings.stage.action')} options={options} required />
      </FieldRow>
      {!stage && <TextField name="segment" label={t('settings.stage.segment')} required />}
    </Form>
  )
}
