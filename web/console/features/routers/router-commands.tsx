import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { IconSignal } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { Table } from '#ui/table.tsx'
import { InstantText } from '#ui/text.tsx'
import { type CommandRow, commandsQuery } from './queries.ts'

/** What we asked of a router lately, by which way, and what came of it. */
export function RouterCommands({ nasId }: { nasId: string }) {
  const { t } = useI18n()
  const { data } = useQuery(commandsQuery(nasId))
  return (
    <Card
      title={t('router.commands')}
      actions={
        <LinkButton to="/network-commands" search={{ f: [`nasId:eq:${nasId}`] }} kind="quiet" icon={IconSignal}>
          {t('router.all')}
        </LinkButton>
      }
    >
      {!data && <SkeletonLines lines={4} />}
      {data?.length === 0 && <p>{t('router.commands.none')}</p>}
      {data && data.length > 0 && <Commands commands={data} />}
    </Card>
  )
}

function Commands({ commands }: { commands: readonly CommandRow[] }) {
  const { t, label } = useI18n()
  const columns = [
    { key: 'queuedAt', label: label('queuedAt', 'column.queuedAt') },
    { key: 'username', label: label('username', 'column.username') },
    { key: 'kind', label: t('column.kind') },
    { key: 'via', label: t('column.via') },
    { key: 'state', label: label('state', 'column.state') },
    { key: 'detail', label: t('column.detail') },
  ]
  const rows = commands.map(({ id, queuedAt, username, kind, via, state, errorCause, detail }) => ({
    id,
    cells: {
      queuedAt: <InstantText value={queuedAt} />,
      username,
      kind: label(kind, `status.${kind}`),
      via: label(via, `status.${via}`),
      state: <StatusBadge value={state} />,
      detail: detail ?? errorCause,
    },
  }))
  return <Table label={t('router.commands')} columns={columns} rows={rows} />
}
