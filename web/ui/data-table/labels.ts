import { useI18n } from '#i18n'
import type { Filter, ListDeclaration } from './list.ts'

/** Words for a list: the server sends names, the catalogue says them. */
export function useListLabels(list: ListDeclaration) {
  const { t, label, format } = useI18n()
  const column = (key: string) => label(key, `list.${list.name}.${key}`, `column.${key}`)
  const value = (key: string, text: string) => label(text, `value.${key}.${text}`, `status.${text}`)
  const action = (name: string) => label(name, `list.${list.name}.action.${name}`, `action.${name}`)
  const operator = (filter: Filter) => {
    const type = list.columns.find(({ key }) => key === filter.column)?.type
    if (filter.operator === 'empty') return t(filter.value === 'false' ? 'filter.notEmpty' : 'filter.empty')
    return label(
      filter.operator,
      type === 'date' || type === 'instant' ? `filter.time.${filter.operator}` : '',
      `filter.${filter.operator}`,
    )
  }
  const filterValue = ({ column: key, operator: name, value: text }: Filter) => {
    if (name === 'empty') return ''
    const declared = list.columns.find((one) => one.key === key)
    if (declared?.type === 'enum') return format.list(text.split(',').map((one) => value(key, one)))
    if (declared?.type === 'boolean') return t(text === 'true' ? 'common.yes' : 'common.no')
    if (declared?.type === 'money') return format.money({ minor: text, currency: format.currency })
    if (declared?.type === 'bytes') return format.bytes(text)
    if (declared?.type === 'rate') return format.rate(text)
    if (declared?.type === 'date' || declared?.type === 'instant') return format.date(text.slice(0, 10))
    return text
  }
  return { column, value, action, operator, filterValue }
}
