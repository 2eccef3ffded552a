import { type Subscriber, subscriber } from '#kernel/events.ts'
import { bodyOf } from './delivery.ts'
import { hasEndpoints, insertDeliveries } from './store.ts'

/** Writes down what is to be told to whom. The sender does the rest, so that a receiver that is away holds nobody up. */
export const endpointTeller: Subscriber = subscriber({
  name: 'webhooks.deliveries',
  types: 'every',
  async handle(tx, events, platform) {
    const told = events.filter(({ type }) => Object.hasOwn(platform.events, type))
    if (told.length === 0 || !(await hasEndpoints(tx))) return
    const facts = told.map((event) => ({ eventId: event.id, type: event.type, body: bodyOf(event) }))
    await insertDeliveries(tx, facts, platform.clock.now())
  },
})
