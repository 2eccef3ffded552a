import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { type Chapter, isChapter } from '#console/features/customers/chapters.ts'
import { homeQuery } from '#console/features/home/queries.ts'
import type { ListName } from '#console/lists.ts'
import { periodSearch } from '#console/period-choice.tsx'
import { Root } from '#console/root.tsx'
import { Pending, ScreenError } from '#console/screen-states.tsx'
import { parseSearch, writeSearch } from '#console/search.ts'
import { sessionQuery } from '#console/session.tsx'
import { loadTexts } from '#i18n'
import { parseState, writeState } from '#ui/data-table/list.ts'

interface Context {
  readonly queries: QueryClient
}

/** A screen that a first visit does not load, with its texts. */
const lateScreen: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(async () => {
    const [screen] = await Promise.all([load(), loadTexts()])
    return screen
  }, name)

const root = createRootRouteWithContext<Context>()({
  component: Root,
  errorComponent: ScreenError,
  notFoundComponent: lateScreen(() => import('#console/routes/not-found.tsx'), 'NotFound'),
})

// Before signing in.
const withToken = ({ token }: Record<string, unknown>): { token?: string } => (typeof token === 'string' ? { token } : {})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } => (typeof next === 'string' ? { next } : {}),
  component: lazyRouteComponent(() => import('#console/routes/sign-in.tsx'), 'SignIn'),
})
const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lateScreen(() => import('#console/routes/forgot-password.tsx'), 'ForgotPassword'),
})
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: withToken,
  component: lateScreen(() => import('#console/routes/reset-password.tsx'), 'ResetPassword'),
})
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: withToken,
  component: lateScreen(() => import('#console/routes/set-up.tsx'), 'SetUp'),
})

// Signed in: everything below has a session.
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery)
    if (!session) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
  },
  component: lazyRouteComponent(() => import('#console/shell.tsx'), 'Shell'),
})
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  loader: ({ context: { queries } }) => {
    const session = queries.getQueryData(sessionQuery.queryKey)
    if (session?.permissions.includes('insight.read')) void queries.prefetchQuery(homeQuery) // beside the screen, not before it
  },
  component: lazyRouteComponent(() => import('#console/routes/home.tsx'), 'Home'),
})

/** A screen that is one list and nothing else. */
function listRoute<const Path extends string>(path: Path, name: ListName) {
  return createRoute({
    getParentRoute: () => app,
    path,
    validateSearch: listSearch,
    component: lateScreen(async () => {
      const { ListScreen } = await import('#console/list-screen.tsx')
      return { Screen: () => <ListScreen name={name} /> }
    }, 'Screen'),
  })
}

type ListSearch = { readonly open?: string } & ReturnType<typeof writeState>

export function listSearch(search: Record<string, unknown>): ListSearch {
  const { open } = search
  return { ...writeState(parseState(search)), ...(typeof open === 'string' ? { open } : {}) }
}

/** Live sessions are open ones unless something else is asked for. */
function sessionsSearch(search: Record<string, unknown>): ListSearch {
  const found = listSearch(search)
  return found.f ? found : { ...found, f: ['state:eq:open'] }
}

const customers = createRoute({
  getParentRoute: () => app,
  path: '/customers',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/customers.tsx'), 'Customers'),
})
const newCustomer = createRoute({
  getParentRoute: () => app,
  path: '/customers/new',
  component: lateScreen(() => import('#console/routes/new-customer.tsx'), 'NewCustomer'),
})
const customer = createRoute({
  getParentRoute: () => app,
  path: '/customers/$id',
  validateSearch: ({ story }: Record<string, unknown>): { story?: Chapter } => (isChapter(story) ? { story } : {}),
  component: lateScreen(() => import('#console/routes/customer.tsx'), 'Customer'),
})
const subscription = createRoute({
  getParentRoute: () => app,
  path: '/subscriptions/$id',
  component: lateScreen(() => import('#console/routes/subscription.tsx'), 'Subscription'),
})
const changeRequests = createRoute({
  getParentRoute: () => app,
  path: '/change-requests',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/change-requests.tsx'), 'ChangeRequests'),
})
const coupons = createRoute({
  getParentRoute: () => app,
  path: '/coupons',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/coupons.tsx'), 'Coupons'),
})

