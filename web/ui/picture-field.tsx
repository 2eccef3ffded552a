import type { ReactNode } from 'react'
import { Button, Buttons } from './button.tsx'
import { IconTrash } from './icons.ts'
import styles from './picture-field.module.css'
import { UploadButton } from './upload-button.tsx'

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
  return (
    <div className={styles.field}>
      <div className={styles.frame}>{src && <img src={src} alt={label} />}</div>
      <div className={styles.side}>
        <p>{hint}</p>
        <Buttons>
          <UploadButton label={label} accept={accept} busy={busy} onChoose={onChoose}>
            {chooseLabel}
          </UploadButton>
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
