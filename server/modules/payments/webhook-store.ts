import { sql, type Tx } from '#kernel/db.ts'

export const webhookStates = ['received', 'processed', 'ignored', 'rejected'] as const
export type WebhookState = (typeof webhookStates)[number]

export interface Webhook {
  readonly id: string
  readonly gatewayId: string
  readonly body: string
  readonly state: WebhookState
}

/** Keeps what a gateway told us, word for word; the same again is counted. */
export async function keepWebhook(
  tx: Tx,
  webhook: { gatewayId: string; dedupKey: string; body: string; at: Temporal.Instant },
): Promise<Webhook> {
  const { rows } = await sql<Webhook>`
    insert into webhook_inbox (gateway_id, dedup_key, body, received_at) values (${webhook.gatewayId}, ${webhook.dedupKey}, ${webhook.body}, ${webhook.at})
    on conflict (tenant_id, gateway_id, dedup_key) do update set deliveries = webhook_inbox.deliveries + 1
    returning id, gateway_id as "gatewayId", body, state`.execute(tx)
  return rows[0]!
}

export async function findWebhook(tx: Tx, id: string): Promise<Webhook | undefined> {
  const { rows } = await sql<Webhook>`select id, gateway_id as "gatewayId", body, state from webhook_inbox where id = ${id}`.execute(tx)
  return rows[0]
}

export async function moveWebhook(
  tx: Tx,
  id: string,
  to: { state: WebhookState; error: string | null; at: Temporal.Instant },
): Promise<void> {
  await sql`update webhook_inbox set state = ${to.state}, error = ${to.error}, processed_at = ${to.at} where id = ${id}`.execute(tx)
}

/** Puts rejected webhooks back to be looked at once more. @returns ids of those that were rejected */
export async function reopenWebhooks(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update webhook_inbox set state = 'received', error = null, processed_at = null where id = any (${ids}::uuid[]) and state = 'rejected' returning id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}
