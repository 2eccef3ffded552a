import type { ReactNode } from 'react'
import { useI18n } from '#i18n'
import { Button } from './button.tsx'
import formStyles from './form.module.css'
import { Modal } from './modal.tsx'

export interface Question {
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly text: ReactNode
  /** The verb on the button: never "OK". */
  readonly action: string
  readonly tone?: 'primary' | 'danger'
}

export function ConfirmDialog({ title, text, action, tone = 'primary', answer }: Question & { answer: (yes: boolean) => void }) {
  const { t } = useI18n()
  return (
    <Modal open onClose={() => answer(false)} title={title}>
      <div className={formStyles.form}>
        <div>{text}</div>
        <div className={formStyles.actions}>
          <Button onClick={() => answer(false)}>{t('common.cancel')}</Button>
          <Button kind={tone} onClick={() => answer(true)}>
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
