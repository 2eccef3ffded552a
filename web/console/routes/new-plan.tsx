import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '#api'
import { PlanFields } from '#console/features/catalog/plan-fields.tsx'
import type { Plan } from '#console/features/catalog/queries.ts'
import { TypedReplies } from '#console/features/catalog/router-replies.tsx'
import { termsDraft, usualTerms, type TermsValues } from '#console/features/catalog/terms-draft.ts'
import { TermsPreview } from '#console/features/catalog/terms-preview.tsx'
import { TermsSections } from '#console/features/catalog/terms-sections.tsx'
import { useI18n } from '#i18n'
import { Form, FormPart, useValues } from '#ui/form.tsx'
import { Card, Page } from '#ui/page.tsx'

interface Values extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly code: string
  readonly kind: Plan['kind']
  readonly technology: string
  readonly description: string
  readonly terms: TermsValues
}

/** Drafts a plan; it is looked at once more before it goes on sale. */
export function NewPlan() {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const draft = async ({ terms, ...plan }: Values, key: string) => {
    const { offerId } = await api.post<{ offerId: string }>('/plans', { ...plan, terms: termsDraft(terms, plan.kind) }, { key })
    await queries.invalidateQueries({ queryKey: ['offer', 'rows'] })
    await navigate({ to: '/plans/$id', params: { id: offerId }, ignoreBlocker: true })
  }
  const initial: Values = { name: '', code: '', kind: 'plan', technology: 'fibre', description: '', terms: usualTerms(format.today()) }
  return (
    <Page title={t('plan.new')} description={t('plan.new.text')} breadcrumbs={[{ label: t('nav.plans'), to: '/plans' }]}>
      <Form initial={initial} submitLabel={t('plan.draft')} onSubmit={draft}>
        <Card title={t('plan.new.what')}>
          <FormPart>
            <PlanFields />
          </FormPart>
        </Card>
        <Terms />
      </Form>
    </Page>
  )
}

function Terms() {
  const { kind, name, technology } = useValues<Values>()
  return (
    <>
      <TermsSections kind={kind} under="terms" />
      <TypedReplies kind={kind} under="terms" />
      <TermsPreview kind={kind} name={name} technology={technology} under="terms" />
    </>
  )
}
