import { z } from 'zod'
import { type AnyRoute, urlOf } from './http.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1 of the routes, from the schemas that validate them. */
export function openApiDocument(routes: readonly AnyRoute[], serverUrl = '/'): Json {
  const components: Json = {}
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const url = urlOf(route.path).replaceAll(/:(\w+)/g, '{$1}')
    paths[url] = { ...paths[url], [route.method.toLowerCase()]: operation(route, components) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Trunkline',
      version: '1',
      description: 'Money is whole minor units as a decimal string; instants are ISO 8601; errors are problem documents (RFC 9457).',
    },
    servers: [{ url: serverUrl }],
    security: [{ session: [] }, { key: [] }],
    paths,
    components: {
      schemas: { ...components, Problem: problemSchema },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'tl_session',
          description: 'Requests that change something also send x-csrf-token.',
        },
        key: { type: 'http', scheme: 'bearer', description: 'API key' },
      },
    },
  }
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; switch on this' },
    detail: { type: 'string' },
    values: { type: 'object', description: 'What fills the detail, by name, for who says it in other words' },
    pointer: { type: 'string', description: 'JSON Pointer to the first wrong field' },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
    },
    requestId: { type: 'string' },
  },
}

function operation(route: AnyRoute, components: Json): Json {
  const status = String(
    route.response ? (route.status ?? (route.method === 'POST' ? 201 : 200)) : (route.status ?? (route.produces ? 200 : 204)),
  )
  const problem = {
    description: 'Problem document',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  const content = route.response
    ? { content: { 'application/json': { schema: wireSchema(route.response, components) } } }
    : route.produces && { content: { [route.produces]: {} } }
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.tag],
    ...(route.permission === 'public' ? { security: [] } : { 'x-permission': route.permission }),
    parameters: [...parameters(route.params, 'path', components), ...parameters(route.query, 'query', components), ...headers(route)],
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: wireSchema(route.body, components) } } } }),
    ...(route.rawBody && { requestBody: { required: true, content: { '*/*': {} } } }),
    responses: { [status]: { description: 'Done', ...content }, default: problem },
  }
}

/** `GET /customers/:id/notes` -> `getCustomersByIdNotes`. */
function operationId(route: AnyRoute): string {
  const words = route.path
    .split(/[/.-]/)
    .filter(Boolean)
    .map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part))
  return (
    route.method.toLowerCase() +
    words
      .flatMap((word) => word.split('-'))
      .map((word) => word[0]!.toUpperCase() + word.slice(1))
      .join('')
  )
}

function headers(route: AnyRoute): Json[] {
  if (route.permission === 'public') return []
  if (route.method === 'POST')
    return [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }]
  if (route.method === 'PATCH') return [{ name: 'If-Match', in: 'header', required: false, schema: { type: 'string' } }]
  return []
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query', components: Json): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = wireSchema(schema, components) as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: of,
  }))
}

/** JSON Schema of what travels; schemas with an id become components. */
function wireSchema(schema: z.ZodType, components: Json): Json {
  const {
    $schema: _draft,
    $defs,
    ...rest
  } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', cycles: 'ref', reused: 'inline' }) as Json & { $defs?: Json }
  const renamed = JSON.parse(JSON.stringify({ rest, $defs }).replaceAll('"#/$defs/', '"#/components/schemas/')) as {
    rest: Json
    $defs?: Json
  }
  Object.assign(components, renamed.$defs)
  return renamed.rest
}
