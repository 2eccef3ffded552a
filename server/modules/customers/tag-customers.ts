import type { Tx } from '#kernel/db.ts'
import type { Problem } from '#kernel/problem.ts'
import { tagsMax } from './customer.ts'
import { tooManyTags } from './errors.ts'
import { addTag, removeTag } from './store.ts'

/** Adds a tag to those that lack it. @returns those that have no room for one more, each with its problem */
export async function tagCustomers(tx: Tx, ids: readonly string[], tag: string): Promise<{ id: string; problem: Problem }[]> {
  const full = await addTag(tx, ids, tag, tagsMax)
  return full.map((id) => ({ id, problem: tooManyTags(tagsMax) }))
}

export const untagCustomers = (tx: Tx, ids: readonly string[], tag: string): Promise<void> => removeTag(tx, ids, tag)
