/** A visit travels through the visitor's browser sealed, so that nobody changes where a password goes, or for whose device. */
import type { Tx } from '#kernel/db.ts'
import { openSecret, sealSecret } from '#kernel/vault.ts'
import { visitExpired } from './errors.ts'
import type { Visit } from './gateway.ts'

const visitPurpose = 'hotspot.visit'
/** Longer than anybody needs to pay, shorter than a page stays open by mistake. */
const validHours = 3

export async function sealVisit(tx: Tx, visit: Visit, now: Temporal.Instant): Promise<string> {
  return sealSecret(tx, JSON.stringify({ visit, at: now.epochMilliseconds }), visitPurpose)
}

/** @throws hotspot.visit_expired when it is too old, was altered or is another portal's */
export async function openVisit(tx: Tx, sealed: string, now: Temporal.Instant): Promise<Visit> {
  const text = await openSecret(tx, sealed, visitPurpose).catch(() => undefined)
  if (text === undefined) throw visitExpired()
  const { visit, at } = JSON.parse(text) as { visit: Visit; at: number } // sealed by us
  if (now.epochMilliseconds - at > validHours * 3_600_000) throw visitExpired()
  return visit
}
