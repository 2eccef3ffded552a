import type { PlainKey } from '#i18n'
import {
  type Icon,
  IconAudit,
  IconBillRuns,
  IconCheckouts,
  IconCoupon,
  IconCustomers,
  IconDocument,
  IconEvents,
  IconInvoices,
  IconJobs,
  IconKey,
  IconLink,
  IconLoss,
  IconNas,
  IconPayments,
  IconPlans,
  IconRefresh,
  IconRefund,
  IconRefuse,
  IconReminder,
  IconSend,
  IconSessions,
  IconSignal,
  IconPin,
  IconSubscriptions,
  IconSwap,
  IconWarning,
} from '#ui/icons.ts'
import type { Row } from '#ui/data-table/list.ts'

export interface ListLook {
  readonly title: PlainKey
  /** What an empty list teaches. */
  readonly empty: PlainKey
  readonly emptyText: PlainKey
  readonly icon: Icon
  /** The noun of the events that change it; see live.ts. */
  readonly topic: string
  /** The page of one row; without it a row opens in a drawer. */
  readonly hrefOf?: (row: Row) => string
  /** Looked at again this often where rows change without events, such as the rates of sessions. */
  readonly everyMs?: number
}

/** How the lists of the server look in the console. A new list is one entry here. */
export const lists = {
  customers: {
    title: 'nav.customers',
    empty: 'empty.customers',
    emptyText: 'empty.customers.text',
    icon: IconCustomers,
    topic: 'customer',
    hrefOf: ({ id }) => `/customers/${id}`,
  },
  subscriptions: {
    title: 'nav.subscriptions',
    empty: 'empty.subscriptions',
    emptyText: 'empty.subscriptions.text',
    icon: IconSubscriptions,
    topic: 'subscription',
    hrefOf: ({ id }) => `/subscriptions/${id}`,
  },
  plans: {
    title: 'nav.plans',
    empty: 'empty.plans',
    emptyText: 'empty.plans.text',
    icon: IconPlans,
    topic: 'offer',
    hrefOf: ({ id }) => `/plans/${id}`,
  },
  coupons: { title: 'nav.coupons', empty: 'empty.coupons', emptyText: 'empty.coupons.text', icon: IconCoupon, topic: 'coupon' },
  'change-requests': {
    title: 'nav.changeRequests',
    empty: 'empty.changeRequests',
    emptyText: 'empty.changeRequests.text',
    icon: IconSwap,
    topic: 'subscription',
  },
  renewals: {
    title: 'nav.renewals',
    empty: 'empty.renewals',
    emptyText: 'empty.renewals.text',
    icon: IconRefresh,
    topic: 'renewal',
    hrefOf: ({ subscriptionId }) => `/subscriptions/${String(subscriptionId)}`,
  },
  sessions: {
    title: 'nav.sessions',
    empty: 'empty.sessions',
    emptyText: 'empty.sessions.text',
    icon: IconSessions,
    topic: 'session',
    everyMs: 30_000,
  },
  'login-failures': {
    title: 'nav.loginFailures',
    empty: 'empty.loginFailures',
    emptyText: 'empty.loginFailures.text',
    icon: IconRefuse,
    topic: 'login',
  },
  'refused-accounting': {
    title: 'nav.refusedAccounting',
    empty: 'empty.refusedAccounting',
    emptyText: 'empty.refusedAccounting.text',
    icon: IconWarning,
    topic: 'accounting',
  },
  'network-commands': {
    title: 'nav.networkCommands',
    empty: 'empty.networkCommands',
    emptyText: 'empty.networkCommands.text',
    icon: IconSignal,
    topic: 'network_command',
  },
  nas: {
    title: 'nav.nas',
    empty: 'empty.nas',
    emptyText: 'empty.nas.text',
    icon: IconNas,
    topic: 'nas',
    hrefOf: ({ id }) => `/nas/${id}`,
    everyMs: 30_000,
  },
  invoices: {
    title: 'nav.invoices',
    empty: 'empty.invoices',
    emptyText: 'empty.invoices.text',
    icon: IconInvoices,
    topic: 'invoice',
    hrefOf: ({ id }) => `/invoices/${id}`,
  },
  // A run tells nothing of itself; its invoices do.
  'bill-runs': {
    title: 'nav.billRuns',
    empty: 'empty.billRuns',
    emptyText: 'empty.billRuns.text',
    icon: IconBillRuns,
    topic: 'invoice',
    hrefOf: ({ id }) => `/bill-runs/${id}`,
  },
  'bill-previews': {
    title: 'billRun.bills',
    empty: 'billRun.nothing',
    emptyText: 'billRun.nothing.text',
    icon: IconBillRuns,
    topic: 'bill_run',
    hrefOf: ({ customerId }) => `/customers/${customerId}`,
  },
  'credit-notes': {
    title: 'nav.creditNotes',
    empty: 'empty.creditNotes',
    emptyText: 'empty.creditNotes.text',
    icon: IconRefund,
    topic: 'credit_note',
    hrefOf: ({ invoiceId }) => `/invoices/${invoiceId}`,
  },
  'write-offs': {
    title: 'nav.writeOffs',
    empty: 'empty.writeOffs',
    emptyText: 'empty.writeOffs.text',
    icon: IconLoss,
    topic: 'invoice',
    hrefOf: ({ invoiceId }) => `/invoices/${invoiceId}`,
  },
  payments: {
    title: 'nav.payments',
    empty: 'empty.payments',
    emptyText: 'empty.payments.text',
    icon: IconPayments,
    topic: 'payment',
    hrefOf: ({ id }) => `/payments/${id}`,
  },
  checkouts: {
    title: 'nav.checkouts',
    empty: 'empty.checkouts',
    emptyText: 'empty.checkouts.text',
    icon: IconCheckouts,
    topic: 'checkout',
  },
  webhooks: { title: 'nav.webhooks', empty: 'empty.webhooks', emptyText: 'empty.webhooks.text', icon: IconLink, topic: 'webhook' },
  dunning: {
    title: 'nav.dunning',
    empty: 'empty.dunning',
    emptyText: 'empty.dunning.text',
    icon: IconReminder,
    topic: 'dunning',
    hrefOf: ({ customerId }) => `/customers/${String(customerId)}`,
  },
  'webhook-endpoints': {
    title: 'settings.tab.webhooks',
    empty: 'empty.webhook-endpoints',
    emptyText: 'empty.webhook-endpoints.text',
    icon: IconSend,
    topic: 'webhook_endpoint',
    everyMs: 10_000,
  },
  'webhook-deliveries': {
    title: 'nav.webhookDeliveries',
    empty: 'empty.webhook-deliveries',
    emptyText: 'empty.webhook-deliveries.text',
    icon: IconSend,
    topic: 'webhook_delivery',
    everyMs: 5_000,
  },
  jobs: { title: 'nav.jobs', empty: 'empty.jobs', emptyText: 'empty.jobs.text', icon: IconJobs, topic: 'job' },
  events: { title: 'nav.events', empty: 'empty.events', emptyText: 'empty.events.text', icon: IconEvents, topic: '' },
  'event-failures': {
    title: 'nav.eventFailures',
    empty: 'empty.eventFailures',
    emptyText: 'empty.eventFailures.text',
    icon: IconWarning,
    topic: 'event_failure',
  },
  locations: {
    title: 'settings.tab.locations',
    empty: 'empty.locations',
    emptyText: 'empty.locations.text',
    icon: IconPin,
    topic: 'location',
  },
  staff: { title: 'settings.tab.staff', empty: 'empty.staff', emptyText: 'empty.staff.text', icon: IconCustomers, topic: 'staff' },
  'api-keys': { title: 'settings.tab.api-keys', empty: 'empty.apiKeys', emptyText: 'empty.apiKeys.text', icon: IconKey, topic: 'api_key' },
  'sign-ins': {
    title: 'settings.tab.sign-ins',
    empty: 'empty.signIns',
    emptyText: 'empty.signIns.text',
    icon: IconRefuse,
    topic: 'sign_in',
  },
  'ledger-entries': {
    title: 'nav.journal',
    empty: 'empty.journal',
    emptyText: 'empty.journal.text',
    icon: IconDocument,
    topic: 'ledger',
    hrefOf: ({ id }) => `/journal/${id}`,
  },
  'ledger-closings': {
    title: 'nav.closings',
    empty: 'empty.closings',
    emptyText: 'empty.closings.text',
    icon: IconRefuse,
    topic: 'ledger',
  },
  audit: { title: 'nav.audit', empty: 'empty.audit', emptyText: 'empty.audit.text', icon: IconAudit, topic: 'audit' },
} as const satisfies Record<string, ListLook>

export type ListName = keyof typeof lists
