import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useI18n } from '#i18n'
import { ChecksField } from '#ui/checks-field.tsx'
import { DateField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { type Endpoint, eventTypesQuery } from './queries.ts'
import { useSave } from './save.ts'

interface Values extends Readonly<Record<string, unknown>> {
  readonly url: string
  readonly description: string
  /** None: every type. */
  readonly eventTypes: readonly string[]
}

/** @param onSecret is given the secret of a new endpoint, which is shown once */
export function EndpointForm({
  endpoint,
  onClose,
  onSecret,
}: {
  endpoint?: Endpoint
  onClose: () => void
  onSecret?: (secret: string) => void
}) {
  const { t } = useI18n()
  const save = useSave([['webhook_endpoint']])
  const { data: types, error, refetch } = useQuery(eventTypesQuery)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!types) return <SkeletonLines />
  const initial: Values = {
    url: endpoint?.url ?? 'https://',
    description: endpoint?.description ?? '',
    eventTypes: endpoint?.eventTypes ?? [],
  }
  const groups = [...Map.groupBy(types, ({ type }) => type.split('.')[0] ?? '')].map(([label, part]) => ({
    label,
    options: part.map(({ type }) => ({ value: type, label: type })),
  }))
  const write = async (values: Values, key: string) => {
    const body = { ...values, eventTypes: values.eventTypes.length === 0 ? null : values.eventTypes }
    if (endpoint) {
      await save(() => api.patch(`/webhook-endpoints/${endpoint.id}`, body, { version: endpoint.version }))
      return onClose()
    }
    onSecret?.((await save(() => api.post<{ secret: string }>('/webhook-endpoints', body, { key }))).secret)
  }
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={write}>
      <TextField name="url" type="url" label={t('settings.endpoint.url')} hint={t('settings.endpoint.url.hint')} required autoFocus />
      <TextField name="description" label={t('settings.endpoint.description')} />
      <ChecksField name="eventTypes" label={t('settings.endpoint.eventTypes.field')} groups={groups} />
    </Form>
  )
}

interface Range extends Readonly<Record<string, unknown>> {
  readonly from: string
  readonly to: string
}

/** Sends again what failed on the days from one to another, both included. */
export function ReplayForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, format } = useI18n()
  const save = useSave([['webhook_delivery']])
  const today = format.today()
  const replay = async ({ from, to }: Range, key: string) => {
    const body = { from: `${from}T00:00:00Z`, to: `${to}T23:59:59.999Z` }
    await save(() => api.post(`/webhook-endpoints/${id}/replay`, body, { key }), t('settings.endpoint.replayed'))
    onClose()
  }
  return (
    <Form
      initial={{ from: today, to: today } as Range}
      submitLabel={t('settings.endpoint.replay')}
      onCancel={onClose}
      guard={false}
      onSubmit={replay}
    >
      <FieldRow>
        <DateField name="from" label={t('settings.endpoint.from')} max={today} required />
        <DateField name="to" label={t('settings.endpoint.to')} max={today} required />
      </FieldRow>
    </Form>
  )
}
