import { useState } from 'react'
import { useI18n } from '#i18n'
import { Button, IconButton } from '../button.tsx'
import { useConfirm } from '../confirm.tsx'
import { IconClose } from '../icons.ts'
import styles from './data-table.module.css'
import { useListLabels } from './labels.ts'
import type { ListAction, ListDeclaration } from './list.ts'

/** The rows an action is for: those ticked, or all that match the filters. */
export type Target = { readonly ids: readonly string[] } | 'all'

export interface BulkBarProps {
  readonly list: ListDeclaration
  readonly target: Target
  readonly count: number
  readonly total: number
  readonly onAll: () => void
  readonly onClear: () => void
  readonly onAction: (action: ListAction, target: Target) => Promise<unknown>
}

export function BulkBar({ list, target, count, total, onAll, onClear, onAction }: BulkBarProps) {
  const { t } = useI18n()
  const labels = useListLabels(list)
  const confirm = useConfirm()
  const [busy, setBusy] = useState('')
  const run = async (action: ListAction) => {
    const name = labels.action(action.name)
    const tone = action.tone === 'danger' ? 'danger' : 'primary'
    if (
      action.confirm &&
      !(await confirm({ title: t('bulk.confirm.title', { action: name }), text: t('bulk.confirm.text', { count }), action: name, tone }))
    )
      return
    setBusy(action.name)
    await onAction(action, target).finally(() => setBusy(''))
  }
  return (
    <div className={styles.bulk} role="toolbar" aria-label={t('bulk.bar')}>
      <IconButton label={t('bulk.clear')} icon={IconClose} size={28} onClick={onClear} />
      <strong>{t('bulk.selected', { count })}</strong>
      {target !== 'all' && count < total && (
        <Button kind="quiet" onClick={onAll}>
          {t('bulk.all', { count: total })}
        </Button>
      )}
      <span className={styles.bulkActions}>
        {list.actions.map((action) => (
          <Button
            key={action.name}
            kind={action.tone === 'danger' ? 'danger' : 'plain'}
            busy={busy === action.name}
            disabled={busy !== ''}
            onClick={() => void run(action)}
          >
            {labels.action(action.name)}
          </Button>
        ))}
      </span>
    </div>
  )
}
