import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { FormPart } from '#ui/form.tsx'
import { IconNas, IconTrash } from '#ui/icons.ts'
import { Card, Columns } from '#ui/page.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import { AddPool, EditPool } from './pool-form.tsx'
import { conflictsQuery, type PoolUse, poolsQuery } from './queries.ts'

/** Every pool with how full it is. */
export function Pools() {
  const { t, format } = useI18n()
  const { data, error, refetch } = useQuery(poolsQuery)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={6} />
  if (data.pools.length === 0)
    return (
      <EmptyState title={t('addressPool.none')} icon={IconNas} action={<AddPool />}>
        {t('addressPool.none.text')}
      </EmptyState>
    )
  return (
    <>
      <Columns least="20rem">
        {data.pools.map((pool) => (
          <PoolCard key={pool.id} pool={pool} />
        ))}
      </Columns>
      {data.outside !== '0' && <p>{t('addressPool.outside', { count: format.number(data.outside) })}</p>}
    </>
  )
}

/** A static pool is as full as logins have it, the others as sessions do. */
function PoolCard({ pool }: { pool: PoolUse }) {
  const { t, format } = useI18n()
  const { id, name, kind, prefix, unitLength, locationName, nasName, capacity, used, assigned, note } = pool
  const taken = kind === 'static' ? assigned : used
  const detail = t('quota.used', { used: format.number(taken), granted: format.number(capacity) })
  const places = [locationName, nasName].filter((place) => place !== null)
  return (
    <Card title={name}>
      <FormPart>
        <ProgressBar label={prefix} ratio={Number(taken) / Number(capacity)} detail={detail} />
        <p>{[t(`addressPool.kind.${kind}`), `/${unitLength}`, ...places].join(' · ')}</p>
        {note !== '' && <p>{note}</p>}
        <Buttons>
          <EditPool pool={pool} />
          <RemovePool id={id} name={`${name} ${prefix}`} />
        </Buttons>
      </FormPart>
    </Card>
  )
}

function RemovePool({ id, name }: { id: string; name: string }) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const remove = async () => {
    const question = { title: t('addressPool.remove.title', { name }), text: t('addressPool.remove.text'), action: t('addressPool.remove') }
    if (await confirm({ ...question, tone: 'danger' }))
      await run({ act: () => api.delete(`/address-pools/${id}`), done: t('addressPool.removed'), stale: [['address_pool']] })
  }
  return (
    <Can permission="addresses.write">
      <Button size="sm" icon={IconTrash} busy={busy} onClick={() => void remove()}>
        {t('addressPool.remove')}
      </Button>
    </Can>
  )
}

/** Addresses that two have or may come to have. */
export function Conflicts() {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(conflictsQuery)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={3} />
  const columns = [
    { key: 'address', label: t('column.address') },
    { key: 'kind', label: t('addressConflict.what') },
    { key: 'parties', label: t('addressConflict.parties') },
  ]
  const rows = data.map(({ kind, address, parties }) => ({
    id: `${kind} ${address} ${parties.join(' ')}`,
    cells: { address, kind: t(`addressConflict.${kind}`), parties: parties.join(', ') },
  }))
  return (
    <Card title={t('addressConflict.title')}>
      {rows.length === 0 ? <p>{t('addressConflict.none')}</p> : <Table label={t('addressConflict.title')} columns={columns} rows={rows} />}
    </Card>
  )
}
