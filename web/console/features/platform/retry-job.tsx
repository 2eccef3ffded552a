import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { IconRefresh } from '#ui/icons.ts'

export function RetryJob({ job }: { job: Row }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  if (job['state'] !== 'failed') return null
  const retry = () =>
    run({ act: () => api.post('/lists/jobs/actions/retry', { ids: [job.id] }), done: t('platform.job.retried'), stale: [['job']] })
  return (
    <Can permission="platform.repair">
      <Button icon={IconRefresh} busy={busy} onClick={() => void retry()}>
        {t('action.retry')}
      </Button>
    </Can>
  )
}
