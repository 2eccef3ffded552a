import { STATUS_CODES } from 'node:http'

/** One wrong field of a request; `pointer` is a JSON Pointer into the body, such as `/address/city`. */
export interface FieldError {
  readonly pointer: string
  readonly detail: string
}

export interface ProblemOptions {
  readonly title?: string
  readonly pointer?: string
  readonly errors?: readonly FieldError[]
  /** Sent with the answer, for example `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
  /** More members of the document (RFC 9457 §3.2), for programs that go on from here, e.g. what one can choose from. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** A sentence and what fills it, so that screens can say it in their language. */
export interface Told {
  readonly text: string
  readonly values: Readonly<Record<string, string | number>>
}

/** Names what it fills in: told`Invoice ${{ number }} is ${{ state }}.` */
export function told(texts: TemplateStringsArray, ...holes: readonly Readonly<Record<string, unknown>>[]): Told {
  const values = Object.fromEntries(
    holes.flatMap((hole) => Object.entries(hole)).map(([name, value]) => [name, typeof value === 'number' ? value : String(value)]),
  )
  const filled = holes.map((hole) => String(Object.values(hole)[0]))
  return { text: String.raw({ raw: texts }, ...filled), values }
}

/**
 * What a person or another program did that cannot be done, or cannot be done now.
 * `code` is stable API; `detail` names the thing, says what is wrong and what to do next, in words fit for a screen.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly values: Told['values']
  readonly pointer: string | undefined
  readonly errors: readonly FieldError[]
  readonly headers: Readonly<Record<string, string>>
  readonly extensions: Readonly<Record<string, unknown>>

  constructor(code: string, status: number, detail: string | Told, options: ProblemOptions = {}) {
    const { text, values } = typeof detail === 'string' ? { text: detail, values: {} } : detail
    super(text, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.status = status
    this.title = options.title ?? STATUS_CODES[status] ?? 'Problem'
    this.values = values
    this.pointer = options.pointer
    this.errors = options.errors ?? []
    this.headers = options.headers ?? {}
    this.extensions = options.extensions ?? {}
  }

  get detail(): string {
    return this.message
  }

  /** For a problem that says the same of another place. */
  get told(): Told {
    return { text: this.message, values: this.values }
  }
}

/** The body of an `application/problem+json` answer (RFC 9457). */
export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  /** What fills the detail, for who says it in other words. */
  readonly values?: Told['values']
  readonly pointer?: string
  readonly errors?: readonly FieldError[]
  readonly requestId: string
}

export function toProblemDocument(problem: Problem, requestId: string): ProblemDocument {
  return {
    ...(Object.keys(problem.values).length > 0 && { values: problem.values }),
    ...problem.extensions,
    type: `urn:problem-type:trunkline:${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.pointer !== undefined && { pointer: problem.pointer }),
    ...(problem.errors.length > 0 && { errors: problem.errors }),
    requestId,
  }
}
