import type { Tx } from '#kernel/db.ts'
import { type Currency, money } from '#kernel/money.ts'
import { type Diagnosis, explain } from './diagnosis.ts'
import { subscriptionUnknown } from './errors.ts'
import { readDiagnosisRow } from './diagnosis-store.ts'
import { readOfferVersions, readSubscriptionFacts } from './directory-store.ts'

/** Why a subscription is offline, or that it is not. @throws access.subscription_not_found */
export async function diagnose(tx: Tx, subscriptionId: string, now: Temporal.Instant): Promise<Diagnosis> {
  const [facts] = await readSubscriptionFacts(tx, [subscriptionId], now)
  if (!facts) throw subscriptionUnknown()
  const [version] = await readOfferVersions(tx, [facts.offer_version_id])
  const row = await readDiagnosisRow(tx, subscriptionId, now)
  return explain({
    now,
    overdue: row.overdue && {
      amount: money(BigInt(row.overdue.minor), row.overdue.currency as Currency), // checked when the invoice was written
      invoiceNumbers: row.overdue.numbers,
      oldestDueOn: row.overdue.due_on,
    },
    dunningStep: row.dunning && { action: row.dunning.action, invoiceNumber: row.dunning.number, at: instant(row.dunning.at) },
    state: facts.state,
    blocks: facts.blocks,
    endsAt: facts.ends_at_ms === null ? null : Temporal.Instant.fromEpochMilliseconds(facts.ends_at_ms),
    quota: facts.quota,
    quotaPolicy: version!.quotaPolicy,
    usernames: row.usernames,
    reply: row.reply && { ...row.reply, at: instant(row.reply.at) },
    session: row.session && {
      isOpen: row.session.is_open,
      isStale: row.session.is_stale,
      isWalled: row.session.walled,
      at: instant(row.session.at),
      cause: row.session.cause,
      nas: row.session.nas,
    },
    command: row.command && {
      kind: row.command.kind,
      state: row.command.state,
      errorCause: row.command.error_cause,
      at: instant(row.command.at),
      nas: row.command.nas,
    },
  })
}

const instant = (text: string) => Temporal.Instant.from(text)
