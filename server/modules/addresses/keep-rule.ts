import type { Tx } from '#kernel/db.ts'
import { ruleEnded, ruleNotFound, ruleTooNarrow, successorTooEarly } from './errors.ts'
import { hasRoom } from './nat.ts'
import { type DatedRule, endRule, insertRule, lockRule } from './nat-store.ts'

export type RuleDraft = Omit<DatedRule, 'id'>

/** @throws addresses.nat_rule_too_narrow */
export async function addRule(tx: Tx, draft: RuleDraft): Promise<DatedRule> {
  if (!hasRoom(draft)) throw ruleTooNarrow()
  return insertRule(tx, draft)
}

/**
 * Changes the layout of a NAT: the rule ends at the instant at which the next one begins, so that no port is nobody's or two people's.
 *
 *   before   ────────────────┤
 *   after                    ├──────────▶     `draft.from`
 *
 * @throws addresses.nat_rule_not_found, addresses.nat_rule_ended, addresses.nat_rule_successor_too_early, addresses.nat_rule_too_narrow
 */
export async function succeedRule(tx: Tx, id: string, draft: RuleDraft): Promise<DatedRule> {
  const rule = await lockRule(tx, id)
  if (!rule) throw ruleNotFound()
  if (rule.until && Temporal.Instant.compare(rule.until, draft.from) <= 0) throw ruleEnded(rule.name)
  if (Temporal.Instant.compare(draft.from, rule.from) <= 0) throw successorTooEarly(rule.from)
  const next = await addRule(tx, draft)
  await endRule(tx, id, draft.from)
  return next
}
