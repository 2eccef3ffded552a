/** A part of the log of a NAT, as large as the server takes at once. */
export interface LogPart {
  readonly lines: readonly string[]
  /** The line of names, for later parts of a file of comma-separated values. */
  readonly header: string | undefined
  /** Number of its first line in the file. */
  readonly firstLine: number
  /** How much of the file has been read with it, 0 to 1. */
  readonly ratio: number
}

const linesMax = 5_000

/** Cuts a file into parts as it is read, so that one of a gigabyte needs no more room than one of a megabyte. */
export async function* partsOf(file: Blob, max = linesMax): AsyncGenerator<LogPart> {
  let header: string | undefined
  let lines: string[] = []
  let firstLine = 1
  let octetsRead = 0
  const take = (): LogPart => {
    const part = { lines, header, firstLine, ratio: file.size === 0 ? 1 : octetsRead / file.size }
    header ??= headerIn(lines)
    firstLine += lines.length
    lines = []
    return part
  }
  let rest = ''
  const decoder = new TextDecoder()
  for await (const octets of file.stream()) {
    octetsRead += octets.length
    const found = (rest + decoder.decode(octets, { stream: true })).split(/\r?\n/)
    rest = found.pop()!
    for (const line of found) if (lines.push(line) === max) yield take()
  }
  rest += decoder.decode()
  if (rest !== '') lines.push(rest)
  if (lines.length > 0) yield take()
}

/** The first line that is written, where it names columns. */
export function headerIn(lines: readonly string[]): string | undefined {
  const first = lines.find((line) => line.trim() !== '')
  return first?.trimStart().startsWith('{') ? undefined : first
}
