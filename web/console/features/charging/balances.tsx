import { useQuery } from '@tanstack/react-query'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { FormPart } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import { InstantText } from '#ui/text.tsx'
import { type Balances as BalancesData, balancesQuery } from './queries.ts'

/** Balances that are charged before use: each lot, what sessions hold of them, and the books of the money. Nothing where there are none. */
export function Balances({ subscriptionId }: { subscriptionId: string }) {
  const { t } = useI18n()
  const can = useCan()
  const { data } = useQuery({ ...balancesQuery(subscriptionId), enabled: can('charging.read') })
  if (!data || data.lots.length === 0) return null
  return (
    <Card title={t('balance.title')}>
      <FormPart>
        <Lots lots={data.lots} />
        {data.reservations.length > 0 && <Reservations reservations={data.reservations} />}
        {data.moves.length > 0 && <Moves moves={data.moves} currency={data.lots.find(({ currency }) => currency)?.currency ?? ''} />}
      </FormPart>
    </Card>
  )
}

function Lots({ lots }: Pick<BalancesData, 'lots'>) {
  const { t, format, label } = useI18n()
  const amount = (quantity: string, { unit, currency }: BalancesData['lots'][number]) => {
    if (currency) return format.money({ minor: quantity, currency })
    return unit === 'bytes' ? format.bytes(quantity) : format.number(Number(quantity))
  }
  return (
    <Table
      label={t('balance.title')}
      columns={[
        { key: 'unit', label: t('balance.unit') },
        { key: 'available', label: t('balance.available'), isFigure: true },
        { key: 'reserved', label: t('balance.reserved'), isFigure: true },
        { key: 'debited', label: t('balance.debited'), isFigure: true },
        { key: 'expired', label: t('balance.expired'), isFigure: true },
        { key: 'validTo', label: t('topUp.validTo') },
      ]}
      rows={lots.map((lot) => ({
        id: lot.id,
        cells: {
          unit: `${t(`balance.unit.${lot.unit}`)} · ${label(lot.source, `quota.source.${lot.source}`)}`,
          available: amount(lot.available, lot),
          reserved: amount(lot.reserved, lot),
          debited: amount(lot.debited, lot),
          expired: amount(lot.expired, lot),
          validTo: lot.validTo && <InstantText value={lot.validTo} />,
        },
      }))}
    />
  )
}

function Reservations({ reservations }: Pick<BalancesData, 'reservations'>) {
  const { t, format } = useI18n()
  return (
    <Table
      label={t('balance.sessions')}
      columns={[
        { key: 'session', label: t('balance.sessions') },
        { key: 'used', label: t('balance.used'), isFigure: true },
        { key: 'since', label: t('column.startedAt') },
      ]}
      rows={reservations.map(({ sessionKey, ratingGroup, used, startedAt }) => ({
        id: `${sessionKey} ${ratingGroup}`,
        cells: { session: `${sessionKey} · ${ratingGroup}`, used: format.number(Number(used)), since: <InstantText value={startedAt} /> },
      }))}
    />
  )
}

function Moves({ moves, currency }: Pick<BalancesData, 'moves'> & { readonly currency: string }) {
  const { t, format } = useI18n()
  return (
    <Table
      label={t('balance.moves')}
      columns={[
        { key: 'day', label: t('balance.moves') },
        { key: 'description', label: t('column.note') },
        { key: 'amount', label: t('payment.amount'), isFigure: true },
      ]}
      rows={moves.map(({ entryId, bookedOn, description, amountMinor }) => ({
        id: entryId,
        cells: { day: format.date(bookedOn), description, amount: format.money({ minor: amountMinor, currency }) },
      }))}
    />
  )
}
