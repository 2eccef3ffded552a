import { type ChangeEvent, useRef } from 'react'
import { Button } from './button.tsx'
import { IconUpload } from './icons.ts'

export interface UploadButtonProps {
  /** What the button says. */
  readonly children: string
  /** Names the file for screen readers. */
  readonly label: string
  /** MIME types that people may choose. */
  readonly accept: string
  readonly busy: boolean
  readonly onChoose: (file: File) => void
}

/** Lets people choose a file of theirs, which is taken at once. */
export function UploadButton({ children, label, accept, busy, onChoose }: UploadButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = '' // choosing the same file again, mended, is a choice too
    if (file) onChoose(file)
  }
  return (
    <>
      <input ref={input} type="file" accept={accept} aria-label={label} hidden onChange={choose} />
      <Button icon={IconUpload} busy={busy} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  )
}
