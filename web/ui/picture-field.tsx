import { type ChangeEvent, type ReactNode, useRef } from 'react'
import { Button, Buttons } from './button.tsx'
import { IconTrash, IconUpload } from './icons.ts'
import styles from './picture-field.module.css'

export interface PictureFieldProps {
  readonly label: string
  readonly hint: ReactNode
  /** Address of the present picture. */
  readonly src: string | null
  /** MIME types that people may choose. */
  readonly accept: string
  readonly chooseLabel: string
  readonly removeLabel: string
  readonly busy: boolean
  readonly onChoose: (file: File) => void
  readonly onRemove: () => void
}

/** One picture: how it looks now, another one, none. */
export function PictureField({ label, hint, src, accept, chooseLabel, removeLabel, busy, onChoose, onRemove }: PictureFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = '' // choosing the same file again, mended, is a choice too
    if (file) onChoose(file)
  }
  return (
    <div className={styles.field}>
      <div className={styles.frame}>{src && <img src={src} alt={label} />}</div>
      <div className={styles.side}>
        <p>{hint}</p>
        <input ref={input} type="file" accept={accept} aria-label={label} hidden onChange={choose} />
        <Buttons>
          <Button icon={IconUpload} busy={busy} onClick={() => input.current?.click()}>
            {chooseLabel}
          </Button>
          {src && (
            <Button icon={IconTrash} kind="quiet" disabled={busy} onClick={onRemove}>
              {removeLabel}
            </Button>
          )}
        </Buttons>
      </div>
    </div>
  )
}
