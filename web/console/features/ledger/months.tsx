import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { type Month, monthsQuery } from './queries.ts'

/** The latest month is running; every other can be closed, with all before it. */
export function Months() {
  const { data, error } = useQuery(monthsQuery)
  const [reopened, setReopened] = useState<Month>()
  const { t } = useI18n()
  const close = () => setReopened(undefined)
  if (error && !data) return <ErrorBanner error={error} />
  if (!data) return <SkeletonLines lines={6} />
  return (
    <Card title={t('closings.months')}>
      <Lines>
        {data.map((month, index) => (
          <MonthLine key={month.month} month={month} isRunning={index === 0} onReopen={() => setReopened(month)} />
        ))}
      </Lines>
      <Modal open={reopened !== undefined} onClose={close} title={t('closings.reopen')}>
        {reopened && <Reopen month={reopened} onClose={close} />}
      </Modal>
    </Card>
  )
}

function MonthLine({ month, isRunning, onReopen }: { month: Month; isRunning: boolean; onReopen: () => void }) {
  const { t, format } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const name = format.month(month.month)
  const close = async () => {
    const question = { title: t('closings.close.title', { month: name }), text: t('closings.close.text'), action: t('closings.close') }
    if (await confirm(question))
      await run({
        act: () => api.post('/ledger/closings', { month: month.month }),
        done: t('closings.closed', { month: name }),
        stale: [['ledger']],
      })
  }
  return (
    <Line title={name} detail={t('closings.entries', { count: Number(month.entries) })}>
      {month.isClosed && <StatusBadge value="closed" />}
      <Can permission="ledger.close">
        {month.isClosed && <Button onClick={onReopen}>{t('closings.reopen')}</Button>}
        {!month.isClosed && !isRunning && (
          <Button busy={busy} onClick={() => void close()}>
            {t('closings.close')}
          </Button>
        )}
      </Can>
    </Line>
  )
}

function Reopen({ month, onClose }: { month: Month; onClose: () => void }) {
  const { t, format } = useI18n()
  const { run } = useDeed()
  const reopen = async ({ reason }: { reason: string }) => {
    await run({
      act: () => api.post('/ledger/reopenings', { month: month.month, reason }),
      done: t('closings.reopened', { month: format.month(month.month) }),
      stale: [['ledger']],
    })
    onClose()
  }
  return (
    <Form initial={{ reason: '' }} submitLabel={t('closings.reopen')} onCancel={onClose} guard={false} onSubmit={reopen}>
      <p>{t('closings.reopen.text', { month: format.month(month.month) })}</p>
      <TextField name="reason" label={t('column.reason')} required autoFocus />
    </Form>
  )
}
