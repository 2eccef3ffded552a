import { type MoneyWire, useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import type { TaxReport } from './queries.ts'

/** Each tax by who gets it, where it arose and who paid it. */
export function TaxFigures({ report: { taxes, due } }: { report: TaxReport }) {
  const { t, format } = useI18n()
  if (taxes.length === 0) return <Card title={t('taxReport.taxes')}>{t('taxReport.none')}</Card>
  const columns = [
    { key: 'tax', label: t('taxReport.tax') },
    { key: 'place', label: t('taxReport.place') },
    { key: 'buyers', label: t('taxReport.buyers') },
    { key: 'supplyCode', label: t('taxReport.supplyCode') },
    { key: 'net', label: t('taxReport.net'), isFigure: true },
    { key: 'charged', label: t('taxReport.charged'), isFigure: true },
    { key: 'credited', label: t('taxReport.credited'), isFigure: true },
  ]
  const rows = taxes.map((row) => ({
    id: [row.code, row.jurisdiction, row.percent, row.supplyCode, row.placeOfSupply, row.isBusiness].join(' '),
    cells: {
      tax: `${row.name} ${format.exactPercent(row.percent)} · ${row.jurisdiction}`,
      place: row.placeOfSupply,
      buyers: t(row.isBusiness ? 'taxReport.business' : 'taxReport.consumers'),
      supplyCode: row.supplyCode,
      net: format.money(minus(row.net, row.creditedNet)),
      charged: format.money(row.tax),
      credited: format.money(row.creditedTax),
    },
  }))
  const sums = [{ label: t('taxReport.due'), figures: { credited: format.money(due) }, isTotal: true }]
  return (
    <Card title={t('taxReport.taxes')}>
      <Table label={t('taxReport.taxes')} columns={columns} rows={rows} sums={sums} />
    </Card>
  )
}

/** What was supplied to registered and other buyers, also where no tax was due. */
export function TaxSupplies({ report: { supplies } }: { report: TaxReport }) {
  const { t, format } = useI18n()
  if (supplies.length === 0) return null
  const columns = [
    { key: 'buyers', label: t('taxReport.buyers') },
    { key: 'place', label: t('taxReport.place') },
    { key: 'documents', label: t('taxReport.documents'), isFigure: true },
    { key: 'net', label: t('taxReport.net'), isFigure: true },
    { key: 'tax', label: t('taxReport.tax'), isFigure: true },
  ]
  const rows = supplies.map(({ isBusiness, placeOfSupply, documents, net, tax }) => ({
    id: `${isBusiness} ${placeOfSupply}`,
    cells: {
      buyers: t(isBusiness ? 'taxReport.business' : 'taxReport.consumers'),
      place: placeOfSupply,
      documents: format.number(documents),
      net: format.money(net),
      tax: format.money(tax),
    },
  }))
  return (
    <Card title={t('taxReport.supplies')}>
      <Table label={t('taxReport.supplies')} columns={columns} rows={rows} />
    </Card>
  )
}

/** The proof that what the documents say is what was booked. */
export function TaxSums({ report: { charged, credited, relieved, due, booked, withheld, difference } }: { report: TaxReport }) {
  const { t, format } = useI18n()
  const isEqual = difference.minor === '0'
  return (
    <Card title={t('taxReport.proof')}>
      <DescriptionList
        facts={[
          [t('taxReport.charged'), format.money(charged)],
          [t('taxReport.credited'), format.money(credited)],
          ...(relieved.minor === '0' ? [] : [[t('taxReport.relieved'), format.money(relieved)] as const]),
          [t('taxReport.due'), format.money(due)],
          [t('taxReport.booked'), format.money(booked)],
          [t('taxReport.withheld'), format.money(withheld)],
        ]}
      />
      <p>{isEqual ? t('taxReport.equal') : t('taxReport.difference', { amount: format.money(difference) })}</p>
    </Card>
  )
}

const minus = (a: MoneyWire, b: MoneyWire): MoneyWire => ({ ...a, minor: String(BigInt(a.minor) - BigInt(b.minor)) })
