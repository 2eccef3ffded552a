import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { IconSend } from '#ui/icons.ts'

/** Sends the customer the statement that is looked at. */
export function MailStatement({ accountId, from, until }: { accountId: string; from: string; until: string }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const send = () =>
    run({
      act: () => api.post(`/accounts/${accountId}/statement/mail`, { from, to: until }),
      done: t('statement.mailed'),
      stale: [['notice']],
    })
  return (
    <Can permission="documents.issue">
      <Button icon={IconSend} busy={busy} onClick={() => void send()}>
        {t('statement.mail')}
      </Button>
    </Can>
  )
}
