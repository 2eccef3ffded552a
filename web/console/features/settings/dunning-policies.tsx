import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can, useSession } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { IconButton } from '#ui/button.tsx'
import { ChecksField } from '#ui/checks-field.tsx'
import { MoneyField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconEdit } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { ageBases, type DunningPolicy, dunningPoliciesQuery, dunningStagesQuery, restores } from './queries.ts'
import { useSave } from './save.ts'

const usual = { ageBasis: 'due', minimumMinor: '0', excludedWeekdays: [], restore: 'full' } as const

/** How each segment is dunned: from what day, from what sum, on which days not, and what gives service back. */
export function DunningPolicies() {
  const { t } = useI18n()
  const { data: policies, error } = useQuery(dunningPoliciesQuery)
  const { data: stages } = useQuery(dunningStagesQuery)
  const [edited, setEdited] = useState<DunningPolicy>()
  const close = () => setEdited(undefined)
  const known = new Map(policies?.map((policy) => [policy.segment, policy]))
  const segments = [...new Set([...(stages ?? []).map(({ segment }) => segment), ...known.keys()])]
  return (
    <Card title={t('settings.dunning.title')}>
      {error && <ErrorBanner error={error} />}
      {!policies && !error && <SkeletonLines lines={2} />}
      {policies && (
        <Lines>
          {segments.map((segment) => (
            <PolicyLine key={segment} policy={known.get(segment) ?? { ...usual, segment }} onEdit={setEdited} />
          ))}
        </Lines>
      )}
      <Modal open={edited !== undefined} onClose={close} title={t('settings.dunning.edit', { segment: edited?.segment ?? '' })}>
        {edited && <PolicyForm policy={edited} onClose={close} />}
      </Modal>
    </Card>
  )
}

function PolicyLine({ policy, onEdit }: { policy: DunningPolicy; onEdit: (policy: DunningPolicy) => void }) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const minimum = { minor: policy.minimumMinor, currency: tenant.currency }
  const parts = [
    t(`settings.dunning.age.${policy.ageBasis}`),
    t(`settings.dunning.restore.${policy.restore}`),
    policy.minimumMinor !== '0' && t('settings.dunning.above', { amount: format.money(minimum) }),
    policy.excludedWeekdays.length > 0 && t('settings.dunning.notOn', { days: format.list(policy.excludedWeekdays.map(format.weekday)) }),
  ]
  return (
    <Line title={policy.segment} detail={parts.filter(Boolean).join(' · ')}>
      <Can permission="billing.configure">
        <IconButton label={t('settings.dunning.edit', { segment: policy.segment })} icon={IconEdit} onClick={() => onEdit(policy)} />
      </Can>
    </Line>
  )
}

interface Values extends Readonly<Record<string, unknown>>, Pick<DunningPolicy, 'ageBasis' | 'restore'> {
  readonly minimum: MoneyWire | undefined
  readonly excludedWeekdays: readonly string[]
}

function PolicyForm({ policy, onClose }: { policy: DunningPolicy; onClose: () => void }) {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const save = useSave([dunningPoliciesQuery.queryKey])
  const { segment, ageBasis, minimumMinor, excludedWeekdays, restore } = policy
  const initial: Values = {
    ageBasis,
    restore,
    minimum: { minor: minimumMinor, currency: tenant.currency },
    excludedWeekdays: excludedWeekdays.map(String),
  }
  const write = async ({ minimum, excludedWeekdays: days, ...values }: Values) => {
    const body = { ...values, minimumMinor: minimum?.minor ?? '0', excludedWeekdays: days.map(Number) }
    await save(() => api.put(`/dunning-policies/${encodeURIComponent(segment)}`, body))
    onClose()
  }
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: format.weekday(day) }))
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={write}>
      <SelectField
        name="ageBasis"
        label={t('settings.dunning.age')}
        options={ageBases.map((value) => ({ value, label: t(`settings.dunning.age.${value}`) }))}
        required
      />
      <FieldRow>
        <SelectField
          name="restore"
          label={t('settings.dunning.restore')}
          options={restores.map((value) => ({ value, label: t(`settings.dunning.restore.${value}`) }))}
          required
        />
        <MoneyField
          name="minimum"
          label={t('settings.dunning.minimum')}
          hint={t('settings.dunning.minimum.hint')}
          currency={tenant.currency}
        />
      </FieldRow>
      <ChecksField
        name="excludedWeekdays"
        label={t('settings.dunning.weekdays')}
        groups={[{ label: t('settings.dunning.weekdays.hint'), options: weekdays }]}
      />
    </Form>
  )
}
