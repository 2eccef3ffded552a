import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { IconCheck, IconTrash } from '#ui/icons.ts'
import type { BillRun } from './queries.ts'

/** What is decided about a run that was looked at. */
export function BillRunActions({ run: { id, number, state, invoiceCount, total } }: { run: BillRun }) {
  const { t, format } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  if (state !== 'previewed') return null
  const stale = [['bill_run', id], ['invoice']] // also the list of runs
  const discard = () => run({ act: () => api.post(`/bill-runs/${id}/discard`), done: t('billRun.discarded'), stale })
  const approve = async () => {
    const question = {
      title: t('billRun.approve.title', { number }),
      text: t('billRun.approve.text', { count: Number(invoiceCount), total: format.money(total) }),
      action: t('billRun.approve'),
    }
    if (await confirm(question)) await run({ act: () => api.post(`/bill-runs/${id}/approval`), done: t('billRun.approved'), stale })
  }
  return (
    <Can permission="billing.run">
      <Button icon={IconTrash} busy={busy} onClick={() => void discard()}>
        {t('billRun.discard')}
      </Button>
      <Button kind="primary" icon={IconCheck} busy={busy} onClick={() => void approve()}>
        {t('billRun.approve')}
      </Button>
    </Can>
  )
}
