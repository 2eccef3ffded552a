import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { mailSecurities } from '#kernel/mail.ts'
import { zText } from '#kernel/wire.ts'
import { changeSettings } from './change-settings.ts'
import type { MailSettings } from './mail-settings.ts'
import { readSettings } from './store.ts'
import { sendTestMail } from './test-mail.ts'

const zServer = z.object({
  host: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9.:-]{1,253}$/, 'Give a name like mail.example.com'),
  port: z.int().min(1).max(65_535),
  security: z.enum(mailSecurities).describe('tls: from the start, usually port 465; starttls: usually port 587'),
  senderAddress: z.email().max(254).describe('The address mails are from; the server must be allowed to send for it'),
  username: zText(254).nullable().describe('Null: the server asks nobody who they are'),
})

const zSettings = z
  .object({
    senderName: zText(80).nullable().describe('Whom mails are from; null: the name of the business'),
    replyTo: z.email().max(254).nullable().describe('Where answers of customers go; null: to the sender'),
    server: zServer.extend({ hasPassword: z.boolean() }).nullable().describe("Null: mails leave through the installation's"),
    installationHasServer: z.boolean().describe('Whether mails leave without a server of the own'),
  })
  .meta({ id: 'MailSettings' })

const zChange = z
  .object({
    senderName: zText(80).nullable(),
    replyTo: z.email().max(254).nullable(),
    server: zServer.extend({ password: z.string().min(1).max(500).optional().describe('Left out: the one kept for this user') }).nullable(),
  })
  .partial()

const shown = ({ server, ...settings }: MailSettings, smtpUrl: string | undefined) => {
  if (server === null) return { ...settings, server, installationHasServer: smtpUrl !== undefined }
  const { passwordSealed, ...rest } = server
  return { ...settings, server: { ...rest, hasPassword: passwordSealed !== null }, installationHasServer: smtpUrl !== undefined }
}

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/mail-settings',
    summary: 'How mails to customers leave',
    tag: 'mail',
    permission: 'mail.configure',
    response: zSettings,
    handle: async ({ tx, platform }) => shown(await readSettings(tx), platform.config.SMTP_URL),
  }),
  route({
    method: 'PUT',
    path: '/mail-settings',
    summary: 'Changes how mails to customers leave; what is left out stays',
    tag: 'mail',
    permission: 'mail.configure',
    confidential: true,
    body: zChange,
    response: zSettings,
    handle: async ({ tx, body, platform }) => shown(await changeSettings(tx, platform.config, body), platform.config.SMTP_URL),
  }),
  route({
    method: 'POST',
    path: '/mail-settings/test',
    summary: 'Sends a mail as customers get it, now, and tells what the server answered',
    tag: 'mail',
    permission: 'mail.configure',
    status: 200,
    body: z.object({ to: z.email().max(254) }),
    response: z.object({ state: z.enum(['sent', 'skipped', 'failed']), answer: z.string() }),
    // A call to the outside inside a transaction: a person waits for it, and no row is locked meanwhile.
    async handle({ tx, body, platform, principal }) {
      const delivery = await sendTestMail(tx, platform, body.to, principal.locale)
      return { state: delivery.state, answer: delivery.state === 'sent' ? delivery.response : delivery.reason }
    },
  }),
]
