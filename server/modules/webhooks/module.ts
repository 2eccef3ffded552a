import type { Module } from '#kernel/module.ts'
import { jobs } from './jobs.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { webhookSender } from './sender.ts'
import { endpointTeller } from './tell-endpoints.ts'

export const webhooksModule: Module = {
  name: 'webhooks',
  permissions: {
    'webhooks.read': 'See webhook endpoints and what was sent to them',
    'webhooks.write': 'Add and change webhook endpoints, send events again',
  },
  events: {
    'webhook_endpoint.disabled.v1': {
      summary: 'An endpoint was switched off: it failed for days, or answered that it is gone',
      example: { endpointId: '0198a4b0-0000-7000-8000-000000000001', url: 'https://receiver.example/hooks', reason: 'failing' },
    },
  },
  routes,
  lists,
  jobs,
  subscribers: [endpointTeller],
  services: [webhookSender],
}
