import { useBlocker } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, createContext, use, useCallback, useId, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ApiProblem, newIdempotencyKey } from '#api'
import { type I18n, useI18n } from '#i18n'
import { Button } from './button.tsx'
import { useConfirm } from './confirm.tsx'
import styles from './form.module.css'
import { ErrorBanner } from './states.tsx'
import { type Path, type Schema, nameOfPointer, readPath, validate, writePath } from './form-values.ts'

type Values = Readonly<Record<string, unknown>>
type Errors = Readonly<Record<string, string>>

interface FormState {
  readonly values: Values
  readonly errors: Errors
  readonly busy: boolean
  readonly change: (name: Path, value: unknown) => void
}

const Context = createContext<FormState | undefined>(undefined)

export interface FormProps<T extends Values> {
  readonly initial: T
  /** Any Standard Schema; with zod, the route's own. Without it the browser checks `required` and types. */
  readonly schema?: Schema<T>
  /** Send `key` as Idempotency-Key: it stays the same until a submit succeeds, so a retry cannot do it twice. */
  readonly onSubmit: (values: T, key: string) => Promise<unknown>
  readonly submitLabel: string
  readonly submitWide?: boolean
  readonly onCancel?: () => void
  /** Off where leaving loses nothing, such as sign-in. */
  readonly guard?: boolean
  readonly children: ReactNode
}

/**
 * Fields inside bind themselves by `name` (`address.city` reaches into objects). A problem of the server lands on the
 * field that its `pointer` names, else above the form.
 */
export function Form<T extends Values>({
  initial,
  schema,
  onSubmit,
  submitLabel,
  submitWide = false,
  onCancel,
  guard = true,
  children,
}: FormProps<T>) {
  const { t, problem: inWords } = useI18n()
  const [values, setValues] = useState<Values>(initial)
  const [errors, setErrors] = useState<Errors>({})
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [dirty, setDirty] = useState(false)
  const key = useRef(newIdempotencyKey())
  const form = useRef<HTMLFormElement>(null)
  useUnsavedGuard(guard && dirty && !busy)

  const change = useCallback((name: Path, value: unknown) => {
    setValues((before) => writePath(before, name, value))
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([path]) => path !== name && !path.startsWith(`${name}.`))))
    setDirty(true)
    key.current = newIdempotencyKey() // other values are another intent
  }, [])

  /** At their fields; above the form where no field here has such a name. Never both: who reads it twice looks for two faults. */
  const show = (found: Errors, error?: unknown) => {
    // Drawn at once, because what is drawn tells which names are fields here, and a busy field takes no focus.
    flushSync(() => {
      setErrors(found)
      setBusy(false)
    })
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (field) field.focus()
    else setProblem(error)
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    setProblem(undefined)
    const checked = await validate(schema, values as T) // the fields of a form write what its type says
    if ('errors' in checked) return show(checked.errors)
    setBusy(true)
    try {
      await onSubmit(checked.value, key.current)
      key.current = newIdempotencyKey()
      setDirty(false)
    } catch (error) {
      const found = fieldErrors(error, inWords)
      if (Object.keys(found).length > 0) show(found, error)
      else setProblem(error)
    } finally {
      setBusy(false)
    }
  }

  const state = useMemo(() => ({ values, errors, busy, change }), [values, errors, busy, change])
  return (
    <Context value={state}>
      <form ref={form} className={styles.form} onSubmit={(event) => void submit(event)} noValidate={schema !== undefined}>
        {problem !== undefined && <ErrorBanner error={problem} />}
        {children}
        <div className={styles.actions}>
          {onCancel && <Button onClick={onCancel}>{t('common.cancel')}</Button>}
          <Button type="submit" kind="primary" busy={busy} wide={submitWide}>
            {submitLabel}
          </Button>
        </div>
      </form>
    </Context>
  )
}

/** Two or more fields side by side where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>
}

/** Fields below each other, where something stands between them and the form, such as a card. */
export function FormPart({ children }: { children: ReactNode }) {
  return <div className={styles.form}>{children}</div>
}

/** Fields that belong together, under their name. */
export function FormGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      <div className={styles.form}>{children}</div>
    </fieldset>
  )
}

/** What is typed so far, for a part that shows what it comes to. */
export function useValues<T extends Values>(): T {
  const form = use(Context)
  if (!form) throw new Error('useValues is called outside a Form')
  return form.values as T // by contract of FormProps
}

/** What a field needs to draw itself. For new kinds of fields. */
export function useField<T>(name: Path) {
  const form = use(Context)
  const { label } = useI18n()
  const id = useId()
  if (!form) throw new Error(`Field "${name}" is outside a Form`)
  const error = form.errors[name] ?? Object.entries(form.errors).find(([path]) => path.startsWith(`${name}.`))?.[1] // the minor units of an amount
  return {
    id,
    value: readPath(form.values, name) as T, // the form's values have this type by contract of FormProps
    error: error?.startsWith('form.') ? label(error, error) : error,
    disabled: form.busy,
    change: (value: T) => form.change(name, value),
  }
}

function fieldErrors(error: unknown, inWords: I18n['problem']): Errors {
  if (!(error instanceof ApiProblem)) return {}
  const { pointer, detail, title, errors = [] } = error.document
  const all = pointer === undefined ? errors : [{ pointer, detail: inWords(error.document) ?? detail ?? title }, ...errors] // what is said of each field alone is plainer
  return Object.fromEntries(all.map((one) => [nameOfPointer(one.pointer), one.detail]))
}

function useUnsavedGuard(on: boolean) {
  const { t } = useI18n()
  const confirm = useConfirm()
  useBlocker({
    disabled: !on,
    enableBeforeUnload: on,
    shouldBlockFn: async () =>
      !(await confirm({ title: t('form.leave.title'), text: t('form.leave.text'), action: t('form.leave.action'), tone: 'danger' })),
  })
}
