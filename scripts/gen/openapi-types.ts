type Json = Readonly<Record<string, unknown>>

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Json>> }
}

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Json }[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, { readonly schema?: Json }>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Json }>> }>>
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/**
 * TypeScript of an OpenAPI 3.1 document: `paths` by URL and method, `components` by name. The shape is the one that
 * openapi-typescript made common, so that other typed clients can be used with it too.
 */
export function openApiTypes(document: OpenApi): string {
  const schemas = Object.entries(document.components?.schemas ?? {}).toSorted(byName)
  const paths = Object.entries(document.paths).toSorted(byName)
  return [
    '// Generated from the OpenAPI document by `npm run gen`; do not edit.',
    '',
    'export interface paths {',
    ...paths.map(([path, operations]) => indent(`${quoted(path)}: ${pathType(operations)}`)),
    '}',
    '',
    'export interface components {',
    indent(`schemas: ${objectOf(schemas.map(([name, schema]) => `${key(name)}: ${schemaType(schema)}`))}`),
    '}',
    '',
  ].join('\n')
}

function pathType(operations: Readonly<Record<string, Operation>>): string {
  const known = methods.flatMap((method) => (operations[method] ? [[method, operations[method]] as const] : []))
  return objectOf(known.map(([method, operation]) => `${comment(operation.summary)}${method}: ${operationType(operation)}`))
}

function operationType({ parameters = [], requestBody, responses }: Operation): string {
  const places = ['path', 'query', 'header'].map((place) =>
    parametersType(
      place,
      parameters.filter((one) => one.in === place),
    ),
  )
  const body = requestBody && contentType(requestBody.content)
  return objectOf([
    `parameters: ${objectOf(places)}`,
    body ? `requestBody${requestBody.required ? '' : '?'}: ${objectOf([`content: ${body}`])}` : 'requestBody?: never',
    `responses: ${objectOf(Object.entries(responses).map(([status, { content }]) => `${key(status)}: ${objectOf([content ? `content: ${contentType(content)}` : 'content?: never'])}`))}`,
  ])
}

function parametersType(place: string, parameters: NonNullable<Operation['parameters']>): string {
  if (parameters.length === 0) return `${place}?: never`
  const isOptional = parameters.every((one) => !one.required)
  return `${place}${isOptional ? '?' : ''}: ${objectOf(parameters.map((one) => `${key(one.name)}${one.required ? '' : '?'}: ${schemaType(one.schema)}`))}`
}

const contentType = (content: Readonly<Record<string, { readonly schema?: Json }>>) =>
  objectOf(Object.entries(content).map(([mediaType, { schema }]) => `${quoted(mediaType)}: ${schema ? schemaType(schema) : 'unknown'}`))

/** TypeScript of a JSON Schema (draft 2020-12), as far as zod writes it. */
export function schemaType(schema: Json | boolean): string {
  if (typeof schema === 'boolean') return schema ? 'unknown' : 'never'
  const {
    $ref,
    enum: values,
    anyOf,
    oneOf,
    allOf,
    type,
  } = schema as { $ref?: string; enum?: unknown[]; anyOf?: Json[]; oneOf?: Json[]; allOf?: Json[]; type?: string | string[] }
  if ($ref) return `components['schemas'][${quoted($ref.slice($ref.lastIndexOf('/') + 1))}]`
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (values) return union(values.map((value) => JSON.stringify(value).replaceAll('"', "'")))
  if (anyOf ?? oneOf) return union((anyOf ?? oneOf ?? []).map(schemaType))
  if (allOf) return allOf.map((one) => `(${schemaType(one)})`).join(' & ')
  if (Array.isArray(type)) return union(type.map((one) => schemaType({ ...schema, type: one })))
  if (type === 'array') return arrayType(schema)
  if (type === 'object') return objectType(schema)
  return primitives[type ?? ''] ?? 'unknown'
}

const primitives: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
}

function arrayType(schema: Json): string {
  const { items, prefixItems } = schema as { items?: Json | boolean; prefixItems?: Json[] }
  if (prefixItems) return `[${[...prefixItems.map(schemaType), ...(items ? [`...${arrayOf(schemaType(items))}`] : [])].join(', ')}]`
  return arrayOf(schemaType(items ?? true))
}

const arrayOf = (item: string) => (/^[\w'[\]]+$/.test(item) ? `${item}[]` : `(${item})[]`)

function objectType(schema: Json): string {
  const {
    properties = {},
    required = [],
    additionalProperties,
    propertyNames,
  } = schema as { properties?: Record<string, Json>; required?: string[]; additionalProperties?: Json | boolean; propertyNames?: Json }
  const known = Object.entries(properties).map(
    ([name, of]) => `${comment(of['description'])}${key(name)}${required.includes(name) ? '' : '?'}: ${schemaType(of)}`,
  )
  if (additionalProperties === undefined || additionalProperties === false) return objectOf(known)
  const others = `{ [key in ${propertyNames ? schemaType(propertyNames) : 'string'}]?: ${schemaType(additionalProperties)} }`
  return known.length === 0 ? others : `${objectOf(known)} & { [key: string]: unknown }`
}

const union = (types: readonly string[]) => [...new Set(types)].join(' | ') || 'never'
const objectOf = (members: readonly string[]) => (members.length === 0 ? '{}' : `{\n${members.map(indent).join('\n')}\n}`)
const indent = (text: string) => text.replaceAll(/^/gm, '  ')
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) || /^\d+$/.test(name) ? name : quoted(name))
const comment = (text: unknown) =>
  typeof text === 'string' && text ? `/** ${text.replaceAll('*/', '*\\/').replaceAll(/\s+/g, ' ')} */\n` : ''
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1)
