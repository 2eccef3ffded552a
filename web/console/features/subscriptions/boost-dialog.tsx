import { FasterFields, fasterDraft, usualFaster } from '#console/faster.tsx'
import { useI18n } from '#i18n'
import { NumberField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import type { SubscriptionDeeds } from './deeds.ts'
import { useFinish } from './finish.ts'

const usualHours = 2
const hoursMax = 31 * 24

/** More speed for some hours, free of charge; what is sold is a top-up. */
export function BoostDialog({ deeds }: { deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const finish = useFinish(deeds)
  const give = ({ faster, hours = 0, reason }: { faster: typeof usualFaster; hours: number | undefined; reason: string }, key: string) =>
    finish('boosts', { faster: fasterDraft(faster), until: inHours(hours), reason }, key, t('deed.boosted'))
  return (
    <Form
      initial={{ faster: usualFaster, hours: usualHours as number | undefined, reason: '' }}
      submitLabel={t('subscription.boost')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={give}
    >
      <p>{t('dialog.boost.text')}</p>
      <FasterFields name="faster" />
      <NumberField name="hours" label={t('boosts.hours')} min={1} max={hoursMax} required />
      <TextField name="reason" label={t('boosts.why')} hint={t('boosts.why.hint')} required />
    </Form>
  )
}

const hourMs = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString()
