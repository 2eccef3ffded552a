import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { IconRefresh } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { Table } from '#ui/table.tsx'
import { InstantText } from '#ui/text.tsx'
import { driftQuery } from './queries.ts'

/** Where a router differs from what it should have, and the remedy for all of it. */
export function RouterDrift({ nasId, name }: { nasId: string; name: string }) {
  const { t, label } = useI18n()
  const { data } = useQuery(driftQuery(nasId))
  const text = (code: string) => (/^[a-z-]+$/.test(code) ? label(code, `status.${code}`) : code) // else a speed or an address
  return (
    <Card
      title={t('router.drift')}
      actions={
        <Can permission="access.write">
          <Resync nasId={nasId} name={name} />
        </Can>
      }
    >
      {!data && <SkeletonLines lines={3} />}
      {data?.length === 0 && <p>{t('router.drift.none')}</p>}
      {data && data.length > 0 && (
        <Table
          label={t('router.drift')}
          columns={[
            { key: 'kind', label: t('column.kind') },
            { key: 'username', label: label('username', 'column.username') },
            { key: 'wanted', label: t('column.wanted') },
            { key: 'found', label: t('column.found') },
            { key: 'since', label: t('column.since') },
          ]}
          rows={data.map(({ id, kind, username, wanted, found, since }) => ({
            id,
            cells: {
              kind: <StatusBadge value={kind} tone="warn" />,
              username,
              wanted: text(wanted),
              found: text(found),
              since: <InstantText value={since} />,
            },
          }))}
        />
      )}
    </Card>
  )
}

function Resync({ nasId, name }: { nasId: string; name: string }) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const ask = async () => {
    if (await confirm({ title: t('router.resync.title', { name }), text: t('router.resync.text'), action: t('router.resync') }))
      await run({ act: () => api.post(`/nas/${nasId}/resync`), done: t('router.resynced'), stale: [['router', nasId]] })
  }
  return (
    <Button kind="quiet" icon={IconRefresh} busy={busy} onClick={() => void ask()}>
      {t('router.resync')}
    </Button>
  )
}
