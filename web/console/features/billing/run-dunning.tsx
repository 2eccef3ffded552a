import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { IconReminder } from '#ui/icons.ts'
import { useErrorText } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'

interface Outcome {
  readonly reminded: number
  readonly suspended: number
}

/** Takes the dunning steps of today at once. */
export function RunDunning() {
  const { t } = useI18n()
  const confirm = useConfirm()
  const queries = useQueryClient()
  const toast = useToast()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const run = async () => {
    if (!(await confirm({ title: t('dunningRun.title'), text: t('dunningRun.text'), action: t('dunningRun.run') }))) return
    setBusy(true)
    try {
      const { reminded, suspended } = await api.post<Outcome>('/dunning-runs', {})
      await queries.invalidateQueries({ queryKey: ['invoice'] })
      await queries.invalidateQueries({ queryKey: ['dunning'] })
      toast({ text: t('dunningRun.done', { reminded, suspended }) })
    } catch (error) {
      toast({ text: errorText(error).detail, tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={IconReminder} busy={busy} onClick={() => void run()}>
      {t('dunningRun.run')}
    </Button>
  )
}
