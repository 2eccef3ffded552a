/** Values of a form by dotted names, and validation by any Standard Schema (zod, valibot, …). */

export type Path = string

interface Issue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** The part of https://standardschema.dev that a form needs. */
export interface Schema<T> {
  readonly '~standard': {
    readonly validate: (value: unknown) => Outcome<T> | Promise<Outcome<T>>
  }
}
type Outcome<T> = { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly Issue[] }

export async function validate<T>(schema: Schema<T> | undefined, values: T): Promise<{ value: T } | { errors: Record<string, string> }> {
  if (!schema) return { value: values }
  const outcome = await schema['~standard'].validate(values)
  if (outcome.issues === undefined) return { value: outcome.value }
  const errors: Record<string, string> = {}
  for (const issue of outcome.issues) errors[nameOfPath(issue.path ?? [])] ??= issue.message
  return { errors }
}

function nameOfPath(path: NonNullable<Issue['path']>): string {
  return path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
}

/** JSON pointer of a problem document -> name of a field: `/body/address/city` -> `address.city`. */
export function nameOfPointer(pointer: string): string {
  const parts = pointer.replace(/^#/, '').split('/').filter(Boolean)
  if (parts[0] === 'body') parts.shift()
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.')
}

export function readPath(values: unknown, path: Path): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), values)
}

/** A copy with one value changed; what is beside the path is shared with the original. `charges.0.name` writes into the first row. */
export function writePath(values: Readonly<Record<string, unknown>>, path: Path, value: unknown): Record<string, unknown> {
  const [head = '', ...rest] = path.split('.')
  const inner = values[head]
  const next = rest.length === 0 ? value : writePath(isRecord(inner) ? inner : {}, rest.join('.'), value)
  return Object.assign(Array.isArray(values) ? [...values] : { ...values }, { [head]: next }) as Record<string, unknown> // an array keeps its kind
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
