import { z } from 'zod'
import { openFiles } from '#kernel/files.ts'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { zDate, zId, zInstant, zMoney, zText } from '#kernel/wire.ts'
import { campaignStates, chargedFor, standings, zMessages } from './campaign.ts'
import { campaignNotFound } from './errors.ts'
import {
  addCampaign,
  changeCampaign,
  changePicture,
  moveCampaign,
  readCampaign,
  readPicture,
  readReport,
  removePicture,
  takeCampaign,
} from './keep-campaigns.ts'

/** Guests go there themselves, so it is said as it is: with TLS, and without a name or a password in it. */
const zLink = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain })
  .max(300)
  .refine(
    (link) => URL.canParse(link) && new URL(link).username === '' && new URL(link).password === '',
    'Leave the name and the password out',
  )
const zBudget = z.int().min(1).max(10_000_000).nullable()

const fields = {
  name: zText(80),
  sponsor: zText(60).describe('As guests read it'),
  messages: zMessages,
  link: zLink.nullable(),
  offerId: zId.describe('The plan of which guests get a pass'),
  locationIds: z.array(zId).max(200).readonly().describe('Where it is shown; none: everywhere'),
  startsOn: zDate,
  endsOn: zDate.nullable().describe('First day on which it is not shown'),
  watchSeconds: z.int().min(3).max(60),
  guestPerDayMax: z.int().min(1).max(24).describe('Passes for one guest in a day'),
  chargedFor: z.enum(chargedFor).describe('Passes that were given, or guests who looked to the end; budgets count the same'),
  price: zMoney.refine(({ minor }) => minor >= 0n, 'Give no amount below zero').describe('Of one of them'),
  budgetMax: zBudget,
  budgetPerDayMax: zBudget,
  budgetPerLocationDayMax: zBudget,
}
const zDraft = z
  .object({
    ...fields,
    link: fields.link.default(null),
    locationIds: fields.locationIds.default([]),
    endsOn: fields.endsOn.default(null),
    watchSeconds: fields.watchSeconds.default(10),
    guestPerDayMax: fields.guestPerDayMax.default(1),
    chargedFor: fields.chargedFor.default('grant'),
    budgetMax: zBudget.default(null),
    budgetPerDayMax: zBudget.default(null),
    budgetPerLocationDayMax: zBudget.default(null),
  })
  .refine(({ startsOn, endsOn }) => !endsOn || Temporal.PlainDate.compare(endsOn, startsOn) > 0, {
    path: ['endsOn'],
    error: 'Give a day after the first',
  })
const zCampaign = z
  .object({ id: zId, ...fields, state: z.enum(campaignStates), pictureFileId: zId.nullable(), version: z.int(), createdAt: zInstant })
  .meta({ id: 'SponsorCampaign' })
const zReport = zCampaign
  .extend({
    standing: z.enum(standings),
    shown: z.int(),
    finished: z.int().describe('Looked at to the end'),
    granted: z.int(),
    cost: zMoney.describe('What the sponsor owes, at the prices of then'),
    days: z.array(z.object({ day: zDate, shown: z.int(), finished: z.int(), granted: z.int() })),
    places: z.array(z.object({ location: z.string().nullable(), shown: z.int(), granted: z.int() })),
    answered: z.array(z.int()).describe('How often each answer was chosen, in their order'),
  })
  .meta({ id: 'SponsorCampaignReport' })

const params = z.object({ id: zId })
const etag = ({ version }: { readonly version: number }) => String(version)

export const sponsorRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/sponsor-campaigns',
    summary: "Drafts a sponsor's campaign",
    tag: 'hotspot',
    permission: 'sponsors.write',
    body: zDraft,
    response: zCampaign,
    etag,
    handle: ({ tx, body }) => addCampaign(tx, body),
  }),
  route({
    method: 'GET',
    path: '/sponsor-campaigns/:id',
    summary: "A sponsor's campaign with its figures",
    tag: 'hotspot',
    permission: 'sponsors.read',
    params,
    response: zReport,
    handle: async ({ tx, params, now }) => readReport(tx, await readCampaign(tx, params.id), now),
  }),
  route({
    method: 'PUT',
    path: '/sponsor-campaigns/:id',
    summary: "Changes a sponsor's campaign; what was counted stays as it was charged",
    tag: 'hotspot',
    permission: 'sponsors.write',
    params,
    body: zDraft,
    response: zCampaign,
    etag,
    async handle({ tx, params, body, ifMatch }) {
      const before = await takeCampaign(tx, params.id)
      requireVersion(ifMatch, before.version)
      return changeCampaign(tx, before, body)
    },
  }),
  ...(['published', 'paused'] as const).map((state) =>
    route({
      method: 'POST',
      path: `/sponsor-campaigns/:id/${{ published: 'publication', paused: 'pause' }[state]}`,
      summary:
        state === 'published'
          ? 'Shows a campaign to guests, from its first day on'
          : 'Shows a campaign to nobody until it is published again',
      tag: 'hotspot',
      permission: 'sponsors.write',
      params,
      status: 200,
      response: zCampaign,
      etag,
      handle: ({ tx, params }) => moveCampaign(tx, params.id, state),
    }),
  ),
  route({
    method: 'GET',
    path: '/sponsor-campaigns/:id/picture',
    summary: 'The picture of a campaign',
    tag: 'hotspot',
    permission: 'sponsors.read',
    params,
    produces: 'image/*',
    async handle({ tx, params, platform, reply }) {
      const picture = await readPicture(tx, openFiles(platform.config), await readCampaign(tx, params.id))
      if (!picture) throw campaignNotFound()
      reply.header('cache-control', 'private, no-cache').type(picture.contentType).send(Buffer.from(picture.bytes))
    },
  }),
  route({
    method: 'PUT',
    path: '/sponsor-campaigns/:id/picture',
    summary: 'Takes a PNG or JPEG picture of at most 24 KB; the body is the picture',
    tag: 'hotspot',
    permission: 'sponsors.write',
    params,
    rawBody: true,
    response: zCampaign,
    etag,
    // With `rawBody` the body is the bytes as they came.
    handle: ({ tx, params, body, platform }) => changePicture(tx, openFiles(platform.config), params.id, body as unknown as Buffer),
  }),
  route({
    method: 'DELETE',
    path: '/sponsor-campaigns/:id/picture',
    summary: 'Removes the picture of a campaign',
    tag: 'hotspot',
    permission: 'sponsors.write',
    params,
    async handle({ tx, params }) {
      await removePicture(tx, params.id)
    },
  }),
]
