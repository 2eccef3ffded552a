import { useQuery } from '@tanstack/react-query'
import type { LinkProps } from '@tanstack/react-router'
import { api } from '#api'
import type { RowPage } from '#console/list-queries.ts'
import { type ListName, lists } from '#console/lists.ts'
import { useLive } from '#console/live.ts'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Stat, Stats } from '#ui/stat.tsx'

type LinkTarget = NonNullable<LinkProps['to']>

const tiles: readonly { readonly name: ListName; readonly to: LinkTarget; readonly permission: string }[] = [
  { name: 'customers', to: '/customers', permission: 'customers.read' },
  { name: 'subscriptions', to: '/subscriptions', permission: 'subscriptions.read' },
  { name: 'sessions', to: '/sessions', permission: 'access.read' },
  { name: 'invoices', to: '/invoices', permission: 'billing.read' },
  { name: 'payments', to: '/payments', permission: 'payments.read' },
]

/** For roles that do not see the figures of the business: how much there is of what they work with. */
export function CountTiles() {
  const can = useCan()
  const allowed = tiles.filter(({ permission }) => can(permission))
  useLive(allowed.map(({ name }) => lists[name].topic))
  return (
    <Stats>
      {allowed.map(({ name, to }) => (
        <CountTile key={name} name={name} to={to} />
      ))}
    </Stats>
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
