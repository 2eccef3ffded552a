import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { IconRefresh } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { InstantText } from '#ui/text.tsx'

interface Delivery {
  readonly body: string
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: readonly {
    readonly at: string
    readonly status: number | null
    readonly durationMs: number
    readonly error: string | null
    readonly answer: string
  }[]
}

/** What was sent, every attempt with what was answered, and the button that sends it again. */
export function WebhookDelivery({ id }: { id: string }) {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery({
    queryKey: ['webhook_delivery', id],
    queryFn: ({ signal }) => api.get<Delivery>(`/webhook-deliveries/${id}`, {}, signal),
  })
  const { busy, run } = useDeed()
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines />
  const replay = () =>
    run({
      act: () => api.post(`/webhook-deliveries/${id}/replay`, {}),
      done: t('settings.endpoint.replayed'),
      stale: [['webhook_delivery']],
    })
  return (
    <>
      {data.state !== 'waiting' && (
        <Can permission="webhooks.write">
          <Button icon={IconRefresh} busy={busy} onClick={() => void replay()}>
            {t('list.webhook-deliveries.action.replay')}
          </Button>
        </Can>
      )}
      <Lines>
        <Line title={t('webhook.body')} detail={<code>{data.body}</code>} />
        {data.attempts.map((attempt) => (
          <Line
            key={attempt.at}
            title={<InstantText value={attempt.at} />}
            detail={[attempt.error ?? attempt.status, t('webhook.took', { ms: attempt.durationMs }), attempt.answer]
              .filter(Boolean)
              .join(' · ')}
          />
        ))}
      </Lines>
    </>
  )
}
