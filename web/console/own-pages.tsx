import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useI18n } from '#i18n'
import { CopyField } from '#ui/copy-field.tsx'
import { NoValue } from '#ui/text.tsx'

const addressQuery = queryOptions({
  queryKey: ['selfcare-address'],
  queryFn: ({ signal }) => api.get<{ readonly url: string }>('/selfcare-address', {}, signal),
  staleTime: Infinity, // it follows from the installation and the business, which keep theirs
})

/** Where customers find their own pages, to be passed on. */
export function OwnPagesAddress() {
  const { t } = useI18n()
  const { data } = useQuery(addressQuery)
  return data ? <CopyField value={data.url} label={t('ownPages')} /> : <NoValue />
}
