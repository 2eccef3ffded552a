import { json, sql, type Tx } from '#kernel/db.ts'
import type { Currency } from '#kernel/money.ts'
import {
  type Account,
  type AccountChange,
  type AccountPatch,
  type CreatedCustomer,
  type Customer,
  type CustomerDraft,
  type CustomerPatch,
  numberDigits,
  type State,
} from './customer.ts'
import type { Note, NotePatch } from './note.ts'

interface CustomerRow {
  id: string
  number: string
  kind: Customer['kind']
  name: string
  email: string | null
  phone: string | null
  language: string
  tax_number: string | null
  address_line: string
  area: string
  city: string
  region: string
  postal_code: string
  latitude: number | null
  longitude: number | null
  location_id: string | null
  assigned_to: string | null
  tags: string[]
  custom: Customer['custom']
  state: State
  version: number
  created_at: Temporal.Instant
}

const toCustomer = (row: CustomerRow): Customer => ({
  id: row.id,
  number: row.number,
  kind: row.kind,
  name: row.name,
  email: row.email,
  phone: row.phone,
  language: row.language,
  taxNumber: row.tax_number,
  addressLine: row.address_line,
  area: row.area,
  city: row.city,
  region: row.region,
  postalCode: row.postal_code,
  latitude: row.latitude,
  longitude: row.longitude,
  locationId: row.location_id,
  assignedTo: row.assigned_to,
  tags: row.tags,
  custom: row.custom,
  state: row.state,
  version: row.version,
  createdAt: row.created_at,
})

interface AccountRow {
  id: string
  number: string
  customer_id: string
  currency: Currency // checked when it was written
  bill_day: number
  segment: string
  tax_exempt: boolean
  billed_to_id: string | null
  version: number
}

const toAccount = (row: AccountRow): Account => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  currency: row.currency,
  billDay: row.bill_day,
  segment: row.segment,
  taxExempt: row.tax_exempt,
  billedToId: row.billed_to_id,
  version: row.version,
})

/**
 * Two statements for any number of customers with their first accounts: an account is seen by whoever sees its customer, which must be there.
 * Who sees some customers only looks after those they bring, at the first place where they work, unless said.
 * @returns them in the order given
 */
export async function insertCustomers(
  tx: Tx,
  drafts: readonly CustomerDraft[],
): Promise<(CreatedCustomer & { tenantId: string; name: string })[]> {
  const { rows: made } = await sql<{ tenantId: string; customerId: string; number: string; name: string; ord: bigint }>`
    with series as (select take_numbers('customer', ${drafts.length}) as customer),
    draft as (
      select d.*, 'C-' || lpad((s.customer + ord - 1)::text, ${numberDigits}, '0') as number
      from series s, rows from (jsonb_to_recordset(${json(drafts)}) as (
        kind text, name text, email text, phone text, language text, "taxNumber" text, "addressLine" text, area text, city text, region text, "postalCode" text,
        latitude double precision, longitude double precision, "locationId" uuid, "assignedTo" uuid, tags text[], custom jsonb)) with ordinality as d (
        kind, name, email, phone, language, tax_number, address_line, area, city, region, postal_code,
        latitude, longitude, location_id, assigned_to, tags, custom, ord)),
    made as (
      insert into customer (number, kind, name, email, phone, language, tax_number, address_line, area, city, region, postal_code, latitude, longitude, location_id, assigned_to, tags, custom)
      select number, coalesce(kind, 'person'), name, email, phone, coalesce(language, 'en'), tax_number, coalesce(address_line, ''), coalesce(area, ''), coalesce(city, ''),
        coalesce(region, ''), coalesce(postal_code, ''), latitude, longitude, coalesce(location_id, ${ownLocation}), coalesce(assigned_to, ${ownStaff}), coalesce(tags, '{}'), coalesce(custom, '{}')
      from draft order by ord
      returning tenant_id, id, number, name)
    select m.tenant_id as "tenantId", m.id as "customerId", m.number, m.name, d.ord from draft d join made m using (number) order by d.ord`.execute(
    tx,
  )
  const { rows: opened } = await sql<{ customerId: string; accountId: string }>`
    with series as (select take_numbers('account', ${drafts.length}) as account, (select currency from tenant) as currency),
    draft as (
      select d.* from rows from (jsonb_to_recordset(${json(drafts)}) as ("billDay" int, segment text, "taxExempt" boolean, currency text),
        unnest(${made.map(({ customerId }) => customerId)}::uuid[])) with ordinality as d (bill_day, segment, tax_exempt, currency, customer_id, ord))
    insert into account (number, customer_id, currency, bill_day, segment, tax_exempt)
    select 'A-' || lpad((s.account + d.ord - 1)::text, ${numberDigits}, '0'), d.customer_id, coalesce(d.currency, s.currency), coalesce(d.bill_day, 1),
      coalesce(d.segment, 'standard'), coalesce(d.tax_exempt, false)
    from draft d, series s order by d.ord returning customer_id as "customerId", id as "accountId"`.execute(tx)
  const accountOf = new Map(opened.map(({ customerId, accountId }) => [customerId, accountId]))
  return made.map(({ tenantId, customerId, number, name }) => ({
    tenantId,
    customerId,
    accountId: accountOf.get(customerId)!,
    number,
    name,
  }))
}

