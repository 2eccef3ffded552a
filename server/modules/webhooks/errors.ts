import { Problem, told } from '#kernel/problem.ts'

export const endpointNotFound = () => new Problem('webhooks.endpoint_not_found', 404, 'There is no such webhook endpoint.')

export const deliveryNotFound = () => new Problem('webhooks.delivery_not_found', 404, 'There is no such webhook delivery.')

export const addressRefused = (why: string) => new Problem('webhooks.address_refused', 422, why, { pointer: '/url' })

export const eventTypeUnknown = (type: string) =>
  new Problem('webhooks.event_type_unknown', 422, told`No event is called ${{ type }}. GET /api/v1/webhook-event-types names them all.`, {
    pointer: '/eventTypes',
  })

export const endpointsMax = (max: number) =>
  new Problem('webhooks.too_many_endpoints', 409, told`There are ${{ max }} endpoints already. Remove one that is not used.`)

export const endpointDisabled = () => new Problem('webhooks.endpoint_disabled', 409, 'This endpoint is switched off. Switch it on first.')

export const privateNotOffered = () =>
  new Problem(
    'webhooks.private_not_offered',
    409,
    'This installation sends webhooks to public addresses only. Whoever runs it can change that with WEBHOOK_PRIVATE_ADDRESSES.',
    { pointer: '/privateAddresses' },
  )
