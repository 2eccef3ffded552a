import { useQuery } from '@tanstack/react-query'
import type { LinkProps } from '@tanstack/react-router'
import { api } from '#api'
import type { RowPage } from '#console/list-queries.ts'
import { type ListName, lists } from '#console/lists.ts'
import { useLive } from '#console/live.ts'
import { useCan, useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'

type LinkTarget = NonNullable<LinkProps['to']>

const tiles: readonly { readonly name: ListName; readonly to: LinkTarget; readonly permission: string }[] = [
  { name: 'customers', to: '/customers', permission: 'customers.read' },
  { name: 'subscriptions', to: '/subscriptions', permission: 'subscriptions.read' },
  { name: 'sessions', to: '/sessions', permission: 'access.read' },
  { name: 'invoices', to: '/invoices', permission: 'billing.read' },
  { name: 'payments', to: '/payments', permission: 'payments.read' },
]

/** Where the day starts: how much of everything there is, each a way in. */
export function Home() {
  const { t } = useI18n()
  const { staff } = useSession()
  const can = useCan()
  const allowed = tiles.filter(({ permission }) => can(permission))
  useLive(allowed.map(({ name }) => lists[name].topic))
  return (
    <Page title={t('home.title', { name: staff.name.split(' ')[0] ?? staff.name })} description={t('home.text')}>
      <Stats>
        {allowed.map(({ name, to }) => (
          <CountTile key={name} name={name} to={to} />
        ))}
      </Stats>
    </Page>
  )
}

function CountTile({ name, to }: { name: ListName; to: LinkTarget }) {
  const { t, format } = useI18n()
  const { title, topic } = lists[name]
  const { data } = useQuery({
    queryKey: [topic, 'count', name],
    queryFn: ({ signal }) => api.get<RowPage>(`/lists/${name}/rows`, { limit: 1 }, signal),
  })
  return <Stat label={t(title)} value={data && format.number(data.total)} to={to} />
}
