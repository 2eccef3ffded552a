import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { Card } from '#ui/page.tsx'
import { Table } from '#ui/table.tsx'
import type { Invoice, InvoiceTax } from './queries.ts'

/** What was billed, with its taxes and sums: the figures of the document. */
export function InvoiceLines({ invoice: { lines, taxes, net, total } }: { invoice: Invoice }) {
  const { t, format } = useI18n()
  const period = usePeriod()
  const isForOthers = lines.some(({ account }) => account !== null)
  const columns = [
    ...(isForOthers ? [{ key: 'account', label: t('invoice.lineAccount') }] : []),
    { key: 'description', label: t('invoice.line') },
    { key: 'period', label: t('invoice.period') },
    { key: 'quantity', label: t('invoice.quantity'), isFigure: true },
    { key: 'unit', label: t('invoice.unit'), isFigure: true },
    { key: 'net', label: t('invoice.lineNet'), isFigure: true },
  ]
  const rows = lines.map(({ line, account, description, periodFrom, periodTo, quantity, unit, net: lineNet }) => ({
    id: String(line),
    cells: {
      account: account && `${account.customerName} · ${account.number}`,
      description,
      period: period(periodFrom, periodTo),
      quantity: format.number(quantity),
      unit: format.money(unit),
      net: format.money(lineNet),
    },
  }))
  const sums = [
    { label: t('invoice.netSum'), figures: { net: format.money(net) } },
    ...taxes.map((tax) => ({
      label: isFixed(tax)
        ? tax.name
        : t('invoice.taxSum', { name: tax.name, percent: format.exactPercent(tax.percent), net: format.money(tax.net) }),
      figures: { net: format.money(tax.tax) },
    })),
    { label: t('invoice.total'), figures: { net: format.money(total) }, isTotal: true },
  ]
  return (
    <Card title={t('invoice.lines')}>
      <Table label={t('invoice.lines')} columns={columns} rows={rows} sums={sums} />
    </Card>
  )
}

/** An amount for each line, e.g. for emergency calls, has no rate. */
const isFixed = ({ percent, tax }: InvoiceTax) => Number(percent) === 0 && tax.minor !== '0'

/** Both days belong to what is said; the server's end does not. What is charged once has a day and no days. */
export function usePeriod() {
  const { t, format } = useI18n()
  return (from: string | null, to: string | null) => {
    if (from === null || to === null) return ''
    return from === to ? format.date(from) : t('invoice.span', { from: format.date(from), to: format.date(addDays(to, -1)) })
  }
}
