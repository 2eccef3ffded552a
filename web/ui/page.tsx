import { Link, type LinkProps } from '@tanstack/react-router'
import { type CSSProperties, type ReactNode, useEffect } from 'react'
import { useI18n } from '#i18n'
import { IconForward } from './icons.ts'
import { productName } from './logo.tsx'
import styles from './page.module.css'

export interface Crumb {
  readonly label: string
  readonly to: LinkProps['to']
}

export interface PageProps {
  readonly title: string
  /** Beside the title: usually a StatusBadge. */
  readonly badge?: ReactNode
  readonly description?: ReactNode
  readonly breadcrumbs?: readonly Crumb[]
  /** At most one primary button, last. */
  readonly actions?: ReactNode
  /** The page keeps the height of the window and its content scrolls: for lists and maps. */
  readonly fill?: boolean
  readonly children: ReactNode
}

export function Page({ title, badge, description, breadcrumbs = [], actions, fill = false, children }: PageProps) {
  useDocumentTitle(title)
  return (
    <div className={styles.page} data-fill={fill || undefined}>
      <header className={styles.header}>
        <div className={styles.heading}>
          <Breadcrumbs crumbs={breadcrumbs} />
          <div className={styles.titleLine}>
            <h1>{title}</h1>
            {badge}
          </div>
          {description && <p>{description}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t } = useI18n()
  if (crumbs.length === 0) return null
  return (
    <nav aria-label={t('shell.breadcrumbs')}>
      <ol className={styles.crumbs}>
        {crumbs.map(({ label, to }) => (
          <li key={label}>
            <Link {...({ to } as LinkProps)}>{label}</Link>
            <IconForward size={14} stroke={1.8} className={styles.separator} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

export function useDocumentTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · ${productName}`
  }, [title])
}

/** A titled part of a page. */
export function Card({
  title,
  actions,
  children,
  flush = false,
}: {
  title?: string
  actions?: ReactNode
  children: ReactNode
  flush?: boolean
}) {
  return (
    <section className={styles.card} aria-label={title}>
      {(title || actions) && (
        <div className={styles.cardHead}>
          {title && <h2>{title}</h2>}
          {actions}
        </div>
      )}
      <div className={flush ? undefined : styles.cardBody}>{children}</div>
    </section>
  )
}

/** A main part with something beside it; on narrow screens what is beside comes first, for the main part may be long. */
export function Split({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className={styles.split}>
      <div className={styles.stack}>{children}</div>
      <div className={`${styles.stack} ${styles.aside}`}>{aside}</div>
    </div>
  )
}

/** Equal columns, as many as fit. */
export function Columns({ children, least = '16rem' }: { children: ReactNode; least?: string }) {
  return (
    <div className={styles.columns} style={{ '--least': least } as CSSProperties}>
      {children}
    </div>
  )
}
