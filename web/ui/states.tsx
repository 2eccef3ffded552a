import type { CSSProperties, ReactNode } from 'react'
import { ApiProblem } from '#api'
import { useI18n } from '#i18n'
import { Button } from './button.tsx'
import { type Icon, IconNothing, IconRefresh, IconWarning } from './icons.ts'
import styles from './states.module.css'

export interface EmptyStateProps {
  readonly title: string
  /** Teaches: what would be here, and how it gets here. */
  readonly children?: ReactNode
  readonly icon?: Icon
  readonly action?: ReactNode
}

export function EmptyState({ title, children, icon: IconPart = IconNothing, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <span className={styles.disc}>
        <IconPart size={26} stroke={1.5} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children && <p className={styles.text}>{children}</p>}
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  )
}

/** Says what went wrong, how to fix it, and the id under which support finds it. */
export function ErrorState({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { t } = useI18n()
  const { title, detail, requestId } = useErrorText()(error)
  return (
    <div className={styles.state} role="alert">
      <span className={`${styles.disc} ${styles.bad}`}>
        <IconWarning size={26} stroke={1.5} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{detail}</p>
      {retry && (
        <div className={styles.actions}>
          <Button icon={IconRefresh} onClick={retry}>
            {t('common.retry')}
          </Button>
        </div>
      )}
      {requestId && <p className={styles.request}>{t('error.requestId', { id: requestId })}</p>}
    </div>
  )
}

/** One line above a form or list. */
export function ErrorBanner({ error }: { error: unknown }) {
  const { title, detail } = useErrorText()(error)
  return (
    <div className={styles.banner} role="alert">
      <IconWarning size={18} stroke={1.8} />
      <div>
        <strong>{title}</strong>
        {detail !== title && <div>{detail}</div>}
      </div>
    </div>
  )
}

/** Says of any error what went wrong and how to fix it. */
export function useErrorText() {
  const { t, label, problem } = useI18n()
  return (error: unknown) => {
    if (!(error instanceof ApiProblem)) return { title: t('error.unexpected'), detail: t('error.unexpected.fix'), requestId: undefined }
    const { code, status, title, detail, requestId } = error.document
    const byStatus = `error.status.${status}`
    return {
      title: label(title, `error.${code}`, byStatus),
      detail: problem(error.document) ?? detail ?? label(t('error.unexpected.fix'), `error.${code}.fix`, `${byStatus}.fix`),
      requestId,
    }
  }
}

/** Grey bars in the shape of what is coming. By their mark, and that of busy buttons, a test knows that a screen is not complete yet. */
export function Skeleton({ width = '100%', height = '1em' }: { width?: CSSProperties['inlineSize']; height?: CSSProperties['blockSize'] }) {
  return <span className={styles.skeleton} style={{ inlineSize: width, blockSize: height }} aria-hidden="true" data-loading />
}

export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  const { t } = useI18n()
  return (
    <div className={styles.lines} role="status">
      <span className="tl-hidden">{t('common.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} width={`${92 - ((line * 23) % 45)}%`} />
      ))}
    </div>
  )
}
