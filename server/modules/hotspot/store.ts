import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { SeatedDevice } from './errors.ts'
import type { OpenndsLevel } from './opennds.ts'

// ---- settings -----------------------------------------------------------------------------------------------------------

export interface Settings {
  readonly welcome: string
  readonly offerIds: readonly string[]
  readonly gatewayId: string | null
  readonly trialOfferId: string | null
  /** Counts for the pass by one-time code too. */
  readonly trialEveryHours: number
  /** For whoever shows by a code that a telephone number is theirs. */
  readonly codeOfferId: string | null
  readonly codeForCustomers: boolean
  readonly codesPerHourMax: number
  readonly paymentOfferId: string | null
  readonly gatewayHosts: readonly string[]
  readonly uamSecretSealed: string | null
  readonly unifiUrl: string | null
  readonly unifiSite: string | null
  readonly unifiUsername: string | null
  readonly unifiPasswordSealed: string | null
  /** Null: no gateway is openNDS. */
  readonly openndsLevel: OpenndsLevel | null
  readonly openndsKeySealed: string | null
}

export const usualSettings: Settings = {
  welcome: '',
  offerIds: [],
  gatewayId: null,
  trialOfferId: null,
  trialEveryHours: 24,
  codeOfferId: null,
  codeForCustomers: false,
  codesPerHourMax: 100,
  paymentOfferId: null,
  gatewayHosts: [],
  uamSecretSealed: null,
  unifiUrl: null,
  unifiSite: null,
  unifiUsername: null,
  unifiPasswordSealed: null,
  openndsLevel: null,
  openndsKeySealed: null,
}

export async function readSettings(tx: Tx): Promise<Settings> {
  const { rows } = await sql<Settings>`
    select welcome, offer_ids as "offerIds", gateway_id as "gatewayId", trial_offer_id as "trialOfferId", trial_every_hours as "trialEveryHours",
      code_offer_id as "codeOfferId", code_for_customers as "codeForCustomers", codes_per_hour_max as "codesPerHourMax", payment_offer_id as "paymentOfferId", gateway_hosts as "gatewayHosts", uam_secret_sealed as "uamSecretSealed", unifi_url as "unifiUrl", unifi_site as "unifiSite",
      unifi_username as "unifiUsername", unifi_password_sealed as "unifiPasswordSealed",
      opennds_level as "openndsLevel", opennds_key_sealed as "openndsKeySealed"
    from hotspot_setting where tenant_id = current_tenant()`.execute(tx)
  return rows[0] ?? usualSettings
}

export async function writeSettings(tx: Tx, s: Settings): Promise<void> {
  await sql`
    insert into hotspot_setting (welcome, offer_ids, gateway_id, trial_offer_id, trial_every_hours, code_offer_id, code_for_customers, codes_per_hour_max, payment_offer_id, gateway_hosts,
      uam_secret_sealed, unifi_url, unifi_site, unifi_username, unifi_password_sealed, opennds_level, opennds_key_sealed)
    values (${s.welcome}, ${s.offerIds}::uuid[], ${s.gatewayId}, ${s.trialOfferId}, ${s.trialEveryHours}, ${s.codeOfferId}, ${s.codeForCustomers}, ${s.codesPerHourMax}, ${s.paymentOfferId}, ${s.gatewayHosts}::text[], ${s.uamSecretSealed},
      ${s.unifiUrl}, ${s.unifiSite}, ${s.unifiUsername}, ${s.unifiPasswordSealed}, ${s.openndsLevel}, ${s.openndsKeySealed})
    on conflict (tenant_id) do update set welcome = excluded.welcome, offer_ids = excluded.offer_ids, gateway_id = excluded.gateway_id, trial_offer_id = excluded.trial_offer_id,
      trial_every_hours = excluded.trial_every_hours, code_offer_id = excluded.code_offer_id, code_for_customers = excluded.code_for_customers,
      codes_per_hour_max = excluded.codes_per_hour_max, payment_offer_id = excluded.payment_offer_id, gateway_hosts = excluded.gateway_hosts,
      uam_secret_sealed = excluded.uam_secret_sealed, unifi_url = excluded.unifi_url, unifi_site = excluded.unifi_site, unifi_username = excluded.unifi_username,
      unifi_password_sealed = excluded.unifi_password_sealed, opennds_level = excluded.opennds_level, opennds_key_sealed = excluded.opennds_key_sealed,
      version = hotspot_setting.version + 1`.execute(tx)
}

/** The tenant of a UniFi site, whose redirect names nothing else. */
export async function findTenantBySite(tx: Tx, site: string): Promise<string | undefined> {
  const { rows } = await sql<{ slug: string }>`
    select t.slug from hotspot_setting h join tenant t on t.id = h.tenant_id where h.unifi_site = ${site} order by h.tenant_id limit 1`.execute(
    tx,
  )
  return rows[0]?.slug
}

