import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { IconRefresh } from '#ui/icons.ts'

export function ReplayEvent({ failure }: { failure: Row }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  if (failure['replayedAt']) return null
  const replay = () =>
    run({
      act: () => api.post(`/event-failures/${failure.id}/replay`, {}),
      done: t('platform.failure.replayed'),
      stale: [['event_failure']],
    })
  return (
    <Can permission="platform.repair">
      <Button icon={IconRefresh} busy={busy} onClick={() => void replay()}>
        {t('platform.failure.replay')}
      </Button>
    </Can>
  )
}
