import { type DragEvent, useState } from 'react'
import styles from './drop-zone.module.css'
import { IconUpload } from './icons.ts'
import { UploadButton, type UploadButtonProps } from './upload-button.tsx'

export interface DropZoneProps extends UploadButtonProps {
  /** What to drop here. */
  readonly hint: string
}

/** A place to drop a file of theirs on; the button is for everybody who has no mouse. */
export function DropZone({ hint, busy, onChoose, ...button }: DropZoneProps) {
  const [isOver, setIsOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const file = event.dataTransfer.files[0]
    if (file && !busy) onChoose(file)
  }
  const hold = (event: DragEvent) => {
    event.preventDefault() // or the browser would open the file
    setIsOver(true)
  }
  return (
    <div className={styles.zone} data-over={isOver} onDragOver={hold} onDragLeave={() => setIsOver(false)} onDrop={drop}>
      <IconUpload aria-hidden="true" size={28} />
      <p>{hint}</p>
      <UploadButton busy={busy} onChoose={onChoose} {...button} />
    </div>
  )
}
