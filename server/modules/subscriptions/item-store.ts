import { sql, type Tx } from '#kernel/db.ts'
import type { Item } from './item.ts'

interface ItemRow {
  id: string
  subscription_id: string
  offer_id: string
  offer_version_id: string
  quantity: number
  from_on: string
  to_on: string | null
  billed_until: string
}

const columns = sql.raw('id, subscription_id, offer_id, offer_version_id, quantity, from_on, to_on, billed_until')

const toItem = (row: ItemRow): Item => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  offerId: row.offer_id,
  offerVersionId: row.offer_version_id,
  quantity: row.quantity,
  fromOn: Temporal.PlainDate.from(row.from_on),
  toOn: row.to_on === null ? null : Temporal.PlainDate.from(row.to_on),
  billedUntil: Temporal.PlainDate.from(row.billed_until),
})

/** Items of subscriptions, also those that are over, in the order in which they began. */
export async function readItems(tx: Tx, subscriptionIds: readonly string[]): Promise<Item[]> {
  const { rows } = await sql<ItemRow>`
    select ${columns} from subscription_item where subscription_id = any (${subscriptionIds}::uuid[]) order by subscription_id, from_on, id`.execute(
    tx,
  )
  return rows.map(toItem)
}

export async function insertItem(tx: Tx, item: Omit<Item, 'id'>): Promise<Item> {
  const { rows } = await sql<ItemRow>`
    insert into subscription_item (subscription_id, offer_id, offer_version_id, quantity, from_on, to_on, billed_until)
    values (${item.subscriptionId}, ${item.offerId}, ${item.offerVersionId}, ${item.quantity}, ${item.fromOn}, ${item.toOn}, ${item.billedUntil})
    returning ${columns}`.execute(tx)
  return toItem(rows[0]!)
}

export async function updateItemEnd(tx: Tx, id: string, toOn: Temporal.PlainDate): Promise<Item> {
  const { rows } = await sql<ItemRow>`update subscription_item set to_on = ${toOn} where id = ${id} returning ${columns}`.execute(tx)
  return toItem(rows[0]!)
}
