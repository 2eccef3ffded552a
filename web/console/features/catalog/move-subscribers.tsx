import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { type MoneyWire, useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { FormPart } from '#ui/form.tsx'
import { Drawer } from '#ui/modal.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import type { Plan } from './queries.ts'
import { soldToday } from './versions.tsx'

interface Preview {
  readonly groups: readonly {
    readonly versionId: string
    readonly number: number
    readonly subscriptionCount: string
    readonly price: MoneyWire
    readonly difference: MoneyWire
  }[]
  readonly subscriptionCount: string
  readonly examples: readonly { readonly subscriptionId: string; readonly customerName: string }[]
}

interface Migration {
  readonly id: string
  readonly state: 'running' | 'done' | 'stopped'
  readonly subscriptionCount: string
  readonly subscriptionDone: string
}

const previewQuery = (draft: { readonly offerId: string; readonly toVersionId: string }) =>
  queryOptions({
    queryKey: ['offer', draft.offerId, 'migration-preview', draft.toVersionId],
    queryFn: () => api.post<Preview>('/plan-migrations/preview', draft),
  })

const pollMs = 1_000
const namesMax = 5 // said to recognise who is meant

const migrationQuery = (id: string) =>
  queryOptions({
    queryKey: ['plan-migration', id],
    queryFn: ({ signal }) => api.get<Migration>(`/plan-migrations/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pollMs : false),
  })

/** Moves all who have older terms of a plan to those that are sold today: first who they are and what it does to their price. */
export function MoveSubscribers({ plan, open, onClose }: { plan: Plan; open: boolean; onClose: () => void }) {
  const { t, format } = useI18n()
  const [migrationId, setMigrationId] = useState<string>()
  const to = soldToday(plan, format.today())
  return (
    <Drawer open={open} onClose={onClose} title={t('plan.move')} wide>
      {migrationId ? <Progress id={migrationId} /> : to && <Start offerId={plan.id} toVersionId={to.id} onStart={setMigrationId} />}
    </Drawer>
  )
}

function Start({ onStart, ...draft }: { offerId: string; toVersionId: string; onStart: (id: string) => void }) {
  const { t, format } = useI18n()
  const { data: preview, error, refetch } = useQuery(previewQuery(draft))
  const { busy, run } = useDeed()
  if (error && !preview) return <ErrorState error={error} retry={() => void refetch()} />
  if (!preview) return <SkeletonLines lines={5} />
  if (preview.groups.length === 0) return <EmptyState title={t('plan.move.nobody')}>{t('plan.move.nobody.text')}</EmptyState>
  const start = async () => onStart((await api.post<Migration>('/plan-migrations', draft)).id)
  return (
    <FormPart>
      <p>{t('plan.move.text')}</p>
      <Table
        label={t('plan.move')}
        columns={[
          { key: 'version', label: t('column.versionNumber') },
          { key: 'count', label: t('column.subscriptionCount'), isFigure: true },
          { key: 'price', label: t('plan.recurring'), isFigure: true },
          { key: 'difference', label: t('plan.move.difference'), isFigure: true },
        ]}
        rows={preview.groups.map((group) => ({
          id: group.versionId,
          cells: {
            version: format.number(group.number),
            count: format.number(group.subscriptionCount),
            price: format.money(group.price),
            difference: format.money(group.difference),
          },
        }))}
      />
      <p>
        {t('plan.move.examples', { names: [...new Set(preview.examples.map((one) => one.customerName))].slice(0, namesMax).join(', ') })}
      </p>
      <Buttons>
        <Button kind="primary" busy={busy} onClick={() => void run({ act: start, done: t('plan.move.started'), stale: [] })}>
          {t('plan.move.start', { count: Number(preview.subscriptionCount) })}
        </Button>
      </Buttons>
    </FormPart>
  )
}

function Progress({ id }: { id: string }) {
  const { t, format } = useI18n()
  const { data: migration, error, refetch } = useQuery(migrationQuery(id))
  const { busy, run } = useDeed()
  if (error && !migration) return <ErrorState error={error} retry={() => void refetch()} />
  if (!migration) return <SkeletonLines lines={2} />
  const { state, subscriptionDone, subscriptionCount } = migration
  const stop = () =>
    run({ act: () => api.post(`/plan-migrations/${id}/stop`), done: t('plan.move.stopped'), stale: [['plan-migration', id]] })
  return (
    <FormPart>
      <ProgressBar
        label={t(`plan.move.${state}`)}
        ratio={Number(subscriptionDone) / Math.max(Number(subscriptionCount), 1)}
        tone="info"
        detail={t('plan.move.progress', { done: format.number(subscriptionDone), count: format.number(subscriptionCount) })}
      />
      {state === 'running' && (
        <Buttons>
          <Button busy={busy} onClick={() => void stop()}>
            {t('plan.move.stop')}
          </Button>
        </Buttons>
      )}
    </FormPart>
  )
}