// ---- what is on sale ----------------------------------------------------------------------------------------------------

/** Passes that may be shown, in the order of the settings. */
export async function readOffersSold(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from offer where id = any (${ids}::uuid[]) and state = 'published' and kind = 'plan' order by array_position(${ids}::uuid[], id)`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

// ---- devices ------------------------------------------------------------------------------------------------------------

export interface Device extends SeatedDevice {
  readonly subscriptionId: string
  readonly loginId: string
  readonly username: string
  readonly passwordSealed: string
  readonly mac: string | null
  readonly joinedAt: Temporal.Instant
}

const deviceColumns = sql`id, subscription_id as "subscriptionId", login_id as "loginId", username, password_sealed as "passwordSealed", mac, name, joined_at as "joinedAt", seen_at as "seenAt"`

/** Locks a pass, so that places in it are given one after the other. */
export async function lockPass(tx: Tx, subscriptionId: string): Promise<void> {
  await sql`select from subscription where id = ${subscriptionId} for no key update`.execute(tx)
}

export async function readDevices(tx: Tx, subscriptionId: string): Promise<Device[]> {
  const { rows } = await sql<Device>`
    select ${deviceColumns} from hotspot_device where subscription_id = ${subscriptionId} and left_at is null order by joined_at, id`.execute(
    tx,
  )
  return rows
}

/** Whether a user name is one that the portal made up for a device, and sends to gateways as it is. */
export async function isDeviceLogin(tx: Tx, username: string): Promise<boolean> {
  const { rows } = await sql`
    select from login l join hotspot_device d on d.tenant_id = l.tenant_id and d.subscription_id = l.subscription_id and d.login_id = l.id
    where l.tenant_id = current_tenant() and l.username = ${username} and d.left_at is null`.execute(tx)
  return rows.length > 0
}

/** The device of a browser in a pass, which it may have beside others. */
export async function findPlace(tx: Tx, subscriptionId: string, tokenHash: string): Promise<Device | undefined> {
  const { rows } = await sql<Device>`
    select ${deviceColumns} from hotspot_device where subscription_id = ${subscriptionId} and token_hash = ${tokenHash} and left_at is null`.execute(
    tx,
  )
  return rows[0]
}

/** The device of a browser, in a pass that is in service: of several the one that lasts longest. */
export async function findDevice(tx: Tx, tokenHash: string, now: Temporal.Instant): Promise<Device | undefined> {
  const { rows } = await sql<Device>`
    select ${deviceColumns} from hotspot_device d where token_hash = ${tokenHash} and left_at is null
      and exists (select from subscription s where s.tenant_id = d.tenant_id and s.id = d.subscription_id and s.state = 'active' and (s.ends_at is null or s.ends_at > ${now}))
    order by (select s.ends_at from subscription s where s.tenant_id = d.tenant_id and s.id = d.subscription_id) desc nulls first limit 1`.execute(
    tx,
  )
  return rows[0]
}

export async function insertDevice(
  tx: Tx,
  device: Pick<Device, 'subscriptionId' | 'loginId' | 'username' | 'passwordSealed' | 'mac' | 'name'> & { readonly tokenHash: string },
  now: Temporal.Instant,
): Promise<Device> {
  const { rows } = await sql<Device>`
    insert into hotspot_device (subscription_id, login_id, username, password_sealed, token_hash, mac, name, joined_at, seen_at)
    values (${device.subscriptionId}, ${device.loginId}, ${device.username}, ${device.passwordSealed}, ${device.tokenHash}, ${device.mac}, ${device.name}, ${now}, ${now})
    returning ${deviceColumns}`.execute(tx)
  return rows[0]!
}

export async function touchDevice(tx: Tx, id: string, mac: string | null, now: Temporal.Instant): Promise<void> {
  await sql`update hotspot_device set seen_at = ${now}, mac = coalesce(${mac}, mac) where id = ${id}`.execute(tx)
}

/** Gives up a device's place. @returns its open sessions that can be ended: a gateway without RADIUS takes no commands */
export async function leave(tx: Tx, { id, loginId }: Device, now: Temporal.Instant): Promise<string[]> {
  await sql`update hotspot_device set left_at = ${now} where id = ${id}`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    select s.id from session s join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id where s.login_id = ${loginId} and s.ended_at is null`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

// ---- purchases ----------------------------------------------------------------------------------------------------------

export interface Purchase {
  readonly id: string
  readonly checkoutId: string
  readonly accountId: string
  readonly customerId: string
  readonly offerVersionId: string
  readonly visitSealed: string
  readonly tokenHash: string
  readonly subscriptionId: string | null
}

const purchaseColumns = sql`p.id, p.checkout_id as "checkoutId", p.account_id as "accountId", p.customer_id as "customerId", p.offer_version_id as "offerVersionId",
  p.visit_sealed as "visitSealed", p.token_hash as "tokenHash", p.subscription_id as "subscriptionId"`

export async function insertPurchase(tx: Tx, purchase: Omit<Purchase, 'subscriptionId'>): Promise<void> {
  await sql`
    insert into hotspot_purchase (id, checkout_id, account_id, customer_id, offer_version_id, visit_sealed, token_hash)
    values (${purchase.id}, ${purchase.checkoutId}, ${purchase.accountId}, ${purchase.customerId}, ${purchase.offerVersionId}, ${purchase.visitSealed}, ${purchase.tokenHash})`.execute(
    tx,
  )
}

export async function findPurchase(
  tx: Tx,
  id: string,
): Promise<
  | (Purchase & { readonly checkoutState: string; readonly url: string | null; readonly reference: string; readonly amount: Money })
  | undefined
> {
  const { rows } = await sql<Purchase & { checkoutState: string; url: string | null; reference: string; minor: bigint; currency: string }>`
    select ${purchaseColumns}, c.state as "checkoutState", c.url, c.reference, c.amount_minor as minor, c.currency
    from hotspot_purchase p join checkout c on c.tenant_id = p.tenant_id and c.id = p.checkout_id where p.id = ${id}`.execute(tx)
  const row = rows[0]
  return row && { ...row, amount: money(row.minor, row.currency) }
}

/** Purchases of accounts that are paid and have not begun. */
export async function lockPaidPurchases(tx: Tx, accountIds: readonly string[]): Promise<Purchase[]> {
  const { rows } = await sql<Purchase>`
    select ${purchaseColumns} from hotspot_purchase p join checkout c on c.tenant_id = p.tenant_id and c.id = p.checkout_id
    where p.account_id = any (${accountIds}::uuid[]) and p.subscription_id is null and c.state = 'paid' order by p.id for update of p`.execute(
    tx,
  )
  return rows
}

export async function markStarted(tx: Tx, purchaseId: string, subscriptionId: string): Promise<void> {
  await sql`update hotspot_purchase set subscription_id = ${subscriptionId} where id = ${purchaseId}`.execute(tx)
}

// ---- what is given for nothing ------------------------------------------------------------------------------------------

export const grantKinds = ['trial', 'payment', 'code', 'sponsor'] as const
export type GrantKind = (typeof grantKinds)[number]

/** What is given, and of which campaign: each counts by itself. */
export interface Giving {
  readonly kind: GrantKind
  readonly campaignId: string | null // of a sponsor
  /** What tells somebody from others. */
  readonly guests: readonly string[]
}

/** One after the other, so that nobody is given twice by asking twice at once. */
export async function countGrants(tx: Tx, giving: Giving, since: Temporal.Instant): Promise<number> {
  await waitForOthers(tx)
  return readGrants(tx, giving, since)
}

export async function readGrants(tx: Tx, { kind, campaignId, guests }: Giving, since: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(distinct subscription_id) as count from hotspot_grant
    where kind = ${kind} and campaign_id is not distinct from ${campaignId}::uuid and guest = any (${guests}::text[]) and at >= ${since}::timestamptz`.execute(
    tx,
  )
  return Number(rows[0]!.count)
}

export async function insertGrants(
  tx: Tx,
  { kind, campaignId, guests }: Giving,
  subscriptionId: string,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into hotspot_grant (kind, campaign_id, guest, subscription_id, at)
    select ${kind}, ${campaignId}::uuid, guest, ${subscriptionId}, ${at} from unnest(${guests}::text[]) as g (guest)`.execute(tx)
}

/** The pass that was given to somebody last, while it lasts. */
export async function findPassGiven(tx: Tx, kind: GrantKind, guest: string, now: Temporal.Instant): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select s.id from hotspot_grant g join subscription s on s.tenant_id = g.tenant_id and s.id = g.subscription_id
    where g.kind = ${kind} and g.guest = ${guest} and s.state = 'active' and s.ends_at > ${now} order by g.at desc limit 1`.execute(tx)
  return rows[0]?.id
}

// ---- one-time codes -----------------------------------------------------------------------------------------------------

export interface Code {
  readonly id: string
  readonly phone: string
  readonly codeHash: string
  readonly tries: number
  readonly askedAt: Temporal.Instant
}

/** What was asked for within a while: by anybody, for a number, by one of these guests. */
export interface CodesAsked {
  readonly byAnybody: number
  readonly forPhone: number
  readonly byGuests: number
  /** Staff were told that the limit of the business was reached. */
  readonly limitIsTold: boolean
}

/** Locks the settings: whoever counts after it sees what those before have written. */
const waitForOthers = (tx: Tx) => sql`select from hotspot_setting where tenant_id = current_tenant() for no key update`.execute(tx)

/** What was asked for lately, counted one after the other. */
export async function countCodes(
  tx: Tx,
  { phone, guests }: { readonly phone: string; readonly guests: readonly string[] },
  since: Temporal.Instant,
): Promise<CodesAsked> {
  await waitForOthers(tx)
  const { rows } = await sql<{ anybody: bigint; phone: bigint; guests: bigint; told: boolean }>`
    select count(*) as anybody, count(*) filter (where phone = ${phone}) as phone, count(*) filter (where guests && ${guests}::text[]) as guests,
      coalesce(bool_or(is_limit), false) as told
    from hotspot_code where tenant_id = current_tenant() and asked_at > ${since}::timestamptz`.execute(tx)
  const { anybody, phone: forPhone, guests: byGuests, told: limitIsTold } = rows[0]!
  return { byAnybody: Number(anybody), forPhone: Number(forPhone), byGuests: Number(byGuests), limitIsTold }
}

export async function countAllCodes(tx: Tx, since: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from hotspot_code where tenant_id = current_tenant() and asked_at > ${since}::timestamptz`.execute(tx)
  return Number(rows[0]!.count)
}

