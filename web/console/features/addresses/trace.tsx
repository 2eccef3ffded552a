import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#api'
import { CustomerLink } from '#console/features/customers/customer-link.tsx'
import { useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { NumberField, TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { InstantText } from '#ui/text.tsx'
import type { Finding, SessionEvidence, Trace } from './queries.ts'

interface Question extends Readonly<Record<string, unknown>> {
  readonly address: string
  readonly port?: number
  readonly at: string
  readonly reference: string
  readonly reason: string
}

/** Asks who had an address; the answer stands below until another is asked for. */
export function TraceAddress() {
  const { t } = useI18n()
  const [trace, setTrace] = useState<Trace>()
  const ask = async ({ address, port, ...question }: Question, key: string) =>
    setTrace(
      await api.post<Trace>('/address-traces', { ...question, address: address.trim(), ...(port !== undefined && { port }) }, { key }),
    )
  const initial: Question = { address: '', at: '', reference: '', reason: '' }
  return (
    <>
      <Card title={t('addressTrace.question')}>
        <Form initial={initial} submitLabel={t('addressTrace.search')} guard={false} onSubmit={ask}>
          <FieldRow>
            <TextField name="address" label={t('column.address')} hint={t('addressTrace.address.hint')} required autoFocus />
            <NumberField name="port" label={t('addressTrace.port')} hint={t('addressTrace.port.hint')} min={0} max={65_535} />
          </FieldRow>
          <TextField name="at" label={t('addressTrace.at')} hint={t('addressTrace.at.hint')} required />
          <TextField name="reference" label={t('column.reference')} hint={t('addressTrace.reference.hint')} required />
          <TextAreaField name="reason" label={t('column.reason')} hint={t('addressTrace.reason.hint')} required />
        </Form>
      </Card>
      {trace && <Answer key={trace.id} trace={trace} />}
    </>
  )
}

function Answer({ trace: { verdict, findings } }: { trace: Trace }) {
  const { t } = useI18n()
  return (
    <>
      <p role="status">
        <strong>{t(`addressTrace.verdict.${verdict}`)}</strong>
      </p>
      {findings.map((finding, index) => (
        <FindingCard key={index} finding={finding} />
      ))}
    </>
  )
}

function FindingCard({ finding: { via, mapping, sessions } }: { finding: Finding }) {
  const { t } = useI18n()
  return (
    <Card title={t(`addressTrace.via.${via}`)}>
      {mapping && (
        <DescriptionList
          facts={[
            [t('addressTrace.block'), `${mapping.publicAddress} : ${mapping.portFrom}–${mapping.portTo}`],
            [t('addressTrace.private'), mapping.privateAddress],
            [t('addressTrace.from'), <InstantText key="from" value={mapping.from} />],
            [t('addressTrace.until'), <InstantText key="until" value={mapping.until} />],
            [t('addressTrace.device'), mapping.device],
          ]}
        />
      )}
      {sessions.length === 0 && <p>{t('addressTrace.noSession')}</p>}
      {sessions.map((session) => (
        <Evidence key={session.sessionId} session={session} />
      ))}
    </Card>
  )
}

function Evidence({ session }: { session: SessionEvidence }) {
  const { t } = useI18n()
  const { customerId, customerName, customerNumber, subscriptionId, subscriptionNumber } = session
  return (
    <DescriptionList
      facts={[
        [
          t('addressTrace.customer'),
          customerId && (
            <CustomerLink key="customer" customer={{ id: customerId, name: customerName ?? '', number: customerNumber ?? '' }} />
          ),
        ],
        [
          t('addressTrace.subscription'),
          subscriptionId && (
            <Link key="subscription" to="/subscriptions/$id" params={{ id: subscriptionId }}>
              {subscriptionNumber}
            </Link>
          ),
        ],
        [t('addressTrace.username'), session.username],
        [t('addressTrace.callingStation'), session.callingStation],
        [t('addressTrace.router'), session.nasName],
        [t('addressTrace.acctSessionId'), session.acctSessionId],
        [t('addressTrace.from'), <InstantText key="from" value={session.startedAt} />],
        [t('addressTrace.until'), <InstantText key="until" value={session.endedAt} />],
        ...(session.closedBy !== null && session.closedBy !== 'nas' ? [[t('addressTrace.concluded'), t('common.yes')] as const] : []),
      ]}
    />
  )
}
