import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { sealSecret } from '#kernel/vault.ts'
import { zId, zPhone, zText } from '#kernel/wire.ts'
import { passwordMissing } from './errors.ts'
import { queueSms } from './queue-sms.ts'
import { passwordPurpose } from './sender.ts'
import { readSettings, removeSettings, writeSettings } from './store.ts'

const latin = /^[\u0020-\u007e]*$/
const zSettings = z
  .object({
    host: z.string().trim().min(1).max(253),
    port: z.int().min(1).max(65_535),
    isTls: z.boolean(),
    systemId: z.string().regex(latin, 'Use plain letters and digits').min(1).max(15),
    systemType: z.string().regex(latin).max(12),
    source: z.string().regex(/^(\+?\d{3,15}|[A-Za-z0-9 ._-]{1,11})$/, 'Give a number, or a name of at most eleven letters and digits'),
  })
  .meta({ id: 'SmsSettings', description: 'The short message centre of the business, by SMPP 3.4' })

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/sms-settings',
    summary: 'The short message centre; null where none is set up',
    tag: 'sms',
    permission: 'sms.read',
    response: z.object({ settings: zSettings.nullable() }),
    async handle({ tx }) {
      const found = await readSettings(tx)
      if (!found) return { settings: null }
      const { passwordSealed: _, ...settings } = found
      return { settings }
    },
  }),
  route({
    method: 'PUT',
    path: '/sms-settings',
    summary: 'Sets up the short message centre; a password that is left out stays',
    tag: 'sms',
    permission: 'sms.configure',
    confidential: true,
    body: zSettings.extend({ password: z.string().regex(latin, 'Use plain characters').min(1).max(8).optional() }),
    async handle({ tx, body: { password, ...settings } }) {
      const before = await readSettings(tx)
      const passwordSealed = password === undefined ? before?.passwordSealed : await sealSecret(tx, password, passwordPurpose)
      if (passwordSealed === undefined) throw passwordMissing()
      await writeSettings(tx, { ...settings, passwordSealed })
    },
  }),
  route({
    method: 'DELETE',
    path: '/sms-settings',
    summary: 'Sends no short messages any more',
    tag: 'sms',
    permission: 'sms.configure',
    handle: ({ tx }) => removeSettings(tx),
  }),
  route({
    method: 'POST',
    path: '/short-messages',
    summary: 'Sends a short message, such as a test; the list says what became of it',
    tag: 'sms',
    permission: 'sms.configure',
    status: 202,
    confidential: true,
    body: z.object({ to: zPhone, text: zText(500) }),
    response: z.object({ id: zId }),
    handle: async ({ tx, body, now }) => ({ id: await queueSms(tx, { ...body, kind: 'by-staff' }, now) }),
  }),
]
