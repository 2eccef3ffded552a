import { sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import type { Campaign, CampaignDraft, CampaignState, ChargedFor, Messages, Spent } from './campaign.ts'

// ---- campaigns ----------------------------------------------------------------------------------------------------------

interface CampaignRow {
  id: string
  name: string
  sponsor: string
  messages: Messages
  link: string | null
  picture_file_id: string | null
  offer_id: string
  location_ids: string[]
  starts_on: string
  ends_on: string | null
  watch_seconds: number
  guest_per_day_max: number
  charged_for: ChargedFor
  price_minor: bigint
  currency: string
  budget_max: number | null
  budget_per_day_max: number | null
  budget_per_location_day_max: number | null
  state: CampaignState
  version: number
  created_at: Temporal.Instant
}

const columns = sql.raw(
  [
    'id, name, sponsor, messages, link, picture_file_id, offer_id, location_ids, starts_on, ends_on, watch_seconds, guest_per_day_max, charged_for',
    'price_minor, currency, budget_max, budget_per_day_max, budget_per_location_day_max, state, version, created_at',
  ].join(', '),
)

const toCampaign = (row: CampaignRow): Campaign => ({
  id: row.id,
  name: row.name,
  sponsor: row.sponsor,
  messages: row.messages,
  link: row.link,
  pictureFileId: row.picture_file_id,
  offerId: row.offer_id,
  locationIds: row.location_ids,
  startsOn: Temporal.PlainDate.from(row.starts_on),
  endsOn: row.ends_on === null ? null : Temporal.PlainDate.from(row.ends_on),
  watchSeconds: row.watch_seconds,
  guestPerDayMax: row.guest_per_day_max,
  chargedFor: row.charged_for,
  price: money(row.price_minor, row.currency),
  budgetMax: row.budget_max,
  budgetPerDayMax: row.budget_per_day_max,
  budgetPerLocationDayMax: row.budget_per_location_day_max,
  state: row.state,
  version: row.version,
  createdAt: row.created_at,
})

export async function insertCampaign(tx: Tx, c: CampaignDraft): Promise<Campaign> {
  const { rows } = await sql<CampaignRow>`
    insert into sponsor_campaign (name, sponsor, messages, link, offer_id, location_ids, starts_on, ends_on, watch_seconds, guest_per_day_max, charged_for,
      price_minor, currency, budget_max, budget_per_day_max, budget_per_location_day_max)
    values (${c.name}, ${c.sponsor}, ${JSON.stringify(c.messages)}::jsonb, ${c.link}, ${c.offerId}, ${c.locationIds}::uuid[], ${c.startsOn}, ${c.endsOn},
      ${c.watchSeconds}, ${c.guestPerDayMax}, ${c.chargedFor}, ${c.price.minor}, ${c.price.currency}, ${c.budgetMax}, ${c.budgetPerDayMax}, ${c.budgetPerLocationDayMax})
    returning ${columns}`.execute(tx)
  return toCampaign(rows[0]!)
}

export async function updateCampaign(tx: Tx, id: string, c: CampaignDraft): Promise<Campaign> {
  const { rows } = await sql<CampaignRow>`
    update sponsor_campaign set name = ${c.name}, sponsor = ${c.sponsor}, messages = ${JSON.stringify(c.messages)}::jsonb, link = ${c.link}, offer_id = ${c.offerId},
      location_ids = ${c.locationIds}::uuid[], starts_on = ${c.startsOn}, ends_on = ${c.endsOn}, watch_seconds = ${c.watchSeconds},
      guest_per_day_max = ${c.guestPerDayMax}, charged_for = ${c.chargedFor}, price_minor = ${c.price.minor}, currency = ${c.price.currency},
      budget_max = ${c.budgetMax}, budget_per_day_max = ${c.budgetPerDayMax}, budget_per_location_day_max = ${c.budgetPerLocationDayMax}, version = version + 1
    where id = ${id} returning ${columns}`.execute(tx)
  return toCampaign(rows[0]!)
}

export async function updateCampaignState(tx: Tx, id: string, state: CampaignState): Promise<Campaign> {
  const { rows } = await sql<CampaignRow>`
    update sponsor_campaign set state = ${state}, version = version + 1 where id = ${id} returning ${columns}`.execute(tx)
  return toCampaign(rows[0]!)
}

export async function updatePicture(tx: Tx, id: string, fileId: string | null): Promise<Campaign> {
  const { rows } = await sql<CampaignRow>`
    update sponsor_campaign set picture_file_id = ${fileId}, version = version + 1 where id = ${id} returning ${columns}`.execute(tx)
  return toCampaign(rows[0]!)
}

export async function findCampaign(tx: Tx, id: string): Promise<Campaign | undefined> {
  const { rows } = await sql<CampaignRow>`select ${columns} from sponsor_campaign where id = ${id}`.execute(tx)
  return rows[0] && toCampaign(rows[0])
}

/** Locks the row: whoever counts what is left of its budget sees what those before have used. */
export async function lockCampaign(tx: Tx, id: string): Promise<Campaign | undefined> {
  const { rows } = await sql<CampaignRow>`select ${columns} from sponsor_campaign where id = ${id} for no key update`.execute(tx)
  return rows[0] && toCampaign(rows[0])
}

/** Campaigns that guests may see on a day, whose pass is on sale: those that were shown least on it come first. */
export async function readCampaignsOf(tx: Tx, day: Temporal.PlainDate): Promise<Campaign[]> {
  const { rows } = await sql<CampaignRow>`
    select ${columns} from sponsor_campaign c
    where tenant_id = current_tenant() and state = 'published' and starts_on <= ${day}::date and (ends_on is null or ends_on > ${day}::date)
      and exists (select from offer o where o.tenant_id = c.tenant_id and o.id = c.offer_id and o.state = 'published')
    order by (select coalesce(sum(shown), 0) from sponsor_day d where d.tenant_id = c.tenant_id and d.campaign_id = c.id and d.day = ${day}::date), id`.execute(
    tx,
  )
  return rows.map(toCampaign)
}

// ---- what is counted ----------------------------------------------------------------------------------------------------

/** Where and when something is counted. */
export interface Place {
  readonly campaignId: string
  readonly day: Temporal.PlainDate
  readonly locationId: string | null
}

/** What was used of a budget, counted as the sponsor is charged. */
export async function readSpent(tx: Tx, { campaignId, day, locationId }: Place, chargedFor: ChargedFor): Promise<Spent> {
  const counted = sql.raw({ grant: 'granted', showing: 'finished' }[chargedFor])
  const { rows } = await sql<Spent>`
    select coalesce(sum(${counted}), 0)::int as "inAll", coalesce(sum(${counted}) filter (where day = ${day}::date), 0)::int as today,
      coalesce(sum(${counted}) filter (where day = ${day}::date and location_id is not distinct from ${locationId}::uuid), 0)::int as here
    from sponsor_day where campaign_id = ${campaignId}`.execute(tx)
  return rows[0]!
}

export type Step = 'shown' | 'finished' | 'granted'

export async function countStep(tx: Tx, { campaignId, day, locationId }: Place, step: Step, costMinor: bigint): Promise<void> {
  const column = sql.raw(step)
  await sql`
    insert into sponsor_day as d (campaign_id, day, location_id, ${column}, cost_minor) values (${campaignId}, ${day}, ${locationId}, 1, ${costMinor})
    on conflict (tenant_id, campaign_id, day, location_id) do update set ${column} = d.${column} + 1, cost_minor = d.cost_minor + excluded.cost_minor`.execute(
    tx,
  )
}

/** @param answer its place among the answers, from 0 @param of how many there are */
export async function countAnswer(tx: Tx, { campaignId, day, locationId }: Place, answer: number, of: number): Promise<void> {
  await sql`
    update sponsor_day set answers = (select array_agg(coalesce(answers[n], 0) + (n = ${answer + 1})::int order by n) from generate_series(1, ${of}::int) n)
    where campaign_id = ${campaignId} and day = ${day} and location_id is not distinct from ${locationId}::uuid`.execute(tx)
}

export interface DayFigures {
  readonly day: Temporal.PlainDate
  readonly shown: number
  readonly finished: number
  readonly granted: number
  readonly costMinor: bigint
}

/** What a campaign did, a day at a time. */
export async function readDays(tx: Tx, campaignId: string): Promise<DayFigures[]> {
  const { rows } = await sql<Omit<DayFigures, 'day'> & { day: string }>`
    select day, sum(shown)::int as shown, sum(finished)::int as finished, sum(granted)::int as granted, sum(cost_minor)::bigint as "costMinor"
    from sponsor_day where campaign_id = ${campaignId} group by day order by day`.execute(tx)
  return rows.map((row) => ({ ...row, day: Temporal.PlainDate.from(row.day) }))
}

export interface PlaceFigures {
  readonly location: string | null // null: nobody knows
  readonly shown: number
  readonly granted: number
}

export async function readPlaces(tx: Tx, campaignId: string): Promise<PlaceFigures[]> {
  const { rows } = await sql<PlaceFigures>`
    select l.name as location, sum(d.shown)::int as shown, sum(d.granted)::int as granted
    from sponsor_day d left join location l on l.tenant_id = d.tenant_id and l.id = d.location_id
    where d.campaign_id = ${campaignId} group by l.id, l.name order by sum(d.granted) desc, l.name nulls last`.execute(tx)
  return rows
}

/** How often each answer was chosen, in their order; none where nobody has answered. */
export async function readAnswers(tx: Tx, campaignId: string): Promise<number[]> {
  const { rows } = await sql<{ count: number }>`
    select sum(a.count)::int as count from sponsor_day, unnest(answers) with ordinality a (count, n) where campaign_id = ${campaignId} group by n order by n`.execute(
    tx,
  )
  return rows.map(({ count }) => count)
}

// ---- showings -----------------------------------------------------------------------------------------------------------

export interface Showing {
  readonly id: string
  readonly campaignId: string
  readonly locationId: string | null
  readonly shownAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant | null
  readonly subscriptionId: string | null
}

const showingColumns = sql`id, campaign_id as "campaignId", location_id as "locationId", shown_at as "shownAt", finished_at as "finishedAt", subscription_id as "subscriptionId"`

/** What a browser is looking at already: whoever goes back and forth is shown one thing, once. */
export async function findShowing(
  tx: Tx,
  { campaignId, tokenHash, since }: { readonly campaignId: string; readonly tokenHash: string; readonly since: Temporal.Instant },
): Promise<Showing | undefined> {
  const { rows } = await sql<Showing>`
    select ${showingColumns} from sponsor_showing where tenant_id = current_tenant() and token_hash = ${tokenHash} and shown_at > ${since}::timestamptz
      and campaign_id = ${campaignId} and subscription_id is null order by shown_at desc limit 1`.execute(tx)
  return rows[0]
}

export async function insertShowing(
  tx: Tx,
  showing: Pick<Showing, 'campaignId' | 'locationId' | 'shownAt'> & { readonly tokenHash: string },
): Promise<Showing> {
  const { rows } = await sql<Showing>`
    insert into sponsor_showing (campaign_id, location_id, token_hash, shown_at)
    values (${showing.campaignId}, ${showing.locationId}, ${showing.tokenHash}, ${showing.shownAt}) returning ${showingColumns}`.execute(tx)
  return rows[0]!
}

/** Locks a showing, so that it is counted once and gives one pass. */
export async function lockShowing(tx: Tx, id: string): Promise<Showing | undefined> {
  const { rows } = await sql<Showing>`select ${showingColumns} from sponsor_showing where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function markFinished(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await sql`update sponsor_showing set finished_at = ${at} where id = ${id}`.execute(tx)
}

export async function markGiven(tx: Tx, id: string, subscriptionId: string): Promise<void> {
  await sql`update sponsor_showing set subscription_id = ${subscriptionId} where id = ${id}`.execute(tx)
}

export async function forgetShowings(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from sponsor_showing where shown_at < ${before}`.execute(tx)
}

// ---- where guests stand, and what they may load ---------------------------------------------------------------------------

/**
 * The location at which a guest stands: that of the routers whose address the request comes from, where they have one in common, else the
 * one that the gateway's page names.
 */
export async function findLocationOf(tx: Tx, address: string, named: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select coalesce(
      (select (array_agg(distinct location_id))[1] from nas where address = ${address}::inet and location_id is not null having count(distinct location_id) = 1),
      (select id from location where id = ${named}::uuid)) as id`.execute(tx)
  return rows[0]!.id
}

/** Addresses of sponsors that guests may open before they are let in, today or later. */
export async function readLinks(tx: Tx, today: Temporal.PlainDate): Promise<string[]> {
  const { rows } = await sql<{ link: string }>`
    select distinct link from sponsor_campaign where tenant_id = current_tenant() and state <> 'draft' and link is not null and (ends_on is null or ends_on > ${today}::date)
    order by link`.execute(tx)
  return rows.map(({ link }) => link)
}
