import { useState } from 'react'
import { api } from '#api'
import { useI18n } from '#i18n'
import { NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import type { RatedCall, Tariff } from './queries.ts'

/** What one call would cost, by the code that rates; nothing is kept. */
export function TryTariff({ tariff: { id, measure } }: { tariff: Tariff }) {
  const { t } = useI18n()
  const [rated, setRated] = useState<RatedCall>()
  const [initial] = useState(() => ({
    otherParty: '',
    startedAt: new Date().toISOString().slice(0, 16),
    quantity: 60 as number | undefined,
  }))
  const rate = async ({ otherParty, startedAt, quantity = 0 }: typeof initial) =>
    setRated(
      await api.post<RatedCall>(`/tariffs/${id}/quotes`, {
        otherParty: otherParty.replaceAll(/\D/g, ''),
        startedAt: `${startedAt}:00Z`,
        quantity,
      }),
    )
  return (
    <Card title={t('tariff.try')}>
      <Form initial={initial} submitLabel={t('tariff.try.rate')} guard={false} onSubmit={rate}>
        <FieldRow>
          <TextField name="otherParty" label={t('column.otherParty')} hint={t('tariff.try.number.hint')} type="tel" />
          <NumberField name="quantity" label={t(`value.measure.${measure}`)} min={0} required />
        </FieldRow>
        <TextField name="startedAt" label={t('tariff.try.startedAt')} hint={t('tariff.try.startedAt.hint')} required />
        {rated && (
          <p role="status">
            <strong>
              {rated.reason ? t(`tariff.reason.${rated.reason}`) : t('tariff.try.cost', { zone: rated.zone ?? '', cost: rated.cost ?? '' })}
            </strong>
          </p>
        )}
      </Form>
    </Card>
  )
}
