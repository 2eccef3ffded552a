import { sql } from '#kernel/db.ts'
import { type AnyList, containing, list } from '#kernel/lists.ts'
import { deliveryStates } from './delivery.ts'
import { disabledBecause } from './endpoint.ts'
import { requeue } from './store.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'webhook-endpoints',
    permission: 'webhooks.read',
    from: sql`webhook_endpoint e`,
    alias: 'e',
    columns: {
      url: { type: 'text', expression: sql`e.url`, required: true },
      description: { type: 'text', expression: sql`e.description` },
      eventTypes: { type: 'tags', expression: sql`e.event_types` },
      enabled: { type: 'boolean', expression: sql`e.enabled` },
      disabledBecause: { type: 'enum', values: disabledBecause, expression: sql`e.disabled_because` },
      succeededAt: { type: 'instant', expression: sql`e.succeeded_at` },
      failingSince: { type: 'instant', expression: sql`e.failing_since` },
      createdAt: { type: 'instant', expression: sql`e.created_at`, shown: false },
    },
    search: (typed) => sql`concat_ws(' ', e.url, e.description) ilike ${containing(typed)}`,
    defaultSort: 'createdAt',
  }),
  list({
    name: 'webhook-deliveries',
    permission: 'webhooks.read',
    from: sql`webhook_delivery d join webhook_endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id`,
    alias: 'd',
    columns: {
      createdAt: { type: 'instant', expression: sql`d.created_at`, required: true },
      eventType: { type: 'text', expression: sql`d.event_type` },
      state: { type: 'enum', values: deliveryStates, expression: sql`d.state` },
      url: { type: 'text', expression: sql`e.url` },
      attempts: { type: 'number', expression: sql`d.attempts` },
      lastStatus: { type: 'number', expression: sql`d.last_status` },
      lastError: { type: 'text', expression: sql`d.last_error` },
      nextAttemptAt: { type: 'instant', expression: sql`case when d.state = 'waiting' then d.next_attempt_at end` },
      finishedAt: { type: 'instant', expression: sql`d.finished_at`, shown: false },
      eventId: { type: 'text', expression: sql`d.event_id::text`, shown: false },
      endpointId: { type: 'id', expression: sql`d.endpoint_id`, shown: false },
    },
    search: (typed) => sql`concat_ws(' ', d.event_type, e.url, d.event_id) ilike ${containing(typed)}`,
    defaultSort: '-createdAt',
    actions: {
      replay: {
        permission: 'webhooks.write',
        async run(tx, ids, platform) {
          const again = new Set(await requeue(tx, ids, platform.clock.now()))
          return ids
            .filter((id) => !again.has(id))
            .map((id) => ({ id, code: 'webhooks.still_waiting', detail: 'It still waits for its next attempt.' }))
        },
      },
    },
  }),
]
