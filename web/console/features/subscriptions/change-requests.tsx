import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { customerAccountsQuery } from '#console/customer-choice.tsx'
import { useDeed } from '#console/deed.ts'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, LinkButton } from '#ui/button.tsx'
import { ChoiceField } from '#ui/choice-field.tsx'
import { TextAreaField } from '#ui/fields.tsx'
import { Form, FormPart } from '#ui/form.tsx'
import { IconBack, IconBlock, IconCheck, IconReminder, IconSubscriptions } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge, type Tone } from '#ui/status-badge.tsx'
import { Timeline } from '#ui/timeline.tsx'
import { type Toast, useToast } from '#ui/toast.tsx'
import { type ChangeRequest, changeRequestQuery, changeRequestsQuery, itemsQuery, offerNameQuery } from './queries.ts'

const tones: Readonly<Record<ChangeRequest['state'], Tone>> = {
  open: 'warn',
  approved: 'info',
  declined: 'quiet',
  withdrawn: 'quiet',
  done: 'ok',
  failed: 'bad',
  'needs-consent': 'warn',
}

/** Changes that were asked for, to be decided here. */
export function ChangeRequests({ subscriptionId }: { subscriptionId: string }) {
  const { t } = useI18n()
  const { data, error } = useQuery(changeRequestsQuery(subscriptionId))
  return (
    <Card title={t('changeRequest.title')}>
      {error && !data && <ErrorBanner error={error} />}
      {!data && !error && <SkeletonLines lines={2} />}
      {data?.length === 0 && <p>{t('changeRequest.none')}</p>}
      <Timeline
        entries={(data ?? []).map((request) => ({
          id: request.id,
          at: request.createdAt,
          icon: tones[request.state] === 'warn' ? IconReminder : IconCheck,
          tone: tones[request.state],
          title: <ChangeText request={request} />,
          detail: <Standing request={request} />,
        }))}
      />
    </Card>
  )
}

/** In the drawer of the list, whose rows tell only the kind of a change. */
export function ChangeRequestPart({ id }: { id: string }) {
  const { t } = useI18n()
  const { data: request, error } = useQuery(changeRequestQuery(id))
  if (error && !request) return <ErrorBanner error={error} />
  if (!request) return <SkeletonLines lines={3} />
  return (
    <FormPart>
      <strong>
        <ChangeText request={request} />
      </strong>
      <Standing request={request} />
      <Buttons>
        <LinkButton to="/subscriptions/$id" params={{ id: request.subscriptionId }} icon={IconSubscriptions}>
          {t('changeRequest.open')}
        </LinkButton>
      </Buttons>
    </FormPart>
  )
}

/** What is asked for, with the names of what it is about. */
function ChangeText({ request: { subscriptionId, change } }: { request: ChangeRequest }) {
  const { t, format } = useI18n()
  const can = useCan()
  const offerId = 'offerId' in change ? change.offerId : ''
  const customerId = 'customerId' in change ? change.customerId : ''
  const { data: offer = '…' } = useQuery({ ...offerNameQuery(offerId), enabled: offerId !== '' && can('catalog.read') })
  const { data: items = [] } = useQuery({ ...itemsQuery(subscriptionId), enabled: 'itemId' in change })
  const { data: recipient } = useQuery({ ...customerAccountsQuery(customerId), enabled: customerId !== '' && can('customers.read') })
  const itemNamed = (itemId: string) => items.find(({ id }) => id === itemId)?.name ?? '…'
  switch (change.kind) {
    case 'plan':
      return t('changeRequest.plan', { name: offer })
    case 'add-item':
      return t('changeRequest.add-item', { name: offer, count: change.quantity })
    case 'item-quantity':
      return t('changeRequest.item-quantity', { name: itemNamed(change.itemId), count: change.quantity })
    case 'remove-item':
      return t('changeRequest.remove-item', { name: itemNamed(change.itemId) })
    case 'pause':
      return change.until === null ? t('changeRequest.pause') : t('changeRequest.pauseUntil', { day: format.date(change.until) })
    case 'resume':
      return t('changeRequest.resume')
    case 'transfer':
      return t('changeRequest.transfer', { name: recipient?.name ?? '…' })
    case 'cancel':
      return t('changeRequest.cancel')
    default:
      return change satisfies never
  }
}

