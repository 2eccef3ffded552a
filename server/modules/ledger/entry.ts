import { assert } from '#kernel/assert.ts'
import type { Money } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import { isDeferred, isPerAccount, type LedgerCode } from './chart.ts'

/** An amount that goes from one ledger account to another. */
export interface EntryLine {
  readonly debit: LedgerCode
  readonly credit: LedgerCode
  readonly amount: Money // of either sign: a negative one goes the other way
  /** Whose it is; needed where the debit or the credit is kept per billing account. */
  readonly accountId?: string
  /** Days over which deferred revenue is earned, each the same. Needed where it is deferred; recognition books without. */
  readonly earnedOver?: Period
}

/** What entries are about, as people filter them. */
export const sourceKinds = [
  'invoice',
  'credit-note',
  'payment',
  'refund',
  'refund-refusal',
  'refund-payout',
  'withholding',
  'write-off',
  'adjustment',
  'prepaid-top-up',
  'prepaid-use',
  'prepaid-expiry',
  'voucher-sale',
  'voucher-use',
  'voucher-expiry',
  'recognition',
  'reversal',
  'journal',
] as const

/** One fact, booked once: `sourceKind` and `sourceId` name it. */
export interface Entry {
  readonly bookedOn: Temporal.PlainDate
  readonly description: string
  readonly sourceKind: string // one of `sourceKinds`
  readonly sourceId: string
  readonly lines: readonly EntryLine[]
}

/** A line of the books: debits are positive, credits negative. */
export interface Posting {
  readonly code: LedgerCode
  readonly accountId: string | null
  readonly minor: bigint
  readonly currency: string
  readonly earnedOver: Period | null
}

/**
 * The postings of an entry: one for each ledger account, billing account, currency and days of earning it touches, without those that cancel out.
 * They sum to zero because every line adds the same amount to both sides.
 */
export function postingsOf(entry: Pick<Entry, 'lines'>): Posting[] {
  const merged = new Map<string, Posting>()
  for (const line of entry.lines) {
    for (const posting of bothSides(line)) {
      const { code, accountId, currency, earnedOver } = posting
      const key = `${code} ${accountId} ${currency} ${earnedOver?.from} ${earnedOver?.to}`
      merged.set(key, { ...posting, minor: posting.minor + (merged.get(key)?.minor ?? 0n) })
    }
  }
  return [...merged.values()].filter((posting) => posting.minor !== 0n)
}

function bothSides({ debit, credit, amount, accountId, earnedOver }: EntryLine): Posting[] {
  const side = (code: LedgerCode, minor: bigint): Posting => {
    assert(!isPerAccount(code) || accountId, `A posting on ${code} names its billing account`)
    return {
      code,
      accountId: isPerAccount(code) ? (accountId ?? null) : null,
      minor,
      currency: amount.currency,
      earnedOver: isDeferred(code) ? (earnedOver ?? null) : null,
    }
  }
  return [side(debit, amount.minor), side(credit, -amount.minor)]
}