export async function insertCode(
  tx: Tx,
  code: Pick<Code, 'phone' | 'codeHash'> & {
    readonly guests: readonly string[]
    readonly tokenHash: string
    readonly smsId: string
    readonly isLimit: boolean
  },
  askedAt: Temporal.Instant,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into hotspot_code (phone, guests, token_hash, code_hash, sms_id, is_limit, asked_at)
    values (${code.phone}, ${code.guests}::text[], ${code.tokenHash}, ${code.codeHash}, ${code.smsId}, ${code.isLimit}, ${askedAt}) returning id`.execute(
    tx,
  )
  return rows[0]!.id
}

/** The code that a browser asked for a number lately. */
export async function findCodeAsked(tx: Tx, phone: string, tokenHash: string, since: Temporal.Instant): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from hotspot_code where tenant_id = current_tenant() and asked_at > ${since}::timestamptz and phone = ${phone} and token_hash = ${tokenHash}
    order by asked_at desc limit 1`.execute(tx)
  return rows[0]?.id
}

/** Locks a code, so that tries are counted and nothing is given twice. */
export async function lockCode(tx: Tx, id: string): Promise<Code | undefined> {
  const { rows } = await sql<Code>`
    select id, phone, code_hash as "codeHash", tries, asked_at as "askedAt" from hotspot_code where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function countTry(tx: Tx, id: string): Promise<void> {
  await sql`update hotspot_code set tries = tries + 1 where id = ${id}`.execute(tx)
}

export async function forgetCodes(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from hotspot_code where asked_at < ${before}`.execute(tx)
}

