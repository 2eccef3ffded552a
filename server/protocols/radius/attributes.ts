/** Attributes by their names and numbers; `dictionary.ts` has the rows. */
import { type AttributeType, type Row, type Table, tables, vendors } from './dictionary.ts'

type UnionToIntersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void ? I : never
type Rows = UnionToIntersection<(typeof tables)[keyof typeof tables]>

export type KnownName = keyof Rows & string
/** Of an attribute of the RFCs. */
export type StandardName = keyof (typeof tables)['standard']
/** How an attribute without a row is called; its value is octets. */
export type UnknownName = `Attr-${number}` | `Attr-26.${number}.${number}`
export type AttributeName = KnownName | UnknownName
export type TypeOf<N extends AttributeName> = N extends KnownName ? Rows[N][1] : 'octets'
type ValuesOf<N extends KnownName> = Rows[N] extends readonly [number, AttributeType, infer Values] ? Values[keyof Values] & string : never

export interface Attribute<N extends AttributeName = AttributeName> {
  readonly name: N
  /** 0 for the attributes of the RFCs. */
  readonly vendor: number
  readonly number: number
  readonly type: AttributeType
  /** Names of numbers, for integers that mean something else. */
  readonly values: Readonly<Record<number, string>>
}

const byName = new Map<AttributeName, Attribute>()
const byNumber = new Map<number, Attribute>()
for (const [tableName, table] of Object.entries(tables) as [keyof typeof tables, Table][]) {
  const vendor = tableName === 'standard' ? 0 : vendors[tableName]
  for (const [name, [number, type, values = {}]] of Object.entries(table) as [KnownName, Row][]) {
    const attribute: Attribute = { name, vendor, number, type, values }
    byName.set(name, attribute)
    byNumber.set(vendor * 256 + number, attribute)
  }
}

/** All attributes with a row, for pickers and help. */
export const knownAttributes: readonly Attribute[] = [...byName.values()]

/** @throws RangeError for a name that is neither in a table nor of the form Attr-… */
export function attributeNamed<N extends AttributeName>(name: N): Attribute<N> {
  return (byName.get(name) ?? parseUnknownName(name)) as Attribute<N> // the row of this name, or one made for it
}

/** The attribute with this number; one without a row is called `Attr-<number>` or `Attr-26.<vendor>.<number>`. */
export function attributeNumbered(vendor: number, number: number): Attribute {
  return byNumber.get(vendor * 256 + number) ?? unknownAttribute(vendor, number)
}

/** The number a name stands for: `valueNumber('Acct-Status-Type', 'Start')` is 1. */
export function valueNumber<N extends KnownName>(name: N, valueName: ValuesOf<N>): number {
  return Number(Object.entries(attributeNamed(name).values).find(([, known]) => known === valueName)![0])
}

/** The name of a number, or its digits when it has none: `valueName('Acct-Status-Type', 1)` is "Start". */
export function valueName(name: AttributeName, number: number): string {
  return attributeNamed(name).values[number] ?? String(number)
}

function unknownAttribute(vendor: number, number: number): Attribute {
  const name: UnknownName = vendor === 0 ? `Attr-${number}` : `Attr-26.${vendor}.${number}`
  return { name, vendor, number, type: 'octets', values: {} }
}

function parseUnknownName(name: AttributeName): Attribute {
  const [, vendor = '0', number = ''] = /^Attr-(?:26\.(\d{1,10})\.)?(\d{1,3})$/.exec(name) ?? []
  const attribute = unknownAttribute(Number(vendor), Number(number))
  if (attribute.name !== name || attribute.number > 255 || attribute.vendor > 0xffffffff)
    throw new RangeError(`${name} is not the name of a RADIUS attribute`)
  return attribute
}
