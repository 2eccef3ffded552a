/** Keeps the directory in step with the database: a change counts for the next packet, within a second. */
import { type Db, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { lane, listen } from '#kernel/events.ts'
import type { Directory } from './directory.ts'
import type { EapBook } from './eap-book.ts'
import type { Roaming } from './roaming.ts'
import { changesAfter, endOfChanges } from './directory-store.ts'

/** Kinds of events after which a login may be decided upon differently. */
const concerned = /^(subscription|quota|login|nas|realm|eap_certificate|nas_certificate)\./
const sweepMs = 5_000 // a safety net beside the notices
const batchMax = 10_000

export interface Followers {
  readonly directory: Directory
  readonly eapBook: EapBook
  readonly roaming: Roaming
  /** After NAS, or what they are known by, have changed. */
  readonly onNasChanged: () => void
}

/**
 * Unlike durable subscribers it reads what is committed at once, also past transactions that still run: a bill run of a minute
 * must not keep a customer who paid offline. Reading a row twice does no harm, stepping over one would, so the position moves only
 * up to the oldest transaction that runs, and what was read beyond it is remembered.
 */
export async function followChanges(db: Db, { directory, eapBook, roaming, onNasChanged }: Followers): Promise<{ stop(): Promise<void> }> {
  const read = async <T>(work: (tx: Tx) => Promise<T>) => transact(db, await scopeOfAllTenants(db, 'radius'), work)
  let position = await read(endOfChanges)
  let readAhead = new Set<bigint>()

  const follow = lane(async () => {
    const rows = await read((tx) => changesAfter(tx, position, batchMax))
    const fresh = rows.filter((row) => !readAhead.has(row.id))
    if (fresh.some((row) => /^nas(_certificate)?\./.test(row.type))) {
      await directory.refreshNas()
      onNasChanged()
    }
    if (fresh.some((row) => row.type.startsWith('realm.'))) await roaming.load()
    if (fresh.some((row) => row.type.startsWith('eap_certificate.'))) await eapBook.refresh()
    const subscriptionIds = [...new Set(fresh.map((row) => row.subscription_id).filter((id) => id !== null))]
    if (subscriptionIds.length > 0) await directory.refresh(subscriptionIds)

    directory.confirm()
    position = rows.findLast((row) => row.is_settled) ?? position
    readAhead = new Set(rows.filter((row) => !row.is_settled).map((row) => row.id))
    return rows.length === batchMax && fresh.length > 0
  }, 'radius directory')

  const listener = await listen(db, 'event', (types) => {
    if (types === '' || types.split(',').some((type) => concerned.test(type))) follow.wake()
  })
  const timer = setInterval(() => follow.wake(), sweepMs)
  return {
    async stop() {
      clearInterval(timer)
      await listener.stop()
      await follow.stop()
    },
  }
}
