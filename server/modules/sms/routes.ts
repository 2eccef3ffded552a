import { z } from 'zod'
import { hostFault, messagingReach } from '#kernel/address.ts'
import { type AnyRoute, route } from '#kernel/http.ts'
import { sealSecret } from '#kernel/vault.ts'
import { zId, zInstant, zMoney, zPhone, zText } from '#kernel/wire.ts'
import { readTenant } from '#modules/tenants'
import { callingCodesOf } from './calling-codes.ts'
import { addressRefused, passwordMissing, smsNotFound, wrongCurrency } from './errors.ts'
import { queueSms } from './queue-sms.ts'
import { passwordPurpose } from './sender.ts'
import { binds, smsKinds, smsReasons, type SmsSettings, smsStates } from './sms.ts'
import { countParts, findSms, readSettings, removeSettings, type SealedSettings, writeSettings } from './store.ts'

const latin = /^[\u0020-\u007e]*$/
const zSettings = z
  .object({
    host: z.string().trim().min(1).max(253),
    port: z.int().min(1).max(65_535),
    isTls: z.boolean(),
    systemId: z.string().regex(latin, 'Use plain letters and digits').min(1).max(15),
    systemType: z.string().regex(latin, 'Use plain letters and digits').max(12).default(''),
    source: z.string().regex(/^(\+?\d{3,15}|[A-Za-z0-9 ._-]{1,11})$/, 'Give a number, or a name of at most eleven letters and digits'),
    bind: z.enum(binds).default('transceiver').describe('One connection for both ways, one for each, or only the way out'),
    unansweredMax: z.int().min(1).max(100).default(10).describe('Messages that may wait for their answer at a time'),
    perSecond: z.int().min(1).max(1_000).default(10).describe('Parts a second'),
    prefixes: z
      .array(
        z
          .string()
          .trim()
          .regex(/^\+[1-9]\d{0,8}$/, 'Begin with a plus and the code of the country, like +880'),
      )
      .max(300)
      .readonly()
      .default([])
      .describe("Where messages may go; empty: the tenant's country"),
    partsPerHourMax: z.int().min(1).max(1_000_000).default(300).describe('Parts that are sent within an hour at most'),
    partPrice: zMoney.nullable().default(null).describe('What a part costs, so that limits can be told as money'),
  })
  .meta({ id: 'SmsSettings', description: 'The short message centre of the business, by SMPP 3.4' })

const zSms = z
  .object({
    id: zId,
    destination: z.string(),
    kind: z.enum(smsKinds),
    textShown: z.string().describe('One-time codes are covered'),
    parts: z.int(),
    state: z.enum(smsStates),
    reason: z.enum(smsReasons).nullable(),
    detail: z.string().nullable().describe('In the words of the centre'),
    messageIds: z.array(z.string()).readonly().describe('As the centre calls its parts'),
    attempts: z.int(),
    createdAt: zInstant,
    deliveredAt: zInstant.nullable(),
  })
  .meta({ id: 'ShortMessage' })

/** Whether a password that is kept may go to a centre as it is described now: else whoever may change the host would be sent it. */
const isSameLogin = (kept: SmsSettings, next: Pick<SmsSettings, 'host' | 'systemId' | 'isTls'>) =>
  kept.host === next.host && kept.systemId === next.systemId && (next.isTls || !kept.isTls)

const withoutPassword = ({ passwordSealed: _, ...settings }: SealedSettings): SmsSettings => settings

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/sms-settings',
    summary: 'The short message centre; null where none is set up',
    tag: 'sms',
    permission: 'sms.read',
    response: z.object({
      settings: zSettings.nullable(),
      countryPrefixes: z.array(z.string()).readonly().describe('Where messages may go while no prefixes are given'),
      partsThisHour: z.int().describe('Sent in the last hour'),
    }),
    async handle({ tx, now }) {
      const found = await readSettings(tx)
      const { country } = await readTenant(tx)
      return {
        settings: found ? withoutPassword(found) : null,
        countryPrefixes: callingCodesOf(country),
        partsThisHour: await countParts(tx, now.subtract({ hours: 1 })),
      }
    },
  }),
  route({
    method: 'PUT',
    path: '/sms-settings',
    summary: 'Sets up the short message centre; a password that is left out stays while host and system ID do',
    tag: 'sms',
    permission: 'sms.configure',
    confidential: true,
    body: zSettings.extend({ password: z.string().regex(latin, 'Use plain characters').min(1).max(8).optional() }),
    async handle({ tx, body: { password, ...settings }, platform }) {
      const fault = hostFault(settings.host, messagingReach(platform.config))
      if (fault !== undefined) throw addressRefused(fault)
      const before = await readSettings(tx)
      const kept = before && isSameLogin(before, settings) ? before.passwordSealed : undefined
      const passwordSealed = password === undefined ? kept : await sealSecret(tx, password, passwordPurpose)
      if (passwordSealed === undefined) throw passwordMissing()
      const { currency } = await readTenant(tx)
      if (settings.partPrice && settings.partPrice.currency !== currency) throw wrongCurrency(currency)
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
    summary: 'Sends a short message, such as a test',
    tag: 'sms',
    permission: 'sms.send',
    status: 202,
    confidential: true,
    body: z.object({ to: zPhone, text: zText(500) }),
    response: z.object({ id: zId }),
    handle: async ({ tx, body, now }) => ({ id: (await queueSms(tx, { ...body, kind: 'by-staff' }, now)).id }),
  }),
  route({
    method: 'GET',
    path: '/short-messages/:id',
    summary: 'A short message and what became of it',
    tag: 'sms',
    permission: 'sms.read',
    params: z.object({ id: zId }),
    response: zSms,
    async handle({ tx, params }) {
      const sms = await findSms(tx, params.id)
      if (!sms) throw smsNotFound()
      return sms
    },
  }),
]
