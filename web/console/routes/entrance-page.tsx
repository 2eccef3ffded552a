import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '#i18n'
import { LanguageMenu, ThemeMenu } from '#console/user-menu.tsx'
import { Entrance } from '#ui/entrance.tsx'

/** A page before the shell, with the switches people need before they have a profile. */
export function EntrancePage({ title, text, back = false, children }: { title: string; text?: ReactNode; back?: boolean; children: ReactNode }) {
  const { t } = useI18n()
  return (
    <Entrance
      title={title}
      text={text}
      promise={t('entrance.promise')}
      tools={
        <>
          <LanguageMenu />
          <ThemeMenu />
        </>
      }
    >
      {children}
      {back && <Link to="/sign-in">{t('entrance.back')}</Link>}
    </Entrance>
  )
}
