import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zId, zInstant } from '#kernel/wire.ts'
import { readCustomer } from '#modules/customers'
import { kinds } from './messages.ts'
import { channels, noticeStates } from './notice.ts'
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
]
