// Enough of MIME (RFC 2045, 2047) to read what mail programs write.

export interface Attachment {
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

export interface Message {
  readonly id: number
  /** Of the envelope: where it really went. */
  readonly to: readonly string[]
  readonly from: string
  readonly subject: string
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  readonly html: string
  readonly attachments: readonly Attachment[]
  readonly receivedAt: Temporal.Instant
  /** As it came over the wire. */
  readonly raw: string
}

/** What the content of a message is, without its envelope. */
export type Content = Pick<Message, 'subject' | 'headers' | 'text' | 'html' | 'attachments'>

interface Part {
  readonly headers: ReadonlyMap<string, string>
  readonly contentType: string
  readonly name: string | undefined
  readonly isAttachment: boolean
  readonly bytes: Buffer
}

/** Mail nested deeper than this is not read further. */
const depthMax = 8

/** @param raw one character per byte */
export function parseMessage(raw: string): Content {
  const { headers } = split(raw)
  const parts = partsOf(raw, 0)
  const bodyOf = (contentType: string) =>
    parts
      .find((part) => !part.isAttachment && part.contentType === contentType)
      ?.bytes.toString('utf8')
      .replaceAll('\r\n', '\n') ?? ''
  return {
    headers,
    subject: headers.get('subject') ?? '',
    text: bodyOf('text/plain'),
    html: bodyOf('text/html'),
    attachments: parts
      .filter((part) => part.isAttachment)
      .map(({ name, contentType, bytes }) => ({ name: name ?? 'attachment', contentType, bytes: new Uint8Array(bytes) })),
  }
}

function partsOf(raw: string, depth: number): Part[] {
  const { headers, body } = split(raw)
  const type = headers.get('content-type') ?? 'text/plain'
  const boundary = parameter(type, 'boundary')
  if (boundary && depth < depthMax)
    return `\r\n${body}`
      .split(`\r\n--${boundary}`)
      .slice(1)
      .filter((part) => !part.startsWith('--'))
      .flatMap((part) => partsOf(part.replace(/^[ \t]*\r\n/, ''), depth + 1))

  const disposition = headers.get('content-disposition') ?? ''
  const contentType = type.split(';')[0]!.trim().toLowerCase()
  return [
    {
      headers,
      contentType,
      name: parameter(disposition, 'filename') ?? parameter(type, 'name'),
      isAttachment: disposition.toLowerCase().startsWith('attachment') || !contentType.startsWith('text/'),
      bytes: decodeBody(body, headers.get('content-transfer-encoding')),
    },
  ]
}

function split(raw: string): { headers: Map<string, string>; body: string } {
  const end = raw.startsWith('\r\n') ? 0 : raw.indexOf('\r\n\r\n')
  const head = end < 0 ? raw : raw.slice(0, end)
  const headers = new Map<string, string>()
  for (const line of head.replaceAll(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim()))
  }
  return { headers, body: end < 0 ? '' : raw.slice(end).replace(/^(\r\n){1,2}/, '') }
}

/** A parameter of a header, plain, or encoded and in numbered pieces (RFC 2231): `name*0*=utf-8''%E0…; name*1*=…`. */
function parameter(header: string, name: string): string | undefined {
  const pieces = [...header.matchAll(new RegExp(`;\\s*${name}(?:\\*\\d+)?(\\*?)=(?:"([^"]*)"|([^;\\s]*))`, 'gi'))]
  if (pieces.length === 0) return undefined
  const value = pieces.map(([, , quoted, bare]) => quoted ?? bare).join('')
  const isEncoded = pieces[0]![1] === '*'
  return isEncoded ? quotedPrintable(value.replace(/^utf-8''/i, '').replaceAll('%', '=')).toString('utf8') : value
}

function decodeBody(body: string, encoding = '7bit'): Buffer {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64')
    case 'quoted-printable':
      return quotedPrintable(body)
    default:
      return Buffer.from(body, 'latin1')
  }
}

function quotedPrintable(text: string): Buffer {
  const joined = text.replaceAll(/=[ \t]*\r\n/g, '') // RFC 2045 §6.7: a space before the = belongs to the text
  return Buffer.from(
    joined.replaceAll(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=`; neighbours belong together even where a letter is divided between them. */
function decodeWords(header: string): string {
  const word = /=\?utf-8\?([bq])\?([^?]*)\?=/gi
  return header.replaceAll(/(?:=\?utf-8\?[bq]\?[^?]*\?=\s*)+/gi, (run) => {
    const bytes = [...run.matchAll(word)].map(([, encoding = '', encoded = '']) =>
      encoding.toLowerCase() === 'b' ? Buffer.from(encoded, 'base64') : quotedPrintable(encoded.replaceAll('_', ' ')),
    )
    return Buffer.concat(bytes).toString('utf8') + (/\s$/.test(run) ? ' ' : '')
  })
}
