import { type Subscriber, subscriber } from '#kernel/events.ts'
import { seedRoles } from './store.ts'

/** Every tenant starts with the built-in roles. */
export const roleSeeder: Subscriber = subscriber({
  name: 'identity.roles',
  types: ['tenant.created.v1'],
  handle: (tx) => seedRoles(tx),
})
