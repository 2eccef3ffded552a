import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { useDocumentTitle } from '#ui/page.tsx'
import { EmptyState } from '#ui/states.tsx'

export function NotFound() {
  const { t } = useI18n()
  useDocumentTitle(t('notFound.title'))
  return (
    <EmptyState
      title={t('notFound.title')}
      action={
        <LinkButton to="/" kind="primary">
          {t('notFound.home')}
        </LinkButton>
      }
    >
      {t('notFound.text')}
    </EmptyState>
  )
}
