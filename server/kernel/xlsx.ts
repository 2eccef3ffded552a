/**
 * Tables as workbooks of Excel (ECMA-376 part 1, SpreadsheetML), written as a stream: memory stays flat however many rows there are.
 * Values are typed, so that a spreadsheet adds, sorts and filters them; texts can never become formulas.
 */
import { assert } from './assert.ts'
import { zip, type ZipEntry } from './zip.ts'

/** What a cell holds. A number is written with all its digits, as text. */
export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly digits: string; readonly format?: string } // `#,##0.00 "BDT"`
  | { readonly kind: 'date'; readonly date: Temporal.PlainDate }
  | { readonly kind: 'moment'; readonly at: Temporal.PlainDateTime } // spreadsheets know no zones

export interface Table {
  readonly name: string
  readonly heads: readonly string[]
  /** Rows, in sets as they are read. */
  readonly pages: AsyncIterable<readonly (readonly Cell[])[]>
}

const rowsMax = 1_048_576 // of a sheet, by Excel; what is beyond goes on in the next
const rowsAtOnce = 200 // between which others have their turn
const textMax = 32_767 // letters of a cell, by Excel
const digitsMax = 15 // spreadsheets count in doubles; what has more is an identifier rather than an amount

export const workbook = (table: Table): AsyncGenerator<Buffer> => zip(parts(table))

/** Sheets first: how many there are and which formats they use is known after them. */
async function* parts({ name, heads, pages }: Table): AsyncGenerator<ZipEntry> {
  const styles = createStyles()
  const source = pages[Symbol.asyncIterator]()
  let sheets = 0
  let page = await source.next()
  do {
    const content = async function* () {
      yield sheetHead + rowOf(heads.map(headCell), styles)
      for (let rows = 1; !page.done && rows + page.value.length <= rowsMax; page = await source.next()) {
        rows += page.value.length
        for (let at = 0; at < page.value.length; at += rowsAtOnce)
          yield page.value
            .slice(at, at + rowsAtOnce)
            .map((row) => rowOf(row, styles))
            .join('')
      }
      yield '</sheetData></worksheet>'
    }
    yield { path: `xl/worksheets/sheet${++sheets}.xml`, content: content() }
  } while (!page.done)
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1)
  yield { path: 'xl/styles.xml', content: [styles.xml()] }
  yield { path: 'xl/workbook.xml', content: [workbookXml(name, numbers)] }
  yield { path: 'xl/_rels/workbook.xml.rels', content: [relationships(numbers)] }
  yield { path: '_rels/.rels', content: [rootRelationships] }
  yield { path: '[Content_Types].xml', content: [contentTypes(numbers)] }
}

const headCell = (text: string): Cell => ({ kind: 'text', text })
const rowOf = (cells: readonly Cell[], styles: Styles) => `<row>${cells.map((cell) => cellXml(cell, styles)).join('')}</row>`

function cellXml(cell: Cell, styles: Styles): string {
  switch (cell.kind) {
    case 'empty':
      return '<c/>'
    case 'text':
      return textXml(cell.text)
    case 'boolean':
      return `<c t="b"><v>${cell.value ? 1 : 0}</v></c>`
    case 'number':
      return numberXml(cell.digits, cell.format === undefined ? 0 : styles.of(cell.format))
    case 'date':
      return `<c s="${dateStyle}"><v>${serial(cell.date)}</v></c>`
    case 'moment':
      return `<c s="${momentStyle}"><v>${serial(cell.at)}</v></c>`
  }
  cell satisfies never
}

/** What begins like a formula is marked as text, so that it does not become one when somebody edits it. */
function textXml(text: string): string {
  const style = /^[=+\-@\t\r]/.test(text) ? ` s="${quotedStyle}"` : ''
  return `<c${style} t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, textMax))}</t></is></c>`
}

function numberXml(digits: string, style: number): string {
  assert(/^-?\d+(\.\d+)?$/.test(digits), `${digits} is a number`)
  return digits.replaceAll(/\D/g, '').length > digitsMax ? textXml(digits) : `<c s="${style}"><v>${digits}</v></c>`
}

const unixEpoch = 25_569 // as a day of spreadsheets
const dayMs = 86_400_000

/**
 * Days since 1899-12-30 with their part of a day. Spreadsheets count from 1900-01-01 as day 1 and believe in a 29 February of that year,
 * so this is right from March 1900 on.
 */
const serial = (at: Temporal.PlainDate | Temporal.PlainDateTime) => at.toZonedDateTime('UTC').epochMilliseconds / dayMs + unixEpoch

/** For text and attributes, without what XML 1.0 cannot hold (§2.2). */
const escaped = (text: string) =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

// Styles that every workbook has; those of formats come after them.
const quotedStyle = 1
const dateStyle = 2
const momentStyle = 3
const ownFormatsFrom = 164 // lower numbers are Excel's own (§18.8.30)

interface Styles {
  /** The style of a number format, e.g. `#,##0.00 "BDT"`. */
  of(format: string): number
  xml(): string
}

function createStyles(): Styles {
  const formats = ['yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss']
  return {
    of(format) {
      const known = formats.indexOf(format)
      return dateStyle + (known === -1 ? formats.push(format) - 1 : known)
    },
    xml: () => stylesXml(formats),
  }
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaging = 'http://schemas.openxmlformats.org/package/2006'

/** The heads stay in sight. */
const sheetHead = `${xmlHead}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" defaultColWidth="18"/><sheetData>`

const stylesXml = (formats: readonly string[]) =>
  `${xmlHead}<styleSheet xmlns="${main}"><numFmts count="${formats.length}">${formats.map((format, index) => `<numFmt numFmtId="${ownFormatsFrom + index}" formatCode="${escaped(format)}"/>`).join('')}</numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${formats.length + dateStyle}"><xf/><xf quotePrefix="1"/>${formats.map((_, index) => `<xf numFmtId="${ownFormatsFrom + index}" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`

const sheetNameMax = 31

const workbookXml = (name: string, sheets: readonly number[]) =>
  `${xmlHead}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map((sheet) => `<sheet name="${escaped(sheet === 1 ? name.slice(0, sheetNameMax) : `${name.slice(0, sheetNameMax - 5)} ${sheet}`)}" sheetId="${sheet}" r:id="rId${sheet}"/>`).join('')}</sheets></workbook>`

const relationships = (sheets: readonly number[]) =>
  `${xmlHead}<Relationships xmlns="${packaging}/relationships">${sheets.map((sheet) => `<Relationship Id="rId${sheet}" Type="${office}/worksheet" Target="worksheets/sheet${sheet}.xml"/>`).join('')}<Relationship Id="rId0" Type="${office}/styles" Target="styles.xml"/></Relationships>`

const rootRelationships = `${xmlHead}<Relationships xmlns="${packaging}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

const contentTypes = (sheets: readonly number[]) => {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return `${xmlHead}<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${sheets.map((sheet) => `<Override PartName="/xl/worksheets/sheet${sheet}.xml" ContentType="${type}.worksheet+xml"/>`).join('')}</Types>`
}
