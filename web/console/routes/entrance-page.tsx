import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useLanguageChoices, useThemeChoices } from '#console/preferences.ts'
import { useI18n } from '#i18n'
import { Choices, Entrance } from '#ui/entrance.tsx'

export interface EntrancePageProps {
  readonly title: string
  readonly text?: ReactNode
  /** Offers the way back to sign-in. */
  readonly back?: boolean
  readonly children: ReactNode
}

/** A page before the shell, with the switches people need before they have a profile. */
export function EntrancePage({ title, text, back = false, children }: EntrancePageProps) {
  const { t } = useI18n()
  return (
    <Entrance
      title={title}
      text={text}
      promise={t('entrance.promise')}
      tools={
        <>
          <Choices label={t('language.switch')} choices={useLanguageChoices()} />
          <Choices label={t('theme.switch')} choices={useThemeChoices()} />
        </>
      }
    >
      {children}
      {back && <Link to="/sign-in">{t('entrance.back')}</Link>}
    </Entrance>
  )
}
