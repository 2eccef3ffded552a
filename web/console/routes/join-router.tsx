import { JoinForm } from '#console/features/routers/join-form.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'

/** Adds a MikroTik: after this, one line is pasted into it. */
export function JoinRouter() {
  const { t } = useI18n()
  return (
    <Page title={t('join.add')} description={t('join.text')} breadcrumbs={[{ label: t('nav.nas'), to: '/nas' }]}>
      <JoinForm />
    </Page>
  )
}
