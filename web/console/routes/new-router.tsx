import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '#api'
import { RouterFields, type RouterValues, draftOf, usualRouter } from '#console/features/access/router-fields.tsx'
import { SharedSecretField, newSecret } from '#console/features/access/secret-field.tsx'
import { useI18n } from '#i18n'
import { Form, FormPart } from '#ui/form.tsx'
import { Card, Page } from '#ui/page.tsx'

/** A router may ask from the moment it is saved. */
export function NewRouter() {
  const { t } = useI18n()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const add = async (values: RouterValues & { secret: string }, key: string) => {
    const { id } = await api.post<{ id: string }>('/nas', draftOf(values), { key })
    await queries.invalidateQueries({ queryKey: ['nas', 'rows'] })
    await navigate({ to: '/nas/$id', params: { id }, ignoreBlocker: true })
  }
  return (
    <Page title={t('router.add')} description={t('router.add.text')} breadcrumbs={[{ label: t('nav.nas'), to: '/nas' }]}>
      <Form initial={{ ...usualRouter, secret: newSecret() }} submitLabel={t('router.add')} onSubmit={add}>
        <Card>
          <FormPart>
            <RouterFields />
          </FormPart>
        </Card>
        <Card>
          <SharedSecretField />
        </Card>
      </Form>
    </Page>
  )
}
