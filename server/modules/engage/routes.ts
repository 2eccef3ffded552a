import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zId, zInstant } from '#kernel/wire.ts'
import { readCustomer } from '#modules/customers'
import { kinds } from './messages.ts'
import { channels, noticeStates } from './notice.ts'
import { changeSettings, readSettings } from './settings-store.ts'
import { readNoticesOf } from './store.ts'

const zNotice = z
  .object({
    id: zId,
    kind: z.enum(kinds),
    channel: z.enum(channels),
    recipient: z.string(),
    language: z.string(),
    subject: z.string(),
    body: z.string(),
    state: z.enum(noticeStates),
    error: z.string().nullable(),
    createdAt: zInstant,
    sentAt: zInstant.nullable(),
  })
  .meta({ id: 'Notice' })

const zSettings = z
  .object({
    attachDocument: z.boolean().describe('The PDF goes with the mail that an invoice, a credit note or a receipt is ready'),
    attachTaxForm: z.boolean().describe('With an invoice, so does the form of the tax office as JSON, where there is one'),
  })
  .meta({ id: 'EngageSettings' })

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/customers/:id/notices',
    summary: 'What a customer was told, newest first',
    tag: 'engage',
    permission: 'engage.read',
    params: z.object({ id: zId }),
    response: z.object({ items: z.array(zNotice) }),
    async handle({ tx, params }) {
      const { id } = await readCustomer(tx, params.id)
      return { items: await readNoticesOf(tx, id) }
    },
  }),
  route({
    method: 'GET',
    path: '/engage-settings',
    summary: 'How this tenant tells its customers',
    tag: 'engage',
    permission: 'engage.read',
    response: zSettings,
    handle: ({ tx }) => readSettings(tx),
  }),
  route({
    method: 'PUT',
    path: '/engage-settings',
    summary: 'Changes mails to customers from now on',
    tag: 'engage',
    permission: 'engage.configure',
    body: zSettings.partial(),
    response: zSettings,
    handle: ({ tx, body }) => changeSettings(tx, body),
  }),
]