const sponsorCampaigns = createRoute({
  getParentRoute: () => app,
  path: '/sponsor-campaigns',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/sponsor-campaigns.tsx'), 'SponsorCampaigns'),
})
const newSponsorCampaign = createRoute({
  getParentRoute: () => app,
  path: '/sponsor-campaigns/new',
  component: lateScreen(() => import('#console/routes/new-sponsor-campaign.tsx'), 'NewSponsorCampaign'),
})
const sponsorCampaign = createRoute({
  getParentRoute: () => app,
  path: '/sponsor-campaigns/$id',
  component: lateScreen(() => import('#console/routes/sponsor-campaign.tsx'), 'SponsorCampaign'),
})
const changeSponsorCampaign = createRoute({
  getParentRoute: () => app,
  path: '/sponsor-campaigns/$id/change',
  component: lateScreen(() => import('#console/routes/sponsor-campaign.tsx'), 'ChangeSponsorCampaign'),
})

const refunds = createRoute({
  getParentRoute: () => app,
  path: '/refunds',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/refunds.tsx'), 'Refunds'),
})
const plans = createRoute({
  getParentRoute: () => app,
  path: '/plans',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/plans.tsx'), 'Plans'),
})
const newPlan = createRoute({
  getParentRoute: () => app,
  path: '/plans/new',
  component: lateScreen(() => import('#console/routes/new-plan.tsx'), 'NewPlan'),
})
const plan = createRoute({
  getParentRoute: () => app,
  path: '/plans/$id',
  component: lateScreen(() => import('#console/routes/plan.tsx'), 'Plan'),
})

const jobs = createRoute({
  getParentRoute: () => app,
  path: '/jobs',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/jobs.tsx'), 'Jobs'),
})
const eventFailures = createRoute({
  getParentRoute: () => app,
  path: '/event-failures',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/event-failures.tsx'), 'EventFailures'),
})
const webhookDeliveries = createRoute({
  getParentRoute: () => app,
  path: '/webhook-deliveries',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/webhook-deliveries.tsx'), 'WebhookDeliveries'),
})
const shortMessages = createRoute({
  getParentRoute: () => app,
  path: '/short-messages',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/short-messages.tsx'), 'ShortMessages'),
})
const audit = createRoute({
  getParentRoute: () => app,
  path: '/audit',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/audit.tsx'), 'Audit'),
})
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$tab', params: { tab: 'company' } })
  },
})
const settingsTab = createRoute({
  getParentRoute: () => app,
  path: '/settings/$tab',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/settings.tsx'), 'Settings'),
})
const profile = createRoute({
  getParentRoute: () => app,
  path: '/me',
  component: lateScreen(() => import('#console/routes/profile.tsx'), 'Profile'),
})
const sessions = createRoute({
  getParentRoute: () => app,
  path: '/sessions',
  validateSearch: sessionsSearch,
  component: lateScreen(() => import('#console/routes/sessions.tsx'), 'Sessions'),
})
const routers = createRoute({
  getParentRoute: () => app,
  path: '/nas',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/routers.tsx'), 'Routers'),
})
const nasCertificates = createRoute({
  getParentRoute: () => app,
  path: '/nas-certificates',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/nas-certificates.tsx'), 'NasCertificates'),
})
const realms = createRoute({
  getParentRoute: () => app,
  path: '/realms',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/realms.tsx'), 'Realms'),
})
const addressPools = createRoute({
  getParentRoute: () => app,
  path: '/address-pools',
  component: lateScreen(() => import('#console/routes/address-pools.tsx'), 'AddressPools'),
})
const addressTrace = createRoute({
  getParentRoute: () => app,
  path: '/who-had-address',
  component: lateScreen(() => import('#console/routes/address-trace.tsx'), 'AddressTrace'),
})
const addressTraces = createRoute({
  getParentRoute: () => app,
  path: '/address-traces',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/address-trace.tsx'), 'AddressTraces'),
})
const natRules = createRoute({
  getParentRoute: () => app,
  path: '/nat-rules',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/nat-rules.tsx'), 'NatRules'),
})
const usageFiles = createRoute({
  getParentRoute: () => app,
  path: '/usage-files',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/usage-files.tsx'), 'UsageFiles'),
})
const newRouter = createRoute({
  getParentRoute: () => app,
  path: '/nas/new',
  component: lateScreen(() => import('#console/routes/new-router.tsx'), 'NewRouter'),
})
const joinRouter = createRoute({
  getParentRoute: () => app,
  path: '/nas/join',
  component: lateScreen(() => import('#console/routes/join-router.tsx'), 'JoinRouter'),
})
const joiningRouter = createRoute({
  getParentRoute: () => app,
  path: '/nas/joining/$id',
  component: lateScreen(() => import('#console/routes/joining-router.tsx'), 'JoiningRouter'),
})
const router = createRoute({
  getParentRoute: () => app,
  path: '/nas/$id',
  component: lateScreen(() => import('#console/routes/router.tsx'), 'Router'),
})

