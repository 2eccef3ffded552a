import { RetrySms } from '#console/features/sms/retry.tsx'
import { SendTest } from '#console/features/sms/send-test.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import type { Row } from '#ui/data-table/list.ts'

const retry = (row: Row) => <RetrySms key={row.id} row={row} />

/** Every short message, with what became of it. */
export function ShortMessages() {
  const { t } = useI18n()
  const settings = (
    <Can permission="sms.read">
      <LinkButton to="/settings/$tab" params={{ tab: 'sms' }}>
        {t('sms.provider')}
      </LinkButton>
    </Can>
  )
  return (
    <ListScreen
      name="short-messages"
      actions={
        <>
          {settings}
          <Can permission="sms.send">
            <SendTest />
          </Can>
        </>
      }
      emptyAction={settings}
      rowActions={retry}
    />
  )
}
