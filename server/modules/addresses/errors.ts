import { Problem, told } from '#kernel/problem.ts'

export const poolNotFound = () =>
  new Problem('addresses.pool_not_found', 404, 'This pool does not exist any more. Go back to the list of pools.')

export const poolImpossible = (fault: string) => new Problem('addresses.pool_impossible', 422, fault, { pointer: '/prefix' })

export const poolTaken = (name: string, prefix: string) =>
  new Problem('addresses.pool_taken', 409, told`The pool ${{ name }} has ${{ prefix }} already.`, { pointer: '/prefix' })

export const placeUnknown = () => new Problem('addresses.place_unknown', 422, 'This location or router does not exist. Choose another one.')

export const freeAddressesOfIpv4Only = () =>
  new Problem('addresses.free_ipv4_only', 422, 'Free addresses are found in pools of IPv4 addresses only.')

export const ruleNotFound = () => new Problem('addresses.nat_rule_not_found', 404, 'This NAT rule does not exist any more.')

export const ruleTooNarrow = () =>
  new Problem(
    'addresses.nat_rule_too_narrow',
    422,
    'The public prefix has too few ports for all private addresses. Give each fewer ports.',
    {
      pointer: '/portsEach',
    },
  )

export const ruleEnded = (name: string) =>
  new Problem('addresses.nat_rule_ended', 409, told`The rule ${{ name }} has ended already. Add a new one.`)

export const successorTooEarly = (since: Temporal.Instant) =>
  new Problem('addresses.nat_rule_successor_too_early', 422, told`The rule it follows counts since ${{ since }}. Give a later instant.`, {
    pointer: '/from',
  })

export const logHeaderUnreadable = (missing: readonly string[]) =>
  new Problem(
    'addresses.nat_log_header_unreadable',
    422,
    told`The first line must name the columns; it lacks ${{ missing: missing.join(', ') }}. Files of JSON have an object in every line instead.`,
    { pointer: '/text' },
  )

export const logTooLong = (linesMax: number) =>
  new Problem('addresses.nat_log_too_long', 422, told`At most ${{ linesMax }} lines can be sent at once. Send the file in parts.`, {
    pointer: '/text',
  })

export const traceNotFound = () => new Problem('addresses.trace_not_found', 404, 'This search does not exist.')

export const traceNeedsAllCustomers = () =>
  new Problem('addresses.trace_needs_all_customers', 403, 'Only somebody who may see all customers can search for one by an address.')
