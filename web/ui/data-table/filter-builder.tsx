import { NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useI18n } from '#i18n'
import { decimalsOf, shift, unshift } from '#i18n/format.ts'
import { Button, IconButton } from '../button.tsx'
import { IconClose, IconFilter } from '../icons.ts'
import { Popover } from '../menu.tsx'
import styles from './data-table.module.css'
import { useListLabels } from './labels.ts'
import { type Column, type Filter, type ListDeclaration, type Operator, type Row, nameOfId, parseFilter, writeFilter } from './list.ts'

export interface FiltersProps {
  readonly list: ListDeclaration
  readonly filters: readonly string[]
  readonly onChange: (filters: readonly string[]) => void
}

export function AddFilter({ list, filters, onChange }: FiltersProps) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const add = (filter: Filter) => {
    onChange([...filters, writeFilter(filter)])
    setOpen(false)
  }
  if (!list.columns.some((column) => column.filterable)) return null
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('filter.add')}
      trigger={
        <Button icon={IconFilter} onClick={() => setOpen(!open)}>
          {t('filter.add')}
        </Button>
      }
    >
      {open && <FilterForm list={list} onDone={add} />}
    </Popover>
  )
}

/** The filters that hold, each to be changed by a click and taken away by its cross. */
export function FilterChips({ list, filters, rows, onChange }: FiltersProps & { readonly rows: readonly Row[] | undefined }) {
  const { t } = useI18n()
  if (filters.length === 0) return null
  const without = (text: string) => filters.filter((one) => one !== text)
  return (
    <ul className={styles.chips} aria-label={t('filter.chips')}>
      {filters.map((text) => (
        <li key={text}>
          <Chip
            list={list}
            text={text}
            rows={rows}
            onChange={(next) => onChange(next === undefined ? without(text) : filters.map((one) => (one === text ? next : one)))}
          />
        </li>
      ))}
      {filters.length > 1 && (
        <li>
          <Button kind="quiet" onClick={() => onChange([])}>
            {t('filter.clear')}
          </Button>
        </li>
      )}
    </ul>
  )
}

interface ChipProps extends Pick<FiltersProps, 'list'> {
  readonly text: string
  readonly rows: readonly Row[] | undefined
  readonly onChange: (next: string | undefined) => void
}

function Chip({ list, text, rows, onChange }: ChipProps) {
  const { t } = useI18n()
  const labels = useListLabels(list)
  const [open, setOpen] = useState(false)
  const filter = parseFilter(text)
  if (!filter) return null
  const name = labels.column(filter.column)
  const change = (next: Filter) => {
    onChange(writeFilter(next))
    setOpen(false)
  }
  return (
    <span className={styles.chip}>
      <Popover
        open={open}
        onOpenChange={setOpen}
        label={t('filter.change', { column: name })}
        trigger={
          <button type="button" onClick={() => setOpen(!open)}>
            <span>{name}</span> {labels.operator(filter)} <strong>{nameOfId(filter, rows) ?? labels.filterValue(filter)}</strong>
          </button>
        }
      >
        {open && <FilterForm list={list} initial={filter} onDone={change} />}
      </Popover>
      <IconButton label={t('filter.remove', { column: name })} icon={IconClose} size={24} onClick={() => onChange(undefined)} />
    </span>
  )
}

