import { useState } from 'react'
import { type ChangeAsk, QuoteConsent } from '#console/quote.tsx'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { ChoiceField } from '#ui/choice-field.tsx'
import { DateField, NumberField, TextAreaField } from '#ui/fields.tsx'
import { FieldRow, Form, useField } from '#ui/form.tsx'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { BoostDialog } from './boost-dialog.tsx'
import { CredentialsCard } from './credentials.tsx'
import type { DialogName, SubscriptionDeeds } from './deeds.ts'
import { useFinish, useFinishQuoted } from './finish.ts'
import { LoginFields, type LoginValues, loginDraft, noLogin } from './login-fields.tsx'
import { PlanChoice } from './plan-choice.tsx'
import type { Credentials, SubscriptionRow } from './queries.ts'
import { SellTopUp } from './sell-top-up.tsx'
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
const quoted: readonly DialogName[] = ['plan', 'pause', 'transfer', 'end']

type BodyProps = { readonly deeds: SubscriptionDeeds }

const bodies: Readonly<Record<DialogName, (props: BodyProps) => React.ReactNode>> = {
  plan: PlanDialog,
  pause: PauseDialog,
  block: BlockDialog,
  'top-up': TopUpDialog,
  boost: BoostDialog,
  transfer: TransferDialog,
  end: EndDialog,
  login: LoginDialog,
}

const planAsk = ({ id, state }: SubscriptionRow, offerId: string | undefined): ChangeAsk | undefined =>
  offerId !== undefined && state !== 'pending' ? { kind: 'plan-change', subscriptionId: id, offerId } : undefined

function PlanDialog({ deeds }: BodyProps) {
  const { t } = useI18n()
  const finish = useFinishQuoted(deeds)
  return (
    <Form
      initial={{ offerId: undefined as string | undefined, agreed: false }}
      submitLabel={t('subscription.changePlan')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ offerId }, key) =>
        finish(planAsk(deeds.subscription, offerId), { part: 'plan', body: { offerId } }, key, t('deed.planChanged'))
      }
    >
      <p>{t('dialog.plan.text')}</p>
      <PlanChoice name="offerId" except={deeds.subscription.planId} />
      <PlanQuote deeds={deeds} />
    </Form>
  )
}

function PlanQuote({ deeds: { subscription } }: BodyProps) {
  const { value: offerId } = useField<string | undefined>('offerId')
  return <QuoteConsent ask={planAsk(subscription, offerId)} />
}

const pauseAsk = ({ id }: SubscriptionRow, until: string | undefined): ChangeAsk => ({
  kind: 'pause',
  subscriptionId: id,
  ...(until && { until }),
})

function PauseDialog({ deeds }: BodyProps) {
  const { t, format } = useI18n()
  const finish = useFinishQuoted(deeds)
  return (
    <Form
      initial={{ until: undefined as string | undefined, agreed: false }}
      submitLabel={t('subscription.pause')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ until }, key) =>
        finish(pauseAsk(deeds.subscription, until), { part: 'pause', body: { until: until ?? null } }, key, t('deed.paused'))
      }
    >
      <p>{t('dialog.pause.text')}</p>
      <DateField name="until" label={t('pause.until')} hint={t('pause.until.hint')} min={addDays(format.today(), 1)} />
      <PauseQuote deeds={deeds} />
    </Form>
  )
}

function PauseQuote({ deeds: { subscription } }: BodyProps) {
  const { value: until } = useField<string | undefined>('until')
  return <QuoteConsent ask={pauseAsk(subscription, until)} />
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

/** Sold as it stands in the catalog, or granted as a courtesy. */
function TopUpDialog(props: BodyProps) {
  const { t } = useI18n()
  const can = useCan()
  const [way, setWay] = useState<'sell' | 'grant'>('sell')
  const { subscription, close } = props.deeds
  const grant = <GrantTopUp {...props} />
  if (!can('payments.receive')) return grant
  return (
    <Tabs
      open={way}
      onOpen={setWay}
      tabs={[
        { key: 'sell', label: t('topUp.sell'), content: <SellTopUp subscription={subscription} close={close} /> },
        ...(can('charging.write') ? [{ key: 'grant' as const, label: t('topUp.grant'), content: grant }] : []),
      ]}
    />
  )
}

function GrantTopUp({ deeds }: BodyProps) {
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

/** At the end of the cycle nothing is given back; what never began costs nothing. */
const endAsk = (
  { id, state }: SubscriptionRow,
  { when, comesBackAs }: { readonly when: string; readonly comesBackAs: string },
): ChangeAsk | undefined =>
  when === 'now' && state !== 'pending'
    ? { kind: 'cancellation', subscriptionId: id, ...(comesBackAs !== 'usual' && { refundOnCancellation: comesBackAs }) }
    : undefined

function EndDialog({ deeds }: BodyProps) {
  const { t } = useI18n()
  const finish = useFinishQuoted(deeds)
  const isPending = deeds.subscription.state === 'pending'
  const choices = [
    ...(isPending ? [] : [{ value: 'cycle-end', label: t('end.cycleEnd'), detail: t('end.cycleEnd.text') }]),
    { value: 'now', label: t('end.now'), detail: t(isPending ? 'end.pending.text' : 'end.now.text') },
  ]
  return (
    <Form
      initial={{ when: isPending ? 'now' : 'cycle-end', comesBackAs: 'usual', agreed: false }}
      submitLabel={t('subscription.end')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ when, comesBackAs }, key) =>
        finish(
          endAsk(deeds.subscription, { when, comesBackAs }),
          { part: 'cancellation', body: { when } },
          key,
          t(when === 'now' ? 'deed.ended' : 'deed.willEnd'),
        )
      }
    >
      <ChoiceField name="when" label={t('dialog.end')} choices={choices} />
      <EndQuote deeds={deeds} />
    </Form>
  )
}

function EndQuote({ deeds: { subscription } }: BodyProps) {
  const { t } = useI18n()
  const can = useCan()
  const { value: when } = useField<string>('when')
  const { value: comesBackAs } = useField<string>('comesBackAs')
  const ask = endAsk(subscription, { when, comesBackAs })
  const ways = ['usual', 'credit', 'money'] as const
  return (
    <>
      {ask && can('billing.adjust') && (
        <SelectField
          name="comesBackAs"
          label={t('end.comesBackAs')}
          options={ways.map((value) => ({ value, label: t(`end.comesBackAs.${value}`) }))}
        />
      )}
      <QuoteConsent ask={ask} />
    </>
  )
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
