import type { PlainKey, Translate } from '#i18n'
import type { NavigationArea, NavigationItem } from '#ui/app-shell.tsx'
import {
  type Icon,
  IconActivity,
  IconArchive,
  IconAudit,
  IconBillRuns,
  IconBlock,
  IconChat,
  IconCheckouts,
  IconCoupon,
  IconCustomers,
  IconDocument,
  IconEvents,
  IconEye,
  IconHome,
  IconInvoices,
  IconJobs,
  IconKey,
  IconLedger,
  IconLink,
  IconLoss,
  IconNas,
  IconPayments,
  IconPlans,
  IconRefresh,
  IconRefund,
  IconRefuse,
  IconReminder,
  IconSearch,
  IconSend,
  IconSessions,
  IconSettings,
  IconSignal,
  IconSubscriptions,
  IconSwap,
  IconTable,
  IconTax,
  IconWarning,
  IconWhatIf,
} from '#ui/icons.ts'

interface Entry {
  readonly to: NavigationItem['to']
  readonly label: PlainKey
  readonly icon: Icon
  readonly permission?: string
  /** In the bar at the bottom of a phone. */
  readonly favourite?: boolean
}

/** The map of the console: a new screen is one line here and one in router.tsx. */
const areas: readonly { readonly label: PlainKey; readonly entries: readonly Entry[] }[] = [
  {
    label: 'area.overview',
    entries: [{ to: '/', label: 'nav.home', icon: IconHome, favourite: true }],
  },
  {
    label: 'area.customers',
    entries: [
      { to: '/customers', label: 'nav.customers', icon: IconCustomers, permission: 'customers.read', favourite: true },
      { to: '/subscriptions', label: 'nav.subscriptions', icon: IconSubscriptions, permission: 'subscriptions.read' },
      { to: '/renewals', label: 'nav.renewals', icon: IconRefresh, permission: 'subscriptions.read' },
      { to: '/change-requests', label: 'nav.changeRequests', icon: IconSwap, permission: 'subscriptions.read' },
      { to: '/device-recoveries', label: 'nav.deviceRecoveries', icon: IconNas, permission: 'subscriptions.read' },
      { to: '/plans', label: 'nav.plans', icon: IconPlans, permission: 'catalog.read' },
      { to: '/coupons', label: 'nav.coupons', icon: IconCoupon, permission: 'catalog.read' },
      { to: '/voucher-batches', label: 'nav.voucherBatches', icon: IconCoupon, permission: 'vouchers.read' },
      { to: '/voucher-movements', label: 'nav.voucherMovements', icon: IconSwap, permission: 'vouchers.read' },
      { to: '/sponsor-campaigns', label: 'nav.sponsorCampaigns', icon: IconEye, permission: 'sponsors.read' },
    ],
  },
  {
    label: 'area.network',
    entries: [
      { to: '/sessions', label: 'nav.sessions', icon: IconSessions, permission: 'access.read', favourite: true },
      { to: '/login-failures', label: 'nav.loginFailures', icon: IconRefuse, permission: 'access.read' },
      { to: '/refused-accounting', label: 'nav.refusedAccounting', icon: IconWarning, permission: 'access.read' },
      { to: '/radius-drops', label: 'nav.radiusDrops', icon: IconBlock, permission: 'platform.read' },
      { to: '/network-commands', label: 'nav.networkCommands', icon: IconSignal, permission: 'access.read' },
      { to: '/nas', label: 'nav.nas', icon: IconNas, permission: 'access.read' },
      { to: '/router-enrolments', label: 'nav.enrolments', icon: IconNas, permission: 'access.read' },
      { to: '/router-drift', label: 'nav.drift', icon: IconWarning, permission: 'access.read' },
      { to: '/nas-certificates', label: 'nav.nasCertificates', icon: IconKey, permission: 'access.read' },
      { to: '/address-pools', label: 'nav.addressPools', icon: IconTable, permission: 'addresses.read' },
      { to: '/who-had-address', label: 'nav.addressTrace', icon: IconSearch, permission: 'addresses.trace' },
      { to: '/address-traces', label: 'nav.addressTraces', icon: IconAudit, permission: 'addresses.trace' },
      { to: '/nat-rules', label: 'nav.natRules', icon: IconSwap, permission: 'addresses.read' },
      { to: '/realms', label: 'nav.realms', icon: IconSwap, permission: 'access.read' },
      { to: '/forwarded-accounting', label: 'nav.forwardedAccounting', icon: IconSignal, permission: 'access.read' },
    ],
  },
  {
    label: 'area.money',
    entries: [
      { to: '/invoices', label: 'nav.invoices', icon: IconInvoices, permission: 'billing.read', favourite: true },
      { to: '/dunning', label: 'nav.dunning', icon: IconReminder, permission: 'billing.read' },
      { to: '/credit-notes', label: 'nav.creditNotes', icon: IconRefund, permission: 'billing.read' },
      { to: '/write-offs', label: 'nav.writeOffs', icon: IconLoss, permission: 'billing.read' },
      { to: '/held-bills', label: 'nav.heldBills', icon: IconTax, permission: 'billing.read' },
      { to: '/bill-runs', label: 'nav.billRuns', icon: IconBillRuns, permission: 'billing.read' },
      { to: '/proformas', label: 'nav.proformas', icon: IconDocument, permission: 'billing.read' },
      { to: '/document-archives', label: 'nav.documentArchives', icon: IconArchive, permission: 'documents.archive' },
      { to: '/what-would-change', label: 'nav.simulations', icon: IconWhatIf, permission: 'simulations.read' },
      { to: '/payments', label: 'nav.payments', icon: IconPayments, permission: 'payments.read' },
      { to: '/refunds', label: 'nav.refunds', icon: IconRefund, permission: 'payments.read' },
      { to: '/checkouts', label: 'nav.checkouts', icon: IconCheckouts, permission: 'payments.read' },
      { to: '/webhooks', label: 'nav.webhooks', icon: IconLink, permission: 'payments.read' },
    ],
  },
  {
    label: 'area.usage',
    entries: [
      { to: '/tariffs', label: 'nav.tariffs', icon: IconTable, permission: 'charging.read' },
      { to: '/usage-records', label: 'nav.usageRecords', icon: IconActivity, permission: 'charging.read' },
      { to: '/usage-files', label: 'nav.usageFiles', icon: IconDocument, permission: 'charging.read' },
      { to: '/usage-errors', label: 'nav.usageErrors', icon: IconWarning, permission: 'charging.read' },
    ],
  },
  {
    label: 'area.accounting',
    entries: [
      { to: '/ledger', label: 'nav.ledger', icon: IconLedger, permission: 'ledger.read' },
      { to: '/profit-and-loss', label: 'nav.profitAndLoss', icon: IconActivity, permission: 'ledger.read' },
      { to: '/receivables', label: 'nav.receivables', icon: IconReminder, permission: 'billing.read' },
      { to: '/tax-report', label: 'nav.taxReport', icon: IconTax, permission: 'tax.read' },
      { to: '/journal', label: 'nav.journal', icon: IconDocument, permission: 'ledger.read' },
      { to: '/chart-of-accounts', label: 'nav.chartOfAccounts', icon: IconTable, permission: 'ledger.read' },
      { to: '/closings', label: 'nav.closings', icon: IconRefuse, permission: 'ledger.read' },
    ],
  },
  {
    label: 'area.platform',
    entries: [
      { to: '/jobs', label: 'nav.jobs', icon: IconJobs, permission: 'platform.read' },
      { to: '/events', label: 'nav.events', icon: IconEvents, permission: 'platform.read' },
      { to: '/event-failures', label: 'nav.eventFailures', icon: IconWarning, permission: 'platform.read' },
      { to: '/webhook-deliveries', label: 'nav.webhookDeliveries', icon: IconSend, permission: 'webhooks.read' },
      { to: '/short-messages', label: 'nav.shortMessages', icon: IconChat, permission: 'sms.read' },
      { to: '/audit', label: 'nav.audit', icon: IconAudit, permission: 'platform.read' },
      { to: '/settings', label: 'nav.settings', icon: IconSettings, permission: 'tenant.read' },
    ],
  },
]

/** What this person may open, in their language. */
export function navigationFor(
  can: (permission: string) => boolean,
  t: Translate,
): { areas: NavigationArea[]; favourites: NavigationItem[] } {
  const allowed = areas
    .map(({ label, entries }) => ({ label, entries: entries.filter(({ permission }) => permission === undefined || can(permission)) }))
    .filter(({ entries }) => entries.length > 0)
  const item = ({ to, label, icon }: Entry): NavigationItem => ({ to, label: t(label), icon })
  return {
    areas: allowed.map(({ label, entries }) => ({ label: t(label), items: entries.map(item) })),
    favourites: allowed.flatMap(({ entries }) => entries.filter(({ favourite }) => favourite)).map(item),
  }
}