const invoice = createRoute({
  getParentRoute: () => app,
  path: '/invoices/$id',
  component: lateScreen(() => import('#console/routes/invoice.tsx'), 'Invoice'),
})
const dunning = createRoute({
  getParentRoute: () => app,
  path: '/dunning',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/dunning.tsx'), 'Dunning'),
})
const tariffs = createRoute({
  getParentRoute: () => app,
  path: '/tariffs',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/tariffs.tsx'), 'Tariffs'),
})
const tariff = createRoute({
  getParentRoute: () => app,
  path: '/tariffs/$id',
  component: lateScreen(() => import('#console/routes/tariff.tsx'), 'Tariff'),
})
const billRuns = createRoute({
  getParentRoute: () => app,
  path: '/bill-runs',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/bill-runs.tsx'), 'BillRuns'),
})
const billRun = createRoute({
  getParentRoute: () => app,
  path: '/bill-runs/$id',
  validateSearch: listSearch,
  // The list of its bills is that of this run, whatever else is filtered.
  beforeLoad: ({ params, search }) => {
    const ofRun = `billRunId:eq:${params.id}`
    if (!search.f?.includes(ofRun)) throw redirect({ to: '/bill-runs/$id', params, search: { ...search, f: [ofRun, ...(search.f ?? [])] } })
  },
  component: lateScreen(() => import('#console/routes/bill-run.tsx'), 'BillRun'),
})
const voucherBatches = createRoute({
  getParentRoute: () => app,
  path: '/voucher-batches',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/voucher-batches.tsx'), 'VoucherBatches'),
})
const voucherBatch = createRoute({
  getParentRoute: () => app,
  path: '/voucher-batches/$id',
  validateSearch: listSearch,
  // The list of its vouchers is that of this batch, whatever else is filtered.
  beforeLoad: ({ params, search }) => {
    const ofBatch = `batchId:eq:${params.id}`
    if (!search.f?.includes(ofBatch))
      throw redirect({ to: '/voucher-batches/$id', params, search: { ...search, f: [ofBatch, ...(search.f ?? [])] } })
  },
  component: lateScreen(() => import('#console/routes/voucher-batch.tsx'), 'VoucherBatch'),
})
const voucherNeeds = createRoute({
  getParentRoute: () => app,
  path: '/voucher-needs',
  component: lateScreen(() => import('#console/routes/voucher-needs.tsx'), 'VoucherNeeds'),
})
const usageErrors = createRoute({
  getParentRoute: () => app,
  path: '/usage-errors',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/usage-errors.tsx'), 'UsageErrors'),
})
const proformas = createRoute({
  getParentRoute: () => app,
  path: '/proformas',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/proformas.tsx'), 'Proformas'),
})
const documentArchives = createRoute({
  getParentRoute: () => app,
  path: '/document-archives',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/document-archives.tsx'), 'DocumentArchives'),
})
const payment = createRoute({
  getParentRoute: () => app,
  path: '/payments/$id',
  component: lateScreen(() => import('#console/routes/payment.tsx'), 'Payment'),
})
const daySearch = ({ on }: Record<string, unknown>): { on?: string } => (typeof on === 'string' ? { on } : {})
const ledger = createRoute({
  getParentRoute: () => app,
  path: '/ledger',
  validateSearch: daySearch,
  component: lateScreen(() => import('#console/routes/ledger.tsx'), 'Ledger'),
})
const taxReport = createRoute({
  getParentRoute: () => app,
  path: '/tax-report',
  validateSearch: periodSearch,
  component: lateScreen(() => import('#console/routes/tax-report.tsx'), 'TaxReport'),
})
const profitAndLoss = createRoute({
  getParentRoute: () => app,
  path: '/profit-and-loss',
  validateSearch: periodSearch,
  component: lateScreen(() => import('#console/routes/profit-and-loss.tsx'), 'ProfitAndLoss'),
})
const receivables = createRoute({
  getParentRoute: () => app,
  path: '/receivables',
  validateSearch: daySearch,
  component: lateScreen(() => import('#console/routes/receivables.tsx'), 'Receivables'),
})
const journal = createRoute({
  getParentRoute: () => app,
  path: '/journal',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/journal.tsx'), 'Journal'),
})
const ledgerEntry = createRoute({
  getParentRoute: () => app,
  path: '/journal/$id',
  component: lateScreen(() => import('#console/routes/ledger-entry.tsx'), 'LedgerEntry'),
})
const chartOfAccounts = createRoute({
  getParentRoute: () => app,
  path: '/chart-of-accounts',
  component: lateScreen(() => import('#console/routes/chart-of-accounts.tsx'), 'ChartOfAccounts'),
})
const accountCard = createRoute({
  getParentRoute: () => app,
  path: '/chart-of-accounts/$id',
  validateSearch: periodSearch,
  component: lateScreen(() => import('#console/routes/account-card.tsx'), 'AccountCard'),
})
const closings = createRoute({
  getParentRoute: () => app,
  path: '/closings',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/closings.tsx'), 'Closings'),
})
const accountStatement = createRoute({
  getParentRoute: () => app,
  path: '/accounts/$id/statement',
  validateSearch: periodSearch,
  component: lateScreen(() => import('#console/routes/account-statement.tsx'), 'AccountStatement'),
})

