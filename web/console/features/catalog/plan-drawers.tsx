import { useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '#api'
import { useI18n } from '#i18n'
import { TextAreaField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { Drawer } from '#ui/modal.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Plan, planQuery } from './queries.ts'
import { TypedReplies } from './router-replies.tsx'
import { nextTerms, termsDraft, type TermsValues } from './terms-draft.ts'
import { TermsPreview } from './terms-preview.tsx'
import { TermsSections } from './terms-sections.tsx'

interface DrawerProps {
  readonly plan: Plan
  readonly open: boolean
  readonly onClose: () => void
}

/** The name and the words of a plan, as they were seen. */
export function EditPlan({ plan: { id, name, description, version }, open, onClose }: DrawerProps) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const save = async (values: { name: string; description: string }) => {
    try {
      await api.patch(`/plans/${id}`, values, { version })
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) void queries.invalidateQueries(planQuery(id))
      throw error
    }
    await queries.invalidateQueries({ queryKey: ['offer'] })
    onClose()
    toast({ text: t('plan.saved') })
  }
  return (
    <Drawer open={open} onClose={onClose} title={t('plan.edit')}>
      <Form initial={{ name, description }} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={save}>
        <TextField name="name" label={t('plan.name')} required autoFocus />
        <TextAreaField name="description" label={t('plan.description')} />
      </Form>
    </Drawer>
  )
}

/** Other terms from a day on, beginning with those of the newest version. */
export function NewVersion({ plan: { id, kind, name, technology, versions }, open, onClose }: DrawerProps) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const [newest] = versions
  const add = async (values: TermsValues, key: string) => {
    await api.post(`/plans/${id}/versions`, termsDraft(values, kind), { key })
    await queries.invalidateQueries({ queryKey: ['offer'] })
    onClose()
    toast({ text: t('plan.versionAdded') })
  }
  return (
    <Drawer open={open} onClose={onClose} title={t('plan.newVersion')} wide>
      {newest && (
        <Form
          initial={nextTerms(newest, format.today())}
          submitLabel={t('plan.newVersion')}
          onCancel={onClose}
          guard={false}
          onSubmit={add}
        >
          <p>{t('plan.newVersion.text')}</p>
          <TermsSections kind={kind} />
          <TypedReplies kind={kind} />
          <TermsPreview kind={kind} name={name} technology={technology} />
        </Form>
      )}
    </Drawer>
  )
}
