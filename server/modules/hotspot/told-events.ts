import type { EventType } from '#kernel/events.ts'

const campaign = { campaignId: '0198a4b0-0000-7000-8000-000000000051', name: 'Rainy season', sponsor: 'Kola Cola' }

export const toldEvents: Readonly<Record<string, EventType>> = {
  'hotspot.code_limit_reached.v1': {
    summary: 'As many one-time codes were sent within an hour as the portal may; until fewer were, nobody gets one',
    example: { codesPerHourMax: 100 },
  },
  'sponsor_campaign.created.v1': { summary: "A sponsor's campaign was drafted", example: campaign },
  'sponsor_campaign.changed.v1': { summary: "A sponsor's campaign was changed", example: campaign },
  'sponsor_campaign.published.v1': { summary: "A sponsor's campaign is shown to guests from its first day on", example: campaign },
  'sponsor_campaign.paused.v1': { summary: "A sponsor's campaign is shown to nobody until it goes on", example: campaign },
  'sponsor_campaign.used_up.v1': {
    summary: "The last of a campaign's budget was used; it is shown to nobody any more",
    example: { ...campaign, budgetMax: 5_000 },
  },
}
