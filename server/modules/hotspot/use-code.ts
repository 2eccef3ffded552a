import type { Tx } from '#kernel/db.ts'
import { passOfVoucher } from '#modules/vouchers'
import { type Guest, type Joined, joinPass } from './join-pass.ts'

/**
 * Lets a device in by a voucher: a new one begins a pass; one that began a pass before is the way back into it, for phones whose
 * captive browser has forgotten everything.
 * @throws what `passOfVoucher` and `joinPass` throw
 */
export async function useCode(tx: Tx, code: string, guest: Guest, now: Temporal.Instant, instead?: string): Promise<Joined> {
  const { subscriptionId } = await passOfVoucher(tx, { code }, now)
  return joinPass(tx, subscriptionId, guest, now, instead)
}
