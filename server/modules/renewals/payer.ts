import type { Tx } from '#kernel/db.ts'
import { readAccount } from '#modules/customers'
import type { Subscription } from '#modules/subscriptions'

/** The account that pays for a subscription: its own, or the one it is billed to. */
export async function payerOf(tx: Tx, { accountId }: Pick<Subscription, 'accountId'>): Promise<string> {
  return (await readAccount(tx, accountId)).billedToId ?? accountId
}
