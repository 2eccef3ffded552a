import type { ReactNode } from 'react'
import { Button, Buttons } from './button.tsx'
import { IconPicture, IconTrash } from './icons.ts'
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
      {src ? (
        <div className={styles.frame}>
          <img src={src} alt={label} />
        </div>
      ) : (
        <div className={`${styles.frame} ${styles.empty}`}>
          <IconPicture size={28} aria-hidden />
        </div>
      )}
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
