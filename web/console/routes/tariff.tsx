import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type Tariff as TariffData, tariffQuery } from '#console/features/charging/queries.ts'
import { TariffActions } from '#console/features/charging/tariff-actions.tsx'
import { TryTariff } from '#console/features/charging/try-tariff.tsx'
import { useI18n } from '#i18n'
import { Card, Columns, Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'

const zonesShown = 200

/** One tariff: its versions, the zones of the latest, and a call to try. */
export function Tariff() {
  const { id } = useParams({ from: '/app/tariffs/$id' })
  const { data, error, refetch } = useQuery(tariffQuery(id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return data ? <TariffPage tariff={data} /> : <SkeletonLines lines={10} />
}

function TariffPage({ tariff }: { tariff: TariffData }) {
  const { t } = useI18n()
  return (
    <Page
      title={tariff.name}
      description={`${tariff.source} · ${t(`value.measure.${tariff.measure}`)}`}
      breadcrumbs={[{ label: t('nav.tariffs'), to: '/tariffs' }]}
      actions={<TariffActions tariff={tariff} />}
    >
      <Columns least="28rem">
        <TryTariff tariff={tariff} />
        <Versions tariff={tariff} />
        <Zones tariff={tariff} />
      </Columns>
    </Page>
  )
}

function Versions({ tariff: { versions } }: { tariff: TariffData }) {
  const { t, format } = useI18n()
  return (
    <Card title={t('tariff.versions')}>
      <Table
        label={t('tariff.versions')}
        columns={[
          { key: 'number', label: t('column.versionNumber'), isFigure: true },
          { key: 'from', label: t('tariff.validFrom') },
          { key: 'zones', label: t('tariff.zones'), isFigure: true },
          { key: 'note', label: t('column.note') },
        ]}
        rows={versions.map(({ id, number, validFrom, rules, note }) => ({
          id,
          cells: { number: format.number(number), from: format.date(validFrom), zones: format.number(rules.zones.length), note },
        }))}
      />
    </Card>
  )
}

function Zones({ tariff: { versions } }: { tariff: TariffData }) {
  const { t, format } = useI18n()
  const zones = versions[0]?.rules.zones ?? []
  return (
    <Card title={t('tariff.zones')}>
      <Table
        label={t('tariff.zones')}
        columns={[
          { key: 'zone', label: t('column.zone') },
          { key: 'prefixes', label: t('tariff.prefixes') },
          { key: 'price', label: t('tariff.price'), isFigure: true },
        ]}
        rows={zones.slice(0, zonesShown).map(({ zone, prefixes, windows }) => ({
          id: zone,
          cells: {
            zone,
            prefixes: prefixes.map((prefix) => prefix || t('tariff.anyPrefix')).join(', '),
            price: windows.map(({ price, per }) => `${price} / ${format.number(per)}`).join(', '),
          },
        }))}
      />
    </Card>
  )
}
