import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import '@mantine/core/styles/CloseButton.layer.css'
import '@mantine/core/styles/Input.layer.css'
import { MultiSelect, Select, TagsInput } from '@mantine/core'
import { useI18n } from '#i18n'
import type { FieldProps } from './fields.tsx'
import { useField } from './form.tsx'

export interface Option {
  readonly value: string
  readonly label: string
}

export interface SelectFieldProps extends FieldProps {
  readonly options: readonly Option[]
  readonly searchable?: boolean
  /** For what goes with the choice in another field. */
  readonly onChosen?: (value: string | undefined) => void
}

export function SelectField({ options, searchable = options.length > 8, onChosen, ...props }: SelectFieldProps) {
  const { t } = useI18n()
  const { value, change, ...field } = useField<string | undefined>(props.name)
  return (
    <Select
      {...field}
      {...inputProps(props)}
      data={[...options]}
      searchable={searchable}
      clearable={!props.required}
      allowDeselect={!props.required}
      nothingFoundMessage={t('common.nothingFound')}
      value={value ?? null}
      onChange={(next) => {
        change(next ?? undefined)
        onChosen?.(next ?? undefined)
      }}
    />
  )
}

export function MultiSelectField({ options, ...props }: Omit<SelectFieldProps, 'onChosen'>) {
  const { t } = useI18n()
  const { value, change, ...field } = useField<string[] | undefined>(props.name)
  return (
    <MultiSelect
      {...field}
      {...inputProps(props)}
      data={[...options]}
      searchable
      clearable
      nothingFoundMessage={t('common.nothingFound')}
      value={value ?? []}
      onChange={change}
    />
  )
}

/** Free words; enter or comma ends one. */
export function TagsField(props: FieldProps) {
  const { value, change, ...field } = useField<string[] | undefined>(props.name)
  return <TagsInput {...field} {...inputProps(props)} value={value ?? []} onChange={change} />
}

function inputProps({ name, label, hint, required = false, placeholder = '' }: FieldProps) {
  return { name, label, description: hint, required, placeholder }
}
