import { useState } from 'react'
import { api } from '#api'
import { useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconCheck, IconClose } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import type { Preview, Step } from './queries.ts'
import styles from './reply-preview.module.css'

/** "What would this login get, and why?": asks the function that answers real routers, with the right password. */
export function ReplyPreview({ nasId }: { nasId: string }) {
  const { t } = useI18n()
  const [preview, setPreview] = useState<Preview>()
  const ask = async ({ username }: { username: string }, key: string) => {
    setPreview(undefined)
    setPreview(await api.post<Preview>('/access/preview', { username, nasId }, { key }))
  }
  return (
    <Card title={t('preview.title')}>
      <Form initial={{ username: '' }} submitLabel={t('preview.ask')} guard={false} onSubmit={ask}>
        <TextField name="username" label={t('preview.username')} hint={t('preview.hint')} required />
      </Form>
      {preview && <Reply preview={preview} />}
    </Card>
  )
}

const verdictTones = { accept: 'ok', 'walled-garden': 'warn', reject: 'bad' } as const

function Reply({ preview: { verdict, reason, attributes, trace } }: { preview: Preview }) {
  const { t, label } = useI18n()
  return (
    <div className={styles.reply} role="status">
      <p className={styles.verdict}>
        <StatusBadge value={verdict} tone={verdictTones[verdict]} />
        {reason && <strong>{label(reason, `reason.${reason}`)}</strong>}
      </p>
      <h3>{t('preview.why')}</h3>
      <ol className={styles.trace}>
        {trace.map((step) => (
          <Question key={step.step} step={step} />
        ))}
      </ol>
      {attributes.length > 0 && (
        <>
          <h3>{t('preview.attributes')}</h3>
          <DescriptionList facts={attributes.map(({ name, value }) => [name, <code key={name}>{value}</code>] as const)} />
        </>
      )}
    </div>
  )
}

function Question({ step: { step, passed, found } }: { step: Step }) {
  const { t, label } = useI18n()
  const foundText = useFoundText()
  return (
    <li data-passed={passed}>
      {passed ? <IconCheck size={16} stroke={2.2} /> : <IconClose size={16} stroke={2.2} />}
      <span>{label(step, `preview.step.${step}`)}</span>
      <span className={styles.found}>{foundText(step, found)}</span>
      <span className="tl-hidden">{t(passed ? 'preview.passed' : 'preview.stopped')}</span>
    </li>
  )
}

/** What was found at a question: counts, reasons of blocks, or a code of ours. */
function useFoundText() {
  const { t, format, label } = useI18n()
  return (step: Step['step'], found: string) => {
    if (step === 'sessions') {
      const [online = '', most = ''] = found.split('/')
      return t('preview.sessions.found', { online: format.number(online), most: format.number(most) })
    }
    if (step === 'blocks' && found !== 'none')
      return found
        .split(' ')
        .map((reason) => label(reason, `reason.${reason}`))
        .join(', ')
    return label(found, `preview.${step}.${found}`, `status.${found}`)
  }
}
