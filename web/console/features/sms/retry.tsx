import { api, ApiProblem } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { IconRefresh } from '#ui/icons.ts'

const retryable: ReadonlySet<unknown> = new Set(['failed', 'refused'])

/** Sends a message again that failed or was refused. */
export function RetrySms({ row: { id, state } }: { row: Row }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  if (!retryable.has(state)) return null
  return (
    <Can permission="sms.send">
      <Button
        icon={IconRefresh}
        busy={busy}
        onClick={() => void run({ act: () => retry(String(id)), done: t('sms.retried'), stale: [['sms']] })}
      >
        {t('sms.retry')}
      </Button>
    </Can>
  )
}

/** @throws why it is not sent again */
async function retry(id: string) {
  const { failed } = await api.post<{ readonly failed: readonly { readonly code: string; readonly detail: string }[] }>(
    '/lists/short-messages/actions/retry',
    { ids: [id] },
  )
  const [refusal] = failed
  if (refusal) throw new ApiProblem({ status: 409, code: refusal.code, title: refusal.detail, detail: refusal.detail })
}
