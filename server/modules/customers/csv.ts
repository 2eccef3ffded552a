/** Separators that spreadsheets write, by their language. */
const separators = [',', ';', '\t'] as const

/**
 * Reads comma-separated values (RFC 4180), also with semicolons or tabs: quoted cells may hold separators, line ends and doubled
 * quotes. Lines without any text are left out. @returns rows of cells, or undefined where a quote is never closed
 */
export function parseCsv(text: string): string[][] | undefined {
  const source = text.replace(/^\ufeff/, '')
  const separator = separatorOf(source)
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(cell.trim())
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.some((one) => one !== '')) rows.push(row)
    row = []
  }
  for (let at = 0; at < source.length; at++) {
    const letter = source[at]!
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (source[at + 1] === '"') cell += source[++at]!
      else quoted = false
    } else if (letter === '"' && cell.trim() === '') {
      cell = ''
      quoted = true
    } else if (letter === separator) endCell()
    else if (letter === '\n') endRow()
    else if (letter !== '\r') cell += letter
  }
  if (quoted) return undefined
  endRow()
  return rows
}

/** The separator that the first line holds most of. */
function separatorOf(source: string): string {
  const line = source.slice(0, source.search(/\r?\n|$/))
  const count = (separator: string) => line.split(separator).length
  return separators.reduce((best, separator) => (count(separator) > count(best) ? separator : best))
}
