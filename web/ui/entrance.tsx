import type { ReactNode } from 'react'
import type { Icon } from './icons.ts'
import styles from './entrance.module.css'
import { Wordmark } from './logo.tsx'
import { useDocumentTitle } from './page.tsx'

export interface EntranceProps {
  readonly title: string
  readonly text?: ReactNode
  /** Said beside the form where there is room. */
  readonly promise: string
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** The pages before the shell: sign-in, reset, set-up. */
export function Entrance({ title, text, promise, tools, children }: EntranceProps) {
  useDocumentTitle(title)
  return (
    <div className={styles.entrance}>
      <aside className={styles.picture}>
        <Wordmark size={34} />
        <p>{promise}</p>
        <NetworkMap />
      </aside>
      <div className={styles.side}>
        <header className={styles.phoneMark}>
          <Wordmark size={28} />
        </header>
        <main className={styles.form}>
          <h1>{title}</h1>
          {text && <p className={styles.text}>{text}</p>}
          {children}
        </main>
        <footer className={styles.tools}>{tools}</footer>
      </div>
    </div>
  )
}

export interface Choice {
  readonly label: string
  readonly icon?: Icon
  readonly lang?: string
  readonly checked: boolean
  readonly onSelect: () => void
}

/** A few choices side by side; lighter to load than a menu, and all to be seen. */
export function Choices({ label, choices }: { label: string; choices: readonly Choice[] }) {
  return (
    <div className={styles.choices} role="group" aria-label={label}>
      {choices.map(({ label: name, icon: IconPart, lang, checked, onSelect }) => (
        <button key={name} type="button" lang={lang} aria-pressed={checked} aria-label={name} title={name} onClick={onSelect}>
          {IconPart ? <IconPart size={17} stroke={1.8} /> : name}
        </button>
      ))}
    </div>
  )
}

/** Trunk lines meeting at a junction and leaving to homes: the logo, grown large. */
function NetworkMap() {
  return (
    <svg
      className={styles.map}
      viewBox="0 0 640 420"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      preserveAspectRatio="xMidYMax slice"
    >
      <g stroke="var(--tl-side-line)" strokeWidth="6">
        <path d="M-20 300H210c60 0 60-140 130-140h320" />
        <path d="M210 300c60 0 70 70 140 70h310" />
        <path d="M210 300h450" />
        <path d="M340 160c50 0 50-90 110-90h210" />
        <path d="M460 370c40 0 50 60 100 60h100" />
        <path d="M430 300c40 0 40-70 90-70h140" />
      </g>
      <path className={styles.flow} d="M-20 300H210c60 0 60-140 130-140h320" stroke="var(--tl-side-accent)" strokeWidth="6" />
      <g fill="var(--tl-side)" stroke="var(--tl-side-line)" strokeWidth="4">
        {[
          [110, 300],
          [340, 160],
          [430, 300],
          [450, 70],
          [460, 370],
          [520, 230],
          [560, 160],
          [570, 300],
          [580, 70],
          [600, 370],
        ].map(([x, y]) => (
          <circle key={`${x},${y}`} cx={x} cy={y} r="8" />
        ))}
      </g>
      <circle cx="210" cy="300" r="17" fill="var(--tl-copper)" />
      <circle cx="210" cy="300" r="28" stroke="var(--tl-copper)" strokeOpacity="0.35" strokeWidth="4" />
    </svg>
  )
}
