import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useI18n } from '#i18n'
import { CopyField } from '#ui/copy-field.tsx'
import { NoValue } from '#ui/text.tsx'

export interface OwnPagesSettings {
  readonly url: string
  /** Whether customers are let in. */
  readonly isOpen: boolean
}

export const ownPagesQuery = queryOptions({
  queryKey: ['selfcare_setting'],
  queryFn: ({ signal }) => api.get<OwnPagesSettings>('/selfcare-settings', {}, signal),
})

/** Where customers find their own pages, to be passed on. */
export function OwnPagesAddress() {
  const { t } = useI18n()
  const { data } = useQuery(ownPagesQuery)
  if (!data) return <NoValue />
  return data.isOpen ? <CopyField value={data.url} label={t('ownPages')} /> : <>{t('ownPages.closed')}</>
}
