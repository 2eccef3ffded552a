import '@mantine/core/styles/Input.layer.css'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/PasswordInput.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, PasswordInput, Switch, TextInput, Textarea } from '@mantine/core'
import { type ChangeEvent, type ReactNode, useState } from 'react'
import { type MoneyWire, useI18n } from '#i18n'
import { byteUnits, decimalsOf, rateUnits, shift, unshift } from '#i18n/format.ts'
import { useField } from './form.tsx'

export interface FieldProps {
  /** Where the value lives in the form: `address.city`. */
  readonly name: string
  readonly label: string
  readonly hint?: ReactNode
  readonly required?: boolean
  readonly placeholder?: string
  readonly autoComplete?: string
  readonly autoFocus?: boolean
}

type InputEvent = ChangeEvent<HTMLInputElement | HTMLTextAreaElement>

/** The properties every Mantine input shares. */
function useInput<T>({ name, label, hint, required = false, placeholder, autoComplete = 'off', autoFocus = false }: FieldProps) {
  const field = useField<T>(name)
  const input = {
    id: field.id,
    name,
    label,
    description: hint,
    required,
    placeholder: placeholder ?? '',
    autoComplete,
    'data-autofocus': autoFocus || undefined,
    autoFocus,
    error: field.error,
    disabled: field.disabled,
  }
  return { field, input }
}

export function TextField({ type = 'text', ...props }: FieldProps & { type?: 'text' | 'email' | 'tel' | 'url' }) {
  const { field, input } = useInput<string | undefined>(props)
  return <TextInput {...input} type={type} value={field.value ?? ''} onChange={(event: InputEvent) => field.change(event.target.value)} />
}

export function TextAreaField(props: FieldProps) {
  const { field, input } = useInput<string | undefined>(props)
  return (
    <Textarea
      {...input}
      autosize
      minRows={3}
      maxRows={12}
      value={field.value ?? ''}
      onChange={(event: InputEvent) => field.change(event.target.value)}
    />
  )
}

export function PasswordField(props: FieldProps) {
  const { t } = useI18n()
  const { field, input } = useInput<string | undefined>(props)
  return (
    <PasswordInput
      {...input}
      value={field.value ?? ''}
      onChange={(event: InputEvent) => field.change(event.target.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
    />
  )
}

/** `#rrggbb`, chosen with the browser's own picker. */
export function ColorField(props: FieldProps) {
  const { field, input } = useInput<string | undefined>(props)
  return (
    <TextInput
      {...input}
      type="color"
      styles={{ input: { inlineSize: '5rem', padding: 4 } }}
      value={field.value ?? '#000000'}
      onChange={(event: InputEvent) => field.change(event.target.value)}
    />
  )
}

/** The value is a number, or undefined while empty. */
export function NumberField({ min, max, ...props }: FieldProps & { min?: number; max?: number }) {
  const { field, input } = useInput<number | undefined>(props)
  return (
    <TextInput
      {...input}
      type="number"
      inputMode="decimal"
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      value={field.value ?? ''}
      onChange={(event: InputEvent) => field.change(event.target.value === '' ? undefined : Number(event.target.value))}
    />
  )
}

/** Typed in major units, kept as exact minor units; undefined while it is no amount of the currency. */
export function MoneyField({ currency, ...props }: FieldProps & { currency: string }) {
  const field = useField<MoneyWire | null | undefined>(props.name)
  const change = (minor: string | undefined) => field.change(minor === undefined ? undefined : { minor, currency })
  return (
    <ScaledInput
      {...props}
      unit={currency}
      decimals={decimalsOf(currency)}
      start={field.value ? shift(field.value.minor, decimalsOf(currency)) : undefined}
      onWhole={change}
    />
  )
}

/** Typed in Mbit/s, kept as bits per second. */
export function RateField(props: FieldProps) {
  const field = useField<string | undefined>(props.name)
  return <ScaledInput {...props} unit={rateUnits[2]} decimals={6} start={field.value && shortest(field.value, 6)} onWhole={field.change} />
}

/** Typed in GB, kept as bytes. */
export function BytesField(props: FieldProps) {
  const field = useField<string | undefined>(props.name)
  return <ScaledInput {...props} unit={byteUnits[3]} decimals={9} start={field.value && shortest(field.value, 9)} onWhole={field.change} />
}

/** `2500000`, 6 -> `2.5` */
const shortest = (whole: string, decimals: number) => shift(whole, decimals).replace(/\.?0+$/, '')

interface ScaledInputProps extends FieldProps {
  readonly unit: string
  readonly decimals: number
  /** What stands there before anything is typed. */
  readonly start: string | undefined
  readonly onWhole: (whole: string | undefined) => void
}

/** A decimal of a large unit, kept as a whole number of the small one. */
function ScaledInput({ unit, decimals, start = '', onWhole, ...props }: ScaledInputProps) {
  const { input } = useInput<unknown>(props)
  const [typed, setTyped] = useState(start)
  const change = (text: string) => {
    setTyped(text)
    onWhole(unshift(text, decimals))
  }
  return (
    <TextInput
      {...input}
      inputMode="decimal"
      leftSection={<span style={{ fontSize: '0.8125rem', color: 'var(--tl-dim)' }}>{unit}</span>}
      leftSectionWidth={60}
      value={typed}
      onChange={(event: InputEvent) => change(event.target.value)}
    />
  )
}

/** A calendar day, `YYYY-MM-DD`: the browser's own picker knows the person's calendar and keyboard. */
export function DateField({ min, max, ...props }: FieldProps & { min?: string; max?: string }) {
  const { field, input } = useInput<string | undefined>(props)
  return (
    <TextInput
      {...input}
      type="date"
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      value={field.value ?? ''}
      onChange={(event: InputEvent) => field.change(event.target.value || undefined)}
    />
  )
}

export function SwitchField(props: Pick<FieldProps, 'name' | 'label' | 'hint'>) {
  const field = useField<boolean | undefined>(props.name)
  return (
    <Switch
      id={field.id}
      label={props.label}
      description={props.hint}
      error={field.error}
      disabled={field.disabled}
      checked={field.value ?? false}
      onChange={(event) => field.change(event.target.checked)}
    />
  )
}

export function CheckboxField(props: Pick<FieldProps, 'name' | 'label' | 'hint' | 'required'>) {
  const field = useField<boolean | undefined>(props.name)
  return (
    <Checkbox
      id={field.id}
      label={props.label}
      description={props.hint}
      required={props.required ?? false}
      error={field.error}
      disabled={field.disabled}
      checked={field.value ?? false}
      onChange={(event) => field.change(event.target.checked)}
    />
  )
}

/** Digits of a one-time code. Pasted spaces are ignored. */
export function CodeField({ length = 6, ...props }: FieldProps & { length?: number }) {
  const { field, input } = useInput<string | undefined>({ autoComplete: 'one-time-code', ...props })
  return (
    <TextInput
      {...input}
      inputMode="numeric"
      maxLength={length + 2}
      styles={{ input: { fontFamily: 'var(--tl-mono)', fontSize: '1.25rem', letterSpacing: '0.35em', textAlign: 'center' } }}
      value={field.value ?? ''}
      onChange={(event: InputEvent) => field.change(event.target.value.replace(/\D/g, '').slice(0, length))}
    />
  )
}