/** A customer's pass or service for hotspots that is in force, of several the one that lasts longest. */
export async function findServiceOfPhone(tx: Tx, phone: string, now: Temporal.Instant): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select s.id from customer c join subscription s on s.tenant_id = c.tenant_id and s.customer_id = c.id join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
    where c.tenant_id = current_tenant() and c.phone = ${phone} and c.state = 'active' and o.technology = 'hotspot' and s.state = 'active'
      and (s.ends_at is null or s.ends_at > ${now}) order by s.ends_at desc nulls first, s.id limit 1`.execute(tx)
  return rows[0]?.id
}

/** The customer of a number: the one who came last. */
export async function findCustomerOfPhone(tx: Tx, phone: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from customer where tenant_id = current_tenant() and phone = ${phone} and state = 'active' order by created_at desc, id desc limit 1`.execute(
    tx,
  )
  return rows[0]?.id
}

// ---- who is online ------------------------------------------------------------------------------------------------------

/** Seconds and bytes that are left to whoever has an address now; undefined: nobody is logged in there. */
export async function leftAt(
  tx: Tx,
  address: string,
  now: Temporal.Instant,
): Promise<{ endsAt: Temporal.Instant | null; bytes: bigint | null } | undefined> {
  const { rows } = await sql<{ endsAt: Temporal.Instant | null; bytes: bigint | null }>`
    select s.ends_at as "endsAt", (select sum(greatest(0, b.granted - b.used))::bigint from bucket b
        where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.valid_from <= ${now} and b.valid_to > ${now}) as bytes
    from session x join subscription s on s.tenant_id = x.tenant_id and s.id = x.subscription_id
    where x.address = ${address}::inet and x.ended_at is null and not x.walled and s.state = 'active' order by x.started_at desc limit 1`.execute(
    tx,
  )
  return rows[0]
}