/** Of a person who sees some customers only, see kernel/row-scope.ts. */
const ownStaff = sql`nullif(current_setting('app.scope_staff', true), '')::uuid`
const ownLocation = sql`(coalesce(nullif(current_setting('app.scope_locations', true), ''), '{}')::uuid[])[1]`

export async function findCustomer(tx: Tx, id: string): Promise<Customer | undefined> {
  const { rows } = await sql<CustomerRow>`select * from customer where id = ${id}`.execute(tx)
  return rows[0] && toCustomer(rows[0])
}

export async function readCustomers(tx: Tx, ids: readonly string[]): Promise<Customer[]> {
  const { rows } = await sql<CustomerRow>`select * from customer where id = any (${ids}::uuid[])`.execute(tx)
  return rows.map(toCustomer)
}

/** Locks the row, so that of two people who edit it one is told. */
export async function lockCustomer(tx: Tx, id: string): Promise<Customer | undefined> {
  const { rows } = await sql<CustomerRow>`select * from customer where id = ${id} for update`.execute(tx)
  return rows[0] && toCustomer(rows[0])
}

const present = (columns: Record<string, unknown>) => Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))

const columnsOf = (patch: CustomerPatch) =>
  present({
    kind: patch.kind,
    name: patch.name,
    email: patch.email,
    phone: patch.phone,
    language: patch.language,
    tax_number: patch.taxNumber,
    address_line: patch.addressLine,
    area: patch.area,
    city: patch.city,
    region: patch.region,
    postal_code: patch.postalCode,
    latitude: patch.latitude,
    longitude: patch.longitude,
    location_id: patch.locationId,
    assigned_to: patch.assignedTo,
    tags: patch.tags,
    custom: patch.custom && json(patch.custom),
  })

