import { sql, type Tx } from '#kernel/db.ts'

/**
 * Reads sums over whole tables. Their joins are hash joins whatever the planner knows: while statistics are young it would take a few
 * rows for granted and compare each with every other, which takes minutes where this takes milliseconds.
 */
export async function summing<T>(tx: Tx, read: (tx: Tx) => Promise<T>): Promise<T> {
  await sql`select set_config('enable_nestloop', 'off', true)`.execute(tx)
  const sums = await read(tx)
  await sql`select set_config('enable_nestloop', 'on', true)`.execute(tx)
  return sums
}
