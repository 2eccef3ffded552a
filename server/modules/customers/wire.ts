import { z } from 'zod'
import { zCurrency, zEmail, zId, zInstant, zPhone, zText } from '#kernel/wire.ts'
import { customFieldsMax, kinds, states, tagLengthMax, tagsMax } from './customer.ts'

/** Free text that may be empty. */
const zLine = (max: number) => z.union([z.literal(''), zText(max)])

export const zTag = zText(tagLengthMax)
const zTags = z
  .array(zTag)
  .max(tagsMax)
  .transform((tags) => [...new Set(tags)])
const zCustom = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'Name a field with letters, digits and underscores'),
    z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()]),
  )
  .refine((fields) => Object.keys(fields).length <= customFieldsMax, `At most ${customFieldsMax} fields`)

export const customerFields = {
  kind: z.enum(kinds),
  name: zText(160),
  email: zEmail.nullable(),
  phone: zPhone.nullable(),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'Give a language like en, bn or hi'),
  taxNumber: zText(40).nullable(),
  addressLine: zLine(200),
  area: zLine(80),
  city: zLine(80),
  region: zLine(80),
  postalCode: zLine(20),
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  locationId: zId.nullable(),
  assignedTo: zId.nullable().describe('Who of the staff looks after it'),
  tags: zTags,
  custom: zCustom,
}

export const accountTerms = {
  billDay: z.int().min(1).max(31),
  segment: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'Use small letters, digits and hyphens'),
  taxExempt: z.boolean(),
}

const read = { id: zId, number: z.string(), version: z.int() }
const billedToId = zId.nullable().describe('The account that pays for this one; null: itself')
export const zAccount = z.object({ ...read, customerId: zId, currency: zCurrency, ...accountTerms, billedToId }).meta({ id: 'Account' })
export const zCustomer = z
  .object({
    ...read,
    ...customerFields,
    tags: z.array(z.string()).readonly(),
    custom: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly(),
    state: z.enum(states),
    createdAt: zInstant,
  })
  .meta({ id: 'Customer' })
export const zCustomerDraft = z
  .object({ ...customerFields, ...accountTerms, currency: zCurrency })
  .partial()
  .required({ name: true })
  .meta({ id: 'CustomerDraft' })
export const zCustomerPatch = z.object(customerFields).partial()
const zAccountTerms = z.object(accountTerms).partial()
export const zAccountPatch = zAccountTerms.extend({ billedToId: billedToId.optional() })
export const zAccountDraft = zAccountTerms.extend({ currency: zCurrency.optional() })
export const zNote = z
  .object({ id: zId, text: z.string(), pinned: z.boolean(), actor: z.string(), at: zInstant })
  .meta({ id: 'CustomerNote' })
export const zNoteDraft = z.object({ text: zText(4_000), pinned: z.boolean().default(false) })
export const zNotePatch = z.object({ text: zText(4_000), pinned: z.boolean() }).partial()
