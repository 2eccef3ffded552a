import { useI18n } from '#i18n'
import type { MoneyWire } from '#i18n'
import { StatusBadge } from '../status-badge.tsx'
import { BytesText, DateText, InstantText, MoneyText, NoValue, NumberText, RateText } from '../text.tsx'
import styles from './data-table.module.css'
import type { Column } from './list.ts'

const statusColumns = new Set(['state', 'status', 'health', 'outcome', 'result'])

/** One value, drawn by the type its column declares. */
export function Cell({ column, value }: { column: Column; value: unknown }) {
  const { t, label } = useI18n()
  if (value === null || value === undefined || value === '') return <NoValue />
  // The list engine sends every value in the shape of its column's type.
  switch (column.type) {
    case 'money':
      return <MoneyText value={value as MoneyWire} />
    case 'bytes':
      return <BytesText value={value as string} />
    case 'rate':
      return <RateText value={value as string} />
    case 'number':
      return <NumberText value={value as number} />
    case 'date':
      return <DateText value={value as string} />
    case 'instant':
      return <InstantText value={value as string} />
    case 'boolean':
      return t(value ? 'common.yes' : 'common.no')
    case 'enum':
      return statusColumns.has(column.key) ? (
        <StatusBadge value={String(value)} />
      ) : (
        label(String(value), `value.${column.key}.${String(value)}`, `status.${String(value)}`)
      )
    case 'tags':
      return <Tags values={value as string[]} />
    case 'id':
      return <code className={styles.id}>{String(value)}</code>
    case 'text':
      return typeof value === 'object' ? <code className={styles.id}>{JSON.stringify(value)}</code> : String(value)
    default:
      return column.type satisfies never
  }
}

function Tags({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <NoValue />
  return (
    <span className={styles.tags}>
      {values.map((tag) => (
        <span key={tag}>{tag}</span>
      ))}
    </span>
  )
}
