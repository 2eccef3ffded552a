import { Link, type LinkProps, useLocation } from '@tanstack/react-router'
import { type ReactNode, Suspense, lazy, useEffect, useRef, useState } from 'react'
import { useI18n } from '#i18n'
import styles from './app-shell.module.css'
import { IconButton } from './button.tsx'
import { type Icon, IconMenu, IconSearch } from './icons.ts'
import { Mark, Wordmark, productName } from './logo.tsx'

export interface NavigationItem {
  readonly to: NonNullable<LinkProps['to']>
  readonly label: string
  readonly icon: Icon
}

export interface NavigationArea {
  readonly label: string
  readonly items: readonly NavigationItem[]
}

export interface AppShellProps {
  readonly tenant: { readonly name: string; readonly logoUrl: string | null }
  readonly areas: readonly NavigationArea[]
  /** Up to four, for the bar at the bottom of a phone. */
  readonly favourites: readonly NavigationItem[]
  readonly onSearch: () => void
  readonly notice?: ReactNode
  readonly tools: ReactNode
  readonly children: ReactNode
}

const NavigationDrawer = lazy(async () => ({ default: (await import('./navigation-drawer.tsx')).NavigationDrawer }))

export function AppShell({ tenant, areas, favourites, onSearch, notice, tools, children }: AppShellProps) {
  const { t } = useI18n()
  const [drawer, setDrawer] = useState(false)
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t('shell.skip')}
      </a>
      <nav className={styles.side} aria-label={t('shell.navigation')}>
        <Brand {...tenant} />
        <Navigation areas={areas} />
        <div className={styles.maker}>
          <Wordmark size={20} />
        </div>
      </nav>
      <div className={styles.column}>
        <header className={styles.top}>
          <span className={styles.phoneBrand}>
            <Brand {...tenant} />
          </span>
          <button type="button" className={styles.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
            <IconSearch size={17} stroke={1.8} />
            <span>{t('shell.search')}</span>
            <kbd>{t('shell.searchKey')}</kbd>
          </button>
          <div className={styles.tools}>
            <span className={styles.phoneOnly}>
              <IconButton label={t('shell.search')} icon={IconSearch} onClick={onSearch} />
            </span>
            {tools}
          </div>
        </header>
        {notice}
        <main id="main" className={styles.main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <nav className={styles.bar} aria-label={t('shell.favourites')}>
        {favourites.map((item) => (
          <NavigationLink key={item.to} {...item} />
        ))}
        <button type="button" className={styles.link} onClick={() => setDrawer(true)} aria-expanded={drawer}>
          <IconMenu size={20} stroke={1.6} />
          <span>{t('shell.more')}</span>
        </button>
      </nav>
      <Suspense>
        {drawer && (
          <NavigationDrawer title={tenant.name} onClose={() => setDrawer(false)}>
            <Navigation areas={areas} onNavigate={() => setDrawer(false)} />
          </NavigationDrawer>
        )}
      </Suspense>
    </div>
  )
}

function Brand({ name, logoUrl }: AppShellProps['tenant']) {
  return (
    <Link to="/" className={styles.brand}>
      <span className={styles.logo}>{logoUrl ? <img src={logoUrl} alt="" width={32} height={32} /> : <Mark size={22} />}</span>
      <span className={styles.name}>{name || productName}</span>
    </Link>
  )
}

/** Areas as lines of a network map: every screen is a stop, the open one is lit. */
function Navigation({ areas, onNavigate }: { areas: readonly NavigationArea[]; onNavigate?: () => void }) {
  const list = useRef<HTMLDivElement>(null)
  const { pathname } = useLocation()
  // The list is longer than most screens: whoever comes by a link sees where they are.
  useEffect(() => {
    list.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' })
  }, [pathname])
  return (
    <div ref={list} className={styles.areas}>
      {areas.map((area) => (
        <section key={area.label} className={styles.area}>
          <h2>{area.label}</h2>
          <ul>
            {area.items.map((item) => (
              <li key={item.to}>
                <NavigationLink {...item} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function NavigationLink({ to, label, icon: IconPart, onNavigate }: NavigationItem & { onNavigate?: (() => void) | undefined }) {
  return (
    <Link
      to={to}
      className={styles.link}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      preload="intent"
      {...(onNavigate ? { onClick: onNavigate } : {})}
    >
      <IconPart size={19} stroke={1.6} />
      <span>{label}</span>
    </Link>
  )
}