/** Who asked and why, what was decided, and what can be decided now. */
function Standing({ request }: { request: ChangeRequest }) {
  const { t, format } = useI18n()
  const { state, channel, effective, effectiveOn, reason, note, problem } = request
  const when = effectiveOn === null ? t(`changeRequest.effective.${effective}`) : t('changeRequest.on', { day: format.date(effectiveOn) })
  return (
    <FormPart>
      <div>
        <StatusBadge value={state} tone={tones[state]} /> {[when, t(`changeRequest.channel.${channel}`)].join(' · ')}
      </div>
      {reason && <p>{t('changeRequest.reason', { text: reason })}</p>}
      {note && <p>{t('changeRequest.noted', { text: note })}</p>}
      {problem && <p>{t('changeRequest.problem', { text: problem })}</p>}
      {state === 'needs-consent' && <p>{t('changeRequest.needsConsent')}</p>}
      <Deeds request={request} />
    </FormPart>
  )
}

const stale = [['subscription'], ['customer']] // also the list of all requests, and the one who gets a subscription

function Deeds({ request }: { request: ChangeRequest }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const [decision, setDecision] = useState<Decision>()
  const withdraw = () =>
    run({ act: () => api.post(`/change-requests/${request.id}/withdrawal`), done: t('changeRequest.withdrawn'), stale })
  const close = () => setDecision(undefined)
  const consent = () => run({ act: () => api.post(`/change-requests/${request.id}/consent`), done: t('changeRequest.consented'), stale })
  if (request.state !== 'open' && request.state !== 'approved' && request.state !== 'needs-consent') return null
  return (
    <Buttons>
      {request.state === 'open' && (
        <Can permission="subscriptions.approve">
          <Button kind="primary" icon={IconCheck} onClick={() => setDecision('approval')}>
            {t('changeRequest.approve')}
          </Button>
        </Can>
      )}
      {request.state === 'needs-consent' && (
        <Can permission="subscriptions.write">
          <Button kind="primary" icon={IconCheck} busy={busy} onClick={() => void consent()}>
            {t('changeRequest.consent')}
          </Button>
        </Can>
      )}
      {request.state !== 'approved' && (
        <Can permission="subscriptions.approve">
          <Button icon={IconBlock} onClick={() => setDecision('refusal')}>
            {t('changeRequest.decline')}
          </Button>
        </Can>
      )}
      <Can permission="subscriptions.write">
        <Button kind="quiet" icon={IconBack} busy={busy} onClick={() => void withdraw()}>
          {t('changeRequest.withdraw')}
        </Button>
      </Can>
      <Modal
        open={decision !== undefined}
        onClose={close}
        title={decision === 'refusal' ? t('changeRequest.decline') : t('changeRequest.approve')}
      >
        {decision && <DecisionForm request={request} decision={decision} close={close} />}
      </Modal>
    </Buttons>
  )
}

type Decision = 'approval' | 'refusal'

interface DecisionFormProps {
  readonly request: ChangeRequest
  readonly decision: Decision
  readonly close: () => void
}

/** What became of a request by a decision: one that is approved for now is made at once, or is found to cost something else than was agreed. */
function useOutcome(): (decided: ChangeRequest) => Toast {
  const { t, format } = useI18n()
  return ({ state, effectiveOn }) => {
    if (state === 'needs-consent') return { text: t('changeRequest.notMade'), tone: 'bad' }
    if (state === 'approved' && effectiveOn) return { text: t('changeRequest.approved', { day: format.date(effectiveOn) }) }
    return { text: t(state === 'done' ? 'changeRequest.made' : 'changeRequest.declined') }
  }
}

/** What is approved, from when, and words for the customer. */
function DecisionForm({ request, decision, close }: DecisionFormProps) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const outcomeOf = useOutcome()
  const isApproval = decision === 'approval'
  const decide = async ({ effective, note }: { effective: string; note: string }, key: string) => {
    const body = { ...(isApproval && { effective }), ...(note.trim() && { note: note.trim() }) }
    const decided = await api.post<ChangeRequest>(`/change-requests/${request.id}/${decision}`, body, { key })
    await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
    close()
    toast(outcomeOf(decided))
  }
  return (
    <Form
      initial={{ effective: request.effective as string, note: '' }}
      submitLabel={t(isApproval ? 'changeRequest.approve' : 'changeRequest.decline')}
      onCancel={close}
      guard={false}
      onSubmit={decide}
    >
      <p>
        <ChangeText request={request} />
      </p>
      {isApproval && <EffectiveChoice />}
      <TextAreaField name="note" label={t('changeRequest.note')} hint={t('changeRequest.note.hint')} />
    </Form>
  )
}

function EffectiveChoice() {
  const { t } = useI18n()
  const choices = [
    { value: 'now', label: t('changeRequest.effective.now') },
    { value: 'cycle-end', label: t('changeRequest.effective.cycle-end') },
  ]
  return <ChoiceField name="effective" label={t('changeRequest.when')} choices={choices} />
}