export async function updateCustomer(tx: Tx, id: string, patch: CustomerPatch): Promise<Customer> {
  const row = await tx
    .updateTable('customer')
    .set({ ...columnsOf(patch), version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toCustomer(row as unknown as CustomerRow) // the generated row types know columns, not their closed sets
}

/** @returns those that were in another state */
export async function moveCustomers(tx: Tx, ids: readonly string[], state: State): Promise<{ id: string; tenantId: string }[]> {
  const { rows } = await sql<{ id: string; tenantId: string }>`
    update customer set state = ${state}, version = version + 1, updated_at = now()
    where id in (select id from customer where id = any (${ids}::uuid[]) and state <> ${state} order by id for update) returning id, tenant_id as "tenantId"`.execute(
    tx,
  )
  return rows
}

/** Adds a tag to those that lack it and have room for it. @returns ids of those without room */
export async function addTag(tx: Tx, ids: readonly string[], tag: string, tagsMax: number): Promise<string[]> {
  await sql`
    update customer set tags = tags || ${tag}::text, version = version + 1, updated_at = now()
    where id in (select id from customer where id = any (${ids}::uuid[]) and not ${tag} = any (tags) and cardinality(tags) < ${tagsMax} order by id for update)`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string }>`select id from customer where id = any (${ids}::uuid[]) and not ${tag} = any (tags)`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

export async function removeTag(tx: Tx, ids: readonly string[], tag: string): Promise<void> {
  await sql`
    update customer set tags = array_remove(tags, ${tag}), version = version + 1, updated_at = now()
    where id in (select id from customer where id = any (${ids}::uuid[]) and ${tag} = any (tags) order by id for update)`.execute(tx)
}

/** Tags in use, the most used first. */
export async function readTags(tx: Tx, max: number): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    select tag from customer, unnest(tags) tag where tags <> '{}' group by tag order by count(*) desc, tag limit ${max}`.execute(tx)
  return rows.map((row) => row.tag)
}

export async function findAccount(tx: Tx, id: string): Promise<Account | undefined> {
  const { rows } = await sql<AccountRow>`select * from account where id = ${id}`.execute(tx)
  return rows[0] && toAccount(rows[0])
}

export async function lockAccount(tx: Tx, id: string): Promise<Account | undefined> {
  const { rows } = await sql<AccountRow>`select * from account where id = ${id} for update`.execute(tx)
  return rows[0] && toAccount(rows[0])
}

/** Accounts of customers, the oldest of each first. */
export async function readAccountsOf(tx: Tx, customerIds: readonly string[]): Promise<Account[]> {
  const { rows } =
    await sql<AccountRow>`select * from account where customer_id = any (${customerIds}::uuid[]) order by customer_id, created_at, id`.execute(
      tx,
    )
  return rows.map(toAccount)
}

export async function insertAccount(
  tx: Tx,
  customerId: string,
  terms: AccountPatch & { readonly currency?: Currency | undefined },
): Promise<Account> {
  const { rows } = await sql<AccountRow>`
    insert into account (number, customer_id, currency, bill_day, segment, tax_exempt)
    select 'A-' || lpad(take_numbers('account', 1)::text, ${numberDigits}, '0'), ${customerId}, coalesce(${terms.currency ?? null}, currency),
      ${terms.billDay ?? 1}, ${terms.segment ?? 'standard'}, ${terms.taxExempt ?? false}
    from tenant returning *`.execute(tx)
  return toAccount(rows[0]!)
}

export async function updateAccount(tx: Tx, id: string, patch: AccountChange): Promise<Account> {
  const row = await tx
    .updateTable('account')
    .set({
      ...present({ bill_day: patch.billDay, segment: patch.segment, tax_exempt: patch.taxExempt, billed_to_id: patch.billedToId }),
      version: sql`version + 1`,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toAccount(row as unknown as AccountRow) // as in updateCustomer
}

/** Whether an account pays for others. */
export async function paysForOthers(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`select from account where billed_to_id = ${id} limit 1`.execute(tx)
  return rows.length > 0
}

export async function insertNote(tx: Tx, customerId: string, text: string, pinned: boolean): Promise<Note> {
  const { rows } = await sql<Note>`
    insert into customer_note (customer_id, text, pinned) values (${customerId}, ${text}, ${pinned}) returning id, text, pinned, actor, at`.execute(
    tx,
  )
  return rows[0]!
}

/** Pinned notes first, then the newest. */
export async function readNotes(tx: Tx, customerId: string, max: number): Promise<Note[]> {
  const { rows } = await sql<Note>`
    select id, text, pinned, actor, at from customer_note where customer_id = ${customerId} order by pinned desc, at desc, id desc limit ${max}`.execute(
    tx,
  )
  return rows
}

export async function updateNote(tx: Tx, customerId: string, id: string, patch: NotePatch): Promise<Note | undefined> {
  const { rows } = await sql<Note>`
    update customer_note set text = coalesce(${patch.text ?? null}, text), pinned = coalesce(${patch.pinned ?? null}, pinned)
    where id = ${id} and customer_id = ${customerId} returning id, text, pinned, actor, at`.execute(tx)
  return rows[0]
}

/** @returns whether there was one */
export async function deleteNote(tx: Tx, customerId: string, id: string): Promise<boolean> {
  const result = await sql`delete from customer_note where id = ${id} and customer_id = ${customerId}`.execute(tx)
  return result.numAffectedRows === 1n
}
