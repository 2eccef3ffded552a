import type { Tx } from '#kernel/db.ts'
import { noteNotFound } from './errors.ts'
import { readCustomer } from './read-customer.ts'
import { deleteNote, insertNote, updateNote } from './store.ts'

/** What staff want to remember about a customer. */
export interface Note {
  readonly id: string
  readonly text: string
  readonly pinned: boolean
  readonly actor: string
  readonly at: Temporal.Instant
}
export type NotePatch = { readonly [K in 'text' | 'pinned']?: Note[K] | undefined }

export async function addNote(tx: Tx, customerId: string, note: { readonly text: string; readonly pinned: boolean }): Promise<Note> {
  await readCustomer(tx, customerId)
  return insertNote(tx, customerId, note.text, note.pinned)
}

export async function changeNote(tx: Tx, customerId: string, id: string, patch: NotePatch): Promise<Note> {
  const note = await updateNote(tx, customerId, id, patch)
  if (!note) throw noteNotFound()
  return note
}

export async function removeNote(tx: Tx, customerId: string, id: string): Promise<void> {
  if (!(await deleteNote(tx, customerId, id))) throw noteNotFound()
}
