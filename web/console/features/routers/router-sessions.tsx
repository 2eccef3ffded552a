import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { IconSessions } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import { InstantText, RateText } from '#ui/text.tsx'
import { routerSessionsQuery } from './queries.ts'

/** Who came online last through a router. */
export function RouterSessions({ nasId }: { nasId: string }) {
  const { t, label } = useI18n()
  const { data } = useQuery(routerSessionsQuery(nasId))
  const columns = (['username', 'customer', 'address', 'downloadBps', 'uploadBps', 'startedAt'] as const).map((key) => ({
    key,
    label: label(key, `list.sessions.${key}`, `column.${key}`),
    ...(key.endsWith('Bps') && { isFigure: true }),
  }))
  return (
    <Card
      title={t('nav.sessions')}
      actions={
        <LinkButton to="/sessions" search={{ f: ['state:eq:open', `nasId:eq:${nasId}`] }} kind="quiet" icon={IconSessions}>
          {t('router.all')}
        </LinkButton>
      }
    >
      {!data && <SkeletonLines lines={4} />}
      {data?.length === 0 && <p>{t('session.none')}</p>}
      {data && data.length > 0 && (
        <Table
          label={t('nav.sessions')}
          columns={columns}
          rows={data.map(({ id, downloadBps, uploadBps, startedAt, ...session }) => ({
            id,
            cells: {
              ...session,
              downloadBps: <RateText value={downloadBps} />,
              uploadBps: <RateText value={uploadBps} />,
              startedAt: <InstantText value={startedAt} />,
            },
          }))}
        />
      )}
    </Card>
  )
}