const simulations = createRoute({
  getParentRoute: () => app,
  path: '/what-would-change',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/simulations.tsx'), 'Simulations'),
})
const newSimulation = createRoute({
  getParentRoute: () => app,
  path: '/what-would-change/new',
  validateSearch: ({ like }: Record<string, unknown>): { like?: string } => (typeof like === 'string' ? { like } : {}),
  component: lateScreen(() => import('#console/routes/new-simulation.tsx'), 'NewSimulation'),
})
const simulation = createRoute({
  getParentRoute: () => app,
  path: '/what-would-change/$id',
  component: lateScreen(() => import('#console/routes/simulation.tsx'), 'Simulation'),
})
const simulationAccounts = createRoute({
  getParentRoute: () => app,
  path: '/what-would-change/$id/customers',
  validateSearch: listSearch,
  component: lateScreen(() => import('#console/routes/simulation-accounts.tsx'), 'SimulationAccounts'),
})

const tree = root.addChildren([
  signIn,
  forgot,
  reset,
  setUp,
  app.addChildren([
    home,
    customers,
    newCustomer,
    customer,
    listRoute('/subscriptions', 'subscriptions'),
    subscription,
    changeRequests,
    listRoute('/renewals', 'renewals'),
    listRoute('/voucher-movements', 'voucher-movements'),
    voucherBatches,
    voucherBatch,
    voucherNeeds,
    tariffs,
    tariff,
    listRoute('/usage-records', 'usage-records'),
    usageFiles,
    usageErrors,
    listRoute('/device-recoveries', 'device-recoveries'),
    plans,
    newPlan,
    plan,
    coupons,
    sponsorCampaigns,
    newSponsorCampaign,
    sponsorCampaign,
    changeSponsorCampaign,
    refunds,
    sessions,
    listRoute('/login-failures', 'login-failures'),
    listRoute('/refused-accounting', 'refused-accounting'),
    listRoute('/network-commands', 'network-commands'),
    listRoute('/router-drift', 'router-drift'),
    listRoute('/router-enrolments', 'router-enrolments'),
    listRoute('/radius-drops', 'radius-drops'),
    listRoute('/held-bills', 'held-bills'),
    routers,
    nasCertificates,
    realms,
    addressPools,
    addressTrace,
    addressTraces,
    natRules,
    listRoute('/forwarded-accounting', 'forwarded-accounting'),
    newRouter,
    joinRouter,
    joiningRouter,
    router,
    listRoute('/invoices', 'invoices'),
    invoice,
    dunning,
    billRuns,
    billRun,
    proformas,
    documentArchives,
    listRoute('/credit-notes', 'credit-notes'),
    listRoute('/payments', 'payments'),
    payment,
    listRoute('/write-offs', 'write-offs'),
    listRoute('/checkouts', 'checkouts'),
    listRoute('/webhooks', 'webhooks'),
    ledger,
    taxReport,
    profitAndLoss,
    receivables,
    journal,
    ledgerEntry,
    chartOfAccounts,
    accountCard,
    closings,
    accountStatement,
    simulations,
    newSimulation,
    simulation,
    simulationAccounts,
    jobs,
    eventFailures,
    listRoute('/events', 'events'),
    webhookDeliveries,
    shortMessages,
    audit,
    settings,
    settingsTab,
    profile,
  ]),
])

export const createConsoleRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    defaultPendingComponent: Pending,
    defaultErrorComponent: ScreenError,
    defaultPendingMs: 200,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
