import type { Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { findVoucherOf, redeem } from '#modules/vouchers'
import { type Guest, type Joined, joinPass } from './join-pass.ts'
import { findPassOfVoucher } from './store.ts'

/**
 * Lets a device in by a voucher: a new one begins a pass; one that began a pass before is the way back into it, for phones whose
 * captive browser has forgotten everything.
 * @throws what `redeem` and `joinPass` throw
 */
export async function useCode(tx: Tx, code: string, guest: Guest, now: Temporal.Instant, instead?: string): Promise<Joined> {
  return joinPass(tx, await passOf(tx, code, now), guest, now, instead)
}

async function passOf(tx: Tx, code: string, now: Temporal.Instant): Promise<string> {
  try {
    return (await redeem(tx, { code }, now)).subscription.id
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'vouchers.code_used') throw error
    const voucher = await findVoucherOf(tx, code)
    const running = await findPassOfVoucher(tx, voucher.id, now)
    if (running === undefined) throw error
    return running
  }
}