function FilterForm({ list, initial, onDone }: { list: ListDeclaration; initial?: Filter; onDone: (filter: Filter) => void }) {
  const { t } = useI18n()
  const labels = useListLabels(list)
  const columns = list.columns.filter((column) => column.filterable && column.operators.length > 0)
  const [key, setKey] = useState(initial?.column ?? columns[0]?.key ?? '')
  const column = columns.find((one) => one.key === key)
  const [operator, setOperator] = useState<Operator>(initial?.operator ?? firstOperator(column))
  const [value, setValue] = useState(initial?.value ?? '')
  if (!column) return null

  const choose = (next: string) => {
    setKey(next)
    setOperator(firstOperator(columns.find((one) => one.key === next)))
    setValue('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onDone({ column: key, operator, value: operator === 'empty' ? value || 'true' : value })
  }
  return (
    <form className={styles.filterForm} onSubmit={submit}>
      <NativeSelect
        label={t('filter.column')}
        data={columns.map((one) => ({ value: one.key, label: labels.column(one.key) }))}
        value={key}
        onChange={(event) => choose(event.target.value)}
      />
      <NativeSelect
        label={t('filter.operator')}
        data={column.operators.map((one) => ({ value: one, label: labels.operator({ column: key, operator: one, value: '' }) }))}
        value={operator}
        onChange={(event) => setOperator(event.target.value as Operator)} // the options are operators
      />
      <FilterValue list={list} column={column} operator={operator} value={value} onChange={setValue} />
      <Button type="submit" kind="primary" wide disabled={operator !== 'empty' && value === ''}>
        {t('filter.apply')}
      </Button>
    </form>
  )
}

/** States are usually asked for several at once. */
function firstOperator(column: Column | undefined): Operator {
  if (!column) return 'eq'
  return (['in', 'contains'] as const).find((operator) => column.operators.includes(operator)) ?? column.operators[0] ?? 'eq'
}

interface FilterValueProps {
  readonly list: ListDeclaration
  readonly column: Column
  readonly operator: Operator
  readonly value: string
  readonly onChange: (value: string) => void
}

function FilterValue({ list, column, operator, value, onChange }: FilterValueProps) {
  const { t } = useI18n()
  const labels = useListLabels(list)
  const choices = column.type === 'boolean' ? ['true', 'false'] : column.values
  if (operator === 'empty') return null
  if (choices && operator === 'in') return <ManyValues list={list} column={column} value={value} onChange={onChange} />
  if (choices)
    return (
      <NativeSelect
        label={t('filter.value')}
        data={[
          { value: '', label: '' },
          ...choices.map((one) => ({ value: one, label: labels.filterValue({ column: column.key, operator, value: one }) })),
        ]}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  return <TypedValue column={column} value={value} onChange={onChange} />
}

function ManyValues({ list, column, value, onChange }: Omit<FilterValueProps, 'operator'>) {
  const { t } = useI18n()
  const labels = useListLabels(list)
  const chosen = value.split(',').filter(Boolean)
  const toggle = (one: string) => onChange((chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]).join(','))
  return (
    <fieldset className={styles.values}>
      <legend>{t('filter.value')}</legend>
      {(column.values ?? []).map((one) => (
        <label key={one}>
          <input type="checkbox" checked={chosen.includes(one)} onChange={() => toggle(one)} />
          {labels.value(column.key, one)}
        </label>
      ))}
    </fieldset>
  )
}

/** People type money in taka and gigabytes; the server compares paisa and bytes. */
function TypedValue({ column, value, onChange }: Pick<FilterValueProps, 'column' | 'value' | 'onChange'>) {
  const { t, format } = useI18n()
  const scale = scaleOf(column, format.currency)
  const [typed, setTyped] = useState(() => (value && scale ? trimZeros(shift(value, scale.decimals)) : value))
  const id = useId()
  const change = (text: string) => {
    setTyped(text)
    onChange(scale ? (unshift(text, scale.decimals) ?? '') : text)
  }
  const type = column.type === 'date' || column.type === 'instant' ? 'date' : 'text'
  return (
    <TextInput
      id={id}
      label={t('filter.value')}
      type={type}
      inputMode={scale || column.type === 'number' ? 'decimal' : 'text'}
      rightSection={scale && <span className={styles.unit}>{scale.unit}</span>}
      rightSectionWidth={60}
      value={typed}
      onChange={(event) => change(event.target.value)}
    />
  )
}

function scaleOf(column: Column, currency: string) {
  if (column.type === 'money') return { decimals: decimalsOf(currency), unit: currency }
  if (column.type === 'bytes') return { decimals: 9, unit: 'GB' }
  if (column.type === 'rate') return { decimals: 6, unit: 'Mbit/s' }
  return undefined
}

function trimZeros(decimal: string) {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
}
