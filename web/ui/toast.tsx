import { type ReactNode, createContext, use, useCallback, useRef, useState } from 'react'
import { useI18n } from '#i18n'
import { Button, IconButton } from './button.tsx'
import { IconCheck, IconClose, IconWarning } from './icons.ts'
import styles from './toast.module.css'

export interface Toast {
  readonly text: string
  readonly tone?: 'ok' | 'bad'
  /** Takes the deed back; the toast then stays longer. */
  readonly undo?: () => unknown
}

const stayMs = 5_000
const stayWithUndoMs = 10_000 // WCAG 2.2.1: long enough to read, decide and reach the button
const shownMax = 3

const Context = createContext<((toast: Toast) => void) | undefined>(undefined)

export function useToast() {
  const show = use(Context)
  if (!show) throw new Error('useToast is called outside ToastProvider')
  return show
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly (Toast & { id: number })[]>([])
  const next = useRef(0)
  const dismiss = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), [])
  const show = useCallback(
    (toast: Toast) => {
      const id = next.current++
      setToasts((shown) => [...shown.slice(1 - shownMax), { ...toast, id }])
      setTimeout(() => dismiss(id), toast.undo ? stayWithUndoMs : stayMs)
    },
    [dismiss],
  )
  return (
    <Context value={show}>
      {children}
      <div className={styles.stack} role="status" aria-live="polite">
        {toasts.map(({ id, ...toast }) => (
          <ToastCard key={id} {...toast} onClose={() => dismiss(id)} />
        ))}
      </div>
    </Context>
  )
}

function ToastCard({ text, tone = 'ok', undo, onClose }: Toast & { onClose: () => void }) {
  const { t } = useI18n()
  const TonePart = tone === 'ok' ? IconCheck : IconWarning
  return (
    <div className={styles.toast} data-tone={tone}>
      <TonePart size={18} stroke={2} />
      <span className={styles.text}>{text}</span>
      {undo && (
        <Button
          kind="quiet"
          onClick={() => {
            undo()
            onClose()
          }}
        >
          {t('common.undo')}
        </Button>
      )}
      <IconButton label={t('common.close')} icon={IconClose} size={28} onClick={onClose} />
    </div>
  )
}
