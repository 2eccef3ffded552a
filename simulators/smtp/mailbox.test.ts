import { deepEqual, doesNotMatch, equal, match, rejects } from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTransport, type Transporter } from 'nodemailer'
import { createMailbox, type Mailbox } from './index.ts'
import { parseMessage } from './message.ts'

let mailbox: Mailbox
let sender: Transporter

before(async () => {
  mailbox = await createMailbox()
  sender = createTransport({ host: '127.0.0.1', port: mailbox.port, auth: { user: 'any', pass: 'thing' } })
})
after(async () => {
  sender.close()
  await mailbox.close()
})

const letter = { from: 'Spark <billing@spark.example>', to: 'ada@mail.example', subject: 'Your invoice', text: 'Hello' }

test('a message is kept with its envelope, text and html, in every script', async () => {
  const subject = 'আপনার নভেম্বর মাসের চালান PAD-2026-004417 প্রস্তুত হয়েছে, অনুগ্রহ করে পরিশোধ করুন'
  const text = `৳১,৩০৫.০০ = due\n${'दीर्घ पंक्ति '.repeat(20)}\n.dot`
  await sender.sendMail({ ...letter, subject, text, html: '<p>৳১,৩০৫.০০</p>' })
  const message = await mailbox.waitFor('ada@mail.example', /PAD-2026-004417/)
  equal(message.subject, subject)
  equal(message.text.trim(), text.trim())
  match(message.html, /<p>৳১,৩০৫\.০০<\/p>/)
  equal(message.from, 'billing@spark.example')
  equal(message.headers.get('from'), 'Spark <billing@spark.example>')
})

test('hidden recipients are seen, because the envelope counts', async () => {
  await sender.sendMail({ ...letter, subject: 'Notice', bcc: 'owner@mail.example' })
  deepEqual((await mailbox.waitFor('owner@mail.example', 'Notice')).to.toSorted(), ['ada@mail.example', 'owner@mail.example'])
})

test('attachments arrive to the byte', async () => {
  const bytes = Uint8Array.from({ length: 3000 }, (_, index) => (index * 31) % 256)
  const filename = 'চালান.pdf'
  await sender.sendMail({
    ...letter,
    subject: 'With invoice',
    attachments: [{ filename, content: Buffer.from(bytes), contentType: 'application/pdf' }],
  })
  const { attachments, id, text } = await mailbox.waitFor('ada@mail.example', 'With invoice')
  equal(text.trim(), 'Hello')
  equal(attachments[0]!.name, filename)
  deepEqual(attachments[0]!.bytes, bytes)
  const downloaded = await fetch(`${mailbox.webUrl}/${id}/0`)
  deepEqual(new Uint8Array(await downloaded.arrayBuffer()), bytes)
})

test('waiting ends when the message comes, or says what came instead', async () => {
  const waiting = mailbox.waitFor('late@mail.example', 'Reminder')
  await sender.sendMail({ ...letter, to: 'late@mail.example', subject: 'Reminder' })
  equal((await waiting).subject, 'Reminder')
  await rejects(mailbox.waitFor('late@mail.example', 'Never', 20), /No mail to late@mail\.example about Never.*Reminder/)
})

test('the inbox lists and opens messages and runs nothing of theirs', async () => {
  await sender.sendMail({ ...letter, subject: '<script>alert(1)</script>', html: '<b>hi</b>' })
  const { id } = await mailbox.waitFor('ada@mail.example', '<script>')
  const list = await fetch(mailbox.webUrl)
  match(list.headers.get('content-security-policy')!, /default-src 'none'/)
  doesNotMatch(await list.text(), /<script>/)
  match(await (await fetch(`${mailbox.webUrl}/${id}`)).text(), /<iframe sandbox/)
  match(await (await fetch(`${mailbox.webUrl}/${id}/html`)).text(), /<b>hi<\/b>/)
  equal((await fetch(`${mailbox.webUrl}/999999`)).status, 404)
  equal((await fetch(`${mailbox.webUrl}/${id}/7`)).status, 404)
})

test('mail that is not well formed is kept as far as it can be read', () => {
  equal(parseMessage('').subject, '')
  equal(parseMessage('Subject: only a head').subject, 'only a head')
  equal(parseMessage('Content-Type: multipart/mixed; boundary=x\r\n\r\nno parts').text, '')
  equal(parseMessage('\r\nno head').text, 'no head')
})

test('a long line comes back as it was written, with the space before its soft break', () => {
  const folded = (body: string) => parseMessage(`Content-Transfer-Encoding: quoted-printable\r\n\r\n${body}`).text
  equal(folded('gone for =\r\ngood'), 'gone for good')
  equal(folded('gone for= \r\n good'), 'gone for good', 'what transport adds after the sign is none of it')
})
