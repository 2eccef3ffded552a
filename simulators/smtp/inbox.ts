import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Message } from './message.ts'

/** The mailbox in a browser: `/` lists, `/<id>` opens, `/<id>/html` is the letter alone, `/<id>/<n>` an attachment. */
export function inboxServer(messages: readonly Message[]): Server {
  return createServer((request, response) => {
    const [id, part] = (request.url ?? '/').split('?')[0]!.split('/').filter(Boolean)
    if (id === undefined) return sendHtml(response, 200, listPage(messages))
    const message = messages.find((candidate) => String(candidate.id) === id)
    if (!message) return sendHtml(response, 404, page('No such message', '<p>It was never received, or has been forgotten.</p>'))
    if (part === undefined) return sendHtml(response, 200, messagePage(message))
    if (part === 'html') return sendHtml(response, 200, message.html)
    const attachment = message.attachments[Number(part)]
    if (!attachment) return sendHtml(response, 404, page('No such attachment', ''))
    response.writeHead(200, {
      'content-type': attachment.contentType,
      'content-disposition': `attachment; filename*=utf-8''${encodeURIComponent(attachment.name)}`,
      'x-content-type-options': 'nosniff',
    })
    response.end(attachment.bytes)
  })
}

/** Letters come from outside, so nothing in them runs. */
function sendHtml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'",
  })
  response.end(body)
}

function listPage(messages: readonly Message[]): string {
  const rows = messages.toReversed().map(
    (message) => `<li><a href="/${message.id}"><strong>${escapeHtml(message.subject) || '(no subject)'}</strong>
      <span>${escapeHtml(message.to.join(', '))}</span><time>${shown(message)}</time></a></li>`,
  )
  return page('Inbox', rows.length === 0 ? '<p>No mail yet.</p>' : `<ul class="list">${rows.join('')}</ul>`)
}

function messagePage(message: Message): string {
  const attachments = message.attachments.map(
    ({ name, bytes }, index) => `<li><a href="/${message.id}/${index}">${escapeHtml(name)}</a> (${bytes.length} bytes)</li>`,
  )
  const body = message.html
    ? `<iframe sandbox title="Letter" src="/${message.id}/html"></iframe>`
    : `<pre>${escapeHtml(message.text)}</pre>`
  return page(
    escapeHtml(message.subject),
    `<p><a href="/">← Inbox</a></p>
    <p>From ${escapeHtml(message.from)}<br>To ${escapeHtml(message.to.join(', '))}<br>${shown(message)}</p>
    ${attachments.length > 0 ? `<ul>${attachments.join('')}</ul>` : ''}${body}`,
  )
}

function shown({ receivedAt }: Message): string {
  return receivedAt.toString({ smallestUnit: 'second' }).replace('T', ' ').replace('Z', ' UTC')
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>
:root { color-scheme: light dark } body { margin: 2rem auto; max-width: 52rem; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif }
.list { padding: 0; list-style: none } .list a { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .7rem 0; color: inherit;
text-decoration: none; border-bottom: 1px solid #8884 } .list span { grid-row: 2; opacity: .7 } .list time { opacity: .7 }
iframe { width: 100%; height: 70vh; border: 1px solid #8884; border-radius: 8px; background: #fff } pre { white-space: pre-wrap }
</style></head><body><h1>${title}</h1>${body}</body></html>`
}
