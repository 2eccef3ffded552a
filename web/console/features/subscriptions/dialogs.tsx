import { QuoteConsent } from '#console/quote.tsx'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { ChoiceField } from '#ui/choice-field.tsx'
import { DateField, NumberField, TextAreaField } from '#ui/fields.tsx'
import { FieldRow, Form, useField } from '#ui/form.tsx'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { CredentialsCard } from './credentials.tsx'
import type { DialogName, SubscriptionDeeds } from './deeds.ts'
import { useFinish } from './finish.ts'
import { LoginFields, type LoginValues, loginDraft, noLogin } from './login-fields.tsx'
import { PlanChoice } from './plan-choice.tsx'
import type { Credentials } from './queries.ts'
import { TransferDialog } from './transfer-dialog.tsx'

/** The dialogs of a subscription; at most one is open. */
export function SubscriptionDialogs({ deeds }: { deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const { dialog, close, credentials, show } = deeds
  const Body = dialog && bodies[dialog]
  return (
    <>
      <Modal
        open={Body !== undefined}
        onClose={close}
        title={dialog ? t(`dialog.${dialog}`) : ''}
        wide={dialog !== undefined && quoted.includes(dialog)}
      >
        {Body && <Body deeds={deeds} />}
      </Modal>
      <Modal open={credentials !== undefined} onClose={() => show(undefined)} title={t('credentials.title')}>
        {credentials && <CredentialsCard credentials={credentials} />}
      </Modal>
    </>
  )
}

/** Dialogs that show every line of a quote. */
const quoted: readonly DialogName[] = ['plan', 'pause', 'end']

type BodyProps = { readonly deeds: SubscriptionDeeds }

const bodies: Readonly<Record<DialogName, (props: BodyProps) => React.ReactNode>> = {
  plan: PlanDialog,
  pause: PauseDialog,
  block: BlockDialog,
  'top-up': TopUpDialog,
  transfer: TransferDialog,
  end: EndDialog,
  login: LoginDialog,
}

function PlanDialog({ deeds }: BodyProps) {
  const { t } = useI18n()
  const finish = useFinish(deeds)
  return (
    <Form
      initial={{ offerId: undefined as string | undefined, agreed: false }}
      submitLabel={t('subscription.changePlan')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ offerId }, key) => finish('plan', { offerId }, key, t('deed.planChanged'))}
    >
      <p>{t('dialog.plan.text')}</p>
      <PlanChoice name="offerId" except={deeds.subscription.planId} />
      <PlanQuote deeds={deeds} />
    </Form>
  )
}

function PlanQuote({ deeds: { subscription } }: BodyProps) {
  const { value: offerId } = useField<string | undefined>('offerId')
  const isQuoted = offerId !== undefined && subscription.state !== 'pending'
  return <QuoteConsent ask={isQuoted ? { kind: 'plan-change', subscriptionId: subscription.id, offerId } : undefined} />
}

function PauseDialog({ deeds }: BodyProps) {
  const { t, format } = useI18n()
  const finish = useFinish(deeds)
  return (
    <Form
      initial={{ until: undefined as string | undefined, agreed: false }}
      submitLabel={t('subscription.pause')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ until }, key) => finish('pause', { until: until ?? null }, key, t('deed.paused'))}
    >
      <p>{t('dialog.pause.text')}</p>
      <DateField name="until" label={t('pause.until')} hint={t('pause.until.hint')} min={addDays(format.today(), 1)} />
      <QuoteConsent ask={{ kind: 'pause', subscriptionId: deeds.subscription.id }} />
    </Form>
  )
}

const staffReasons = ['admin', 'abuse', 'lost-device', 'unpaid'] as const

function BlockDialog({ deeds }: BodyProps) {
  const { t } = useI18n()
  const finish = useFinish(deeds)
  return (
    <Form
      initial={{ reason: 'admin', note: '' }}
      submitLabel={t('subscription.block')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ reason, note }, key) => finish('blocks', { reason, ...(note && { note }) }, key, t('deed.blocked'))}
    >
      <p>{t('dialog.block.text')}</p>
      <SelectField
        name="reason"
        label={t('block.reason')}
        options={staffReasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
        required
      />
      <TextAreaField name="note" label={t('block.note')} hint={t('block.note.hint')} />
    </Form>
  )
}

const bytesPerGigabyte = 1_000_000_000
const topUpDays = 30

function TopUpDialog({ deeds }: BodyProps) {
  const { t, format } = useI18n()
  const finish = useFinish(deeds)
  const today = format.today()
  return (
    <Form
      initial={{ bytes: 10 as number | undefined, validTo: addDays(today, topUpDays) }}
      submitLabel={t('subscription.topUp')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ bytes = 0, validTo }, key) =>
        finish(
          'top-ups',
          { bytes: String(Math.round(bytes * bytesPerGigabyte)), validTo: `${validTo}T23:59:59Z` },
          key,
          t('deed.toppedUp', { bytes: format.bytes(bytes * bytesPerGigabyte) }),
        )
      }
    >
      <FieldRow>
        <NumberField name="bytes" label={t('topUp.gigabytes')} min={0} required />
        <DateField name="validTo" label={t('topUp.validTo')} min={today} required />
      </FieldRow>
    </Form>
  )
}

function EndDialog({ deeds }: BodyProps) {
  const { t } = useI18n()
  const finish = useFinish(deeds)
  const isPending = deeds.subscription.state === 'pending'
  const choices = [
    ...(isPending ? [] : [{ value: 'cycle-end', label: t('end.cycleEnd'), detail: t('end.cycleEnd.text') }]),
    { value: 'now', label: t('end.now'), detail: t(isPending ? 'end.pending.text' : 'end.now.text') },
  ]
  return (
    <Form
      initial={{ when: isPending ? 'now' : 'cycle-end', agreed: false }}
      submitLabel={t('subscription.end')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ when }, key) => finish('cancellation', { when }, key, t(when === 'now' ? 'deed.ended' : 'deed.willEnd'))}
    >
      <ChoiceField name="when" label={t('dialog.end')} choices={choices} />
      <EndQuote deeds={deeds} />
    </Form>
  )
}

/** At the end of the cycle nothing is given back; what never began costs nothing. */
function EndQuote({ deeds: { subscription } }: BodyProps) {
  const { value: when } = useField<string>('when')
  const isQuoted = when === 'now' && subscription.state !== 'pending'
  return <QuoteConsent ask={isQuoted ? { kind: 'cancellation', subscriptionId: subscription.id } : undefined} />
}

function LoginDialog({ deeds }: BodyProps) {
  const { t } = useI18n()
  const finish = useFinish(deeds)
  const create = async (values: LoginValues, key: string) =>
    deeds.show(await finish<Credentials>('logins', loginDraft(values), key, t('deed.loginAdded')))
  return (
    <Form initial={noLogin} submitLabel={t('login.add')} onCancel={deeds.close} guard={false} onSubmit={create}>
      <LoginFields />
    </Form>
  )
}
