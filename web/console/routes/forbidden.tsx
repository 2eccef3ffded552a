import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { IconAudit } from '#ui/icons.ts'
import { EmptyState } from '#ui/states.tsx'

export function Forbidden() {
  const { t } = useI18n()
  return (
    <EmptyState title={t('forbidden.title')} icon={IconAudit} action={<LinkButton to="/">{t('notFound.home')}</LinkButton>}>
      {t('forbidden.text')}
    </EmptyState>
  )
}
