import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openApiTypes, schemaType } from './openapi-types.ts'

suite('TypeScript of a JSON Schema', () => {
  const cases = [
    // schema, type, why
    [{ type: 'string', format: 'uuid' }, 'string', 'formats are not types'],
    [{ type: ['string', 'null'] }, 'string | null', 'several types are a union'],
    [{ enum: ['active', 'paused'] }, "'active' | 'paused'", 'an enum is a union of its values'],
    [{ const: 1 }, '1', 'a constant'],
    [{ type: 'array', items: { type: 'integer' } }, 'number[]', 'an array'],
    [{ type: 'array', items: { type: ['string', 'null'] } }, '(string | null)[]', 'an array of a union has parentheses'],
    [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, '[string, number]', 'a tuple'],
    [{ $ref: '#/components/schemas/Money' }, "components['schemas']['Money']", 'a reference'],
    [{ anyOf: [{ type: 'string' }, { type: 'string' }] }, 'string', 'the same type twice is once'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, '{ [key in string]?: number }', 'a record'],
    [{}, 'unknown', 'anything'],
    [false, 'never', 'nothing'],
  ] as const
  for (const [schema, type, why] of cases) test(why, () => assert.equal(schemaType(schema), type))

  test('an object has optional members, and quotes what is no name', () => {
    const schema = {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, 'x-y': { type: 'boolean', description: 'Why' } },
    }
    assert.equal(schemaType(schema), "{\n  id: string\n  /** Why */\n  'x-y'?: boolean\n}")
  })
})

test('a document becomes paths and components', () => {
  const text = openApiTypes({
    paths: {
      '/customers/{id}': {
        patch: {
          summary: 'Change a customer',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } } } } },
          },
          responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Customer' } } } } },
        },
      },
    },
    components: { schemas: { Customer: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } } },
  })
  assert.match(text, /'\/customers\/\{id\}': \{\n {4}\/\*\* Change a customer \*\/\n {4}patch: \{/)
  assert.match(text, /path: \{\n\s+id: string\n\s+\}\n\s+query\?: never/)
  assert.match(text, /200: \{\n\s+content: \{\n\s+'application\/json': components\['schemas'\]\['Customer'\]/)
})
