import type { RowScope as Rows } from '#kernel/row-scope.ts'

/**
 * Which customers people of a role see:
 *
 *   all         everybody
 *   territory   those at the locations where they work; so do resellers, whose shop is a location
 *   own         those who are assigned to them
 *   team        both
 */
export const rowScopes = ['all', 'team', 'territory', 'reseller', 'own'] as const
export type RowScope = (typeof rowScopes)[number]

/** What somebody with several roles sees is what any of them shows; undefined: everybody. */
export function rowsOf(scopes: readonly RowScope[], staffId: string, locationIds: readonly string[]): Rows | undefined {
  if (scopes.includes('all')) return undefined
  const seesOwn = scopes.some((scope) => scope === 'own' || scope === 'team')
  const seesPlaces = scopes.some((scope) => scope !== 'own')
  return { staffId: seesOwn ? staffId : null, locationIds: seesPlaces ? locationIds : [] }
}

/** What roles show whoever has them and works at these locations. */
export const shownBy = (scopes: readonly RowScope[], locationIds: readonly string[]) => rowsOf(scopes, 'anybody', locationIds)

/**
 * Whether what is given shows customers that somebody does not see. A staff id stands for the customers assigned to its person, whoever
 * that is: of a key it must be one's own, see `createApiKey`.
 */
export function showsMore(own: Rows | undefined, given: Rows | undefined): boolean {
  if (own === undefined) return false
  if (given === undefined) return true
  return (given.staffId !== null && own.staffId === null) || given.locationIds.some((id) => !own.locationIds.includes(id))
}

/** What people of a kind may do, and over which rows. */
export interface Role {
  readonly id: string
  readonly code: string
  readonly name: string
  /** Permissions or patterns of them: `*`, `*.read`, `billing.*`. */
  readonly permissions: readonly string[]
  readonly rowScope: RowScope
  readonly isBuiltIn: boolean
  readonly version: number
}

export type RoleDraft = Pick<Role, 'code' | 'name' | 'permissions' | 'rowScope'>

const seeing = ['tenant.read', 'customers.read', 'catalog.read', 'subscriptions.read']

/**
 * Roles every tenant starts with. They are patterns, so that a new module's permissions reach managers by themselves.
 * Resellers and customers see nothing of the console: none of its rows says yet to which reseller it belongs.
 */
export const builtInRoles: readonly RoleDraft[] = [
  { code: 'admin', name: 'Administrator', permissions: ['*'], rowScope: 'all' },
  {
    code: 'manager',
    name: 'Manager',
    permissions: [
      '*.read',
      'tenant.write',
      'customers.*',
      'catalog.*',
      'subscriptions.*',
      'charging.*',
      'tax.*',
      'billing.*',
      'payments.*',
      'documents.*',
      'access.write',
      'addresses.write',
      'engage.*',
      'simulations.*',
    ],
    rowScope: 'all',
  },
  {
    code: 'finance',
    name: 'Finance',
    permissions: [
      ...seeing,
      'charging.read',
      'charging.configure',
      'tax.*',
      'billing.*',
      'payments.*',
      'ledger.*',
      'documents.*',
      'simulations.*',
      'engage.read',
      'insight.read',
    ],
    rowScope: 'all',
  },
  {
    code: 'sales',
    name: 'Sales',
    permissions: [...seeing, 'customers.write', 'subscriptions.write', 'billing.read', 'payments.read', 'engage.read'],
    rowScope: 'all',
  },
  {
    code: 'support',
    name: 'Support',
    permissions: [
      ...seeing,
      'customers.write',
      'subscriptions.write',
      'charging.read',
      'charging.write',
      'billing.read',
      'payments.read',
      'payments.receive',
      'access.read',
      'access.write',
      'engage.*',
      'insight.read',
    ],
    rowScope: 'all',
  },
  {
    code: 'noc',
    name: 'Network operations',
    permissions: [...seeing, 'access.*', 'addresses.read', 'addresses.write', 'engage.read', 'insight.read', 'platform.read'],
    rowScope: 'all',
  },
  { code: 'technician', name: 'Technician', permissions: [...seeing, 'access.read'], rowScope: 'all' },
  { code: 'reseller', name: 'Reseller', permissions: ['catalog.read'], rowScope: 'reseller' },
  { code: 'customer', name: 'Customer', permissions: [], rowScope: 'own' },
]

/** Permissions that the patterns allow, among those that modules declare. */
export function expand(patterns: readonly string[], declared: Iterable<string>): Set<string> {
  const matchers = patterns.map((pattern) => new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`))
  return new Set([...declared].filter((permission) => matchers.some((matcher) => matcher.test(permission))))
}

/** What somebody would get who has only `own`: nobody may give it. */
export function beyond(own: ReadonlySet<string>, given: ReadonlySet<string>): string[] {
  return [...given.difference(own)].toSorted()
}
