import { useI18n } from '#i18n'
import type { Stage } from './queries.ts'

/** A stage in words: what happens, and how many days before or after the due day. */
export function useStageText() {
  const { t } = useI18n()
  return ({ action, days }: Pick<Stage, 'action' | 'days'>): string => {
    const when =
      days === 0 ? t('story.dueThatDay') : days < 0 ? t('story.daysBefore', { count: -days }) : t('story.overdueDays', { count: days })
    return `${t(`settings.stage.${action}`)}: ${when}`
  }
}
