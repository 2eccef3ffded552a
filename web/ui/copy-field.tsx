import { useState } from 'react'
import { useI18n } from '#i18n'
import { IconButton } from './button.tsx'
import styles from './copy-field.module.css'
import { IconCheck, IconCopy, IconEye, IconEyeOff } from './icons.ts'

const copiedForMs = 1_500

/** A value to paste elsewhere: an id, an address, a key. */
export function CopyField({ value, label }: { value: string; label: string }) {
  return (
    <span className={styles.field}>
      <code aria-label={label}>{value}</code>
      <CopyButton value={value} label={label} />
    </span>
  )
}

/** Hidden until asked for. `reveal` fetches it, so that an unseen secret never reaches the page (and the asking is audited). */
export function SecretField({ label, reveal }: { label: string; reveal: () => Promise<string> }) {
  const { t } = useI18n()
  const [secret, setSecret] = useState<string>()
  const toggle = async () => setSecret(secret === undefined ? await reveal() : undefined)
  return (
    <span className={styles.field}>
      <code aria-label={label}>{secret ?? '••••••••••'}</code>
      <IconButton
        label={t(secret === undefined ? 'secret.show' : 'secret.hide')}
        icon={secret === undefined ? IconEye : IconEyeOff}
        size={28}
        onClick={() => void toggle()}
      />
      {secret !== undefined && <CopyButton value={secret} label={label} />}
    </span>
  )
}

/** Codes to keep in a safe place, and to copy all at once. */
export function CodeList({ codes, label }: { codes: readonly string[]; label: string }) {
  return (
    <div className={styles.list}>
      <ul aria-label={label}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton value={codes.join('\n')} label={label} />
    </div>
  )
}

/** Text to paste into a terminal: wrapped, never cut. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles.block}>
      <pre aria-label={label} tabIndex={0}>
        {text}
      </pre>
      <CopyButton value={text} label={label} />
    </div>
  )
}

function CopyButton({ value, label }: { value: string; label: string }) {
  const { t } = useI18n()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await copyText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), copiedForMs)
  }
  return (
    <IconButton
      label={copied ? t('copy.done') : t('copy.copy', { what: label })}
      icon={copied ? IconCheck : IconCopy}
      size={28}
      onClick={() => void copy()}
    />
  )
}

/** The clipboard API exists only on https; consoles are also opened on plain LAN addresses. */
async function copyText(text: string) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
