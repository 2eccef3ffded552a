import type { ButtonHTMLAttributes, Ref } from 'react'
import styles from './avatar.module.css'

/** First letters of the first two words; by letters as people see them, so that Bengali conjuncts stay whole. */
function initialsOf(name: string): string {
  const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const firsts = name.split(/\s+/).filter(Boolean).slice(0, 2)
  return firsts.map((word) => [...letters.segment(word)][0]?.segment ?? '').join('')
}

export interface AvatarButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly name: string
  readonly label: string
  readonly ref?: Ref<HTMLButtonElement>
}

export function AvatarButton({ name, label, ...rest }: AvatarButtonProps) {
  return <button type="button" {...rest} className={styles.button} aria-label={label} title={label} data-initials={initialsOf(name)} />
}

export function PersonCard({ name, detail }: { name: string; detail: string }) {
  return (
    <div className={styles.card}>
      <strong>{name}</strong>
      <span>{detail}</span>
    </div>
  )
}
