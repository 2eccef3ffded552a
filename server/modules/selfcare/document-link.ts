/** The link in a mail about a document: it opens that document, for a while, and nothing else. */
import type { Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { openSecret, sealSecret } from '#kernel/vault.ts'
import type { DocumentRef } from '#modules/documents'
import { readTenant } from '#modules/tenants'
import { nameOf, pathOf } from './document.ts'
import { readIsOpen } from './store.ts'

const purpose = 'selfcare.document'
/** Longer than a bill stays unpaid before somebody calls, shorter than a mailbox is forgotten in. */
const validDays = 90

/** Where the pages of a tenant's customers are. */
export async function addressOfPages(tx: Tx, { publicUrl }: Pick<Platform, 'publicUrl'>): Promise<string> {
  return `${publicUrl}/my/${(await readTenant(tx)).slug}`
}

/** @returns null where a business keeps its pages closed */
export async function documentLink(
  tx: Tx,
  ref: DocumentRef,
  { publicUrl, clock }: Pick<Platform, 'publicUrl' | 'clock'>,
): Promise<string | null> {
  if (!(await readIsOpen(tx))) return null
  const expiresAt = clock.now().add({ hours: validDays * 24 })
  const token = await sealSecret(tx, `${expiresAt.epochMilliseconds / 1000} ${nameOf(ref)}`, purpose)
  const address = (await addressOfPages(tx, { publicUrl })) + pathOf(ref)
  return `${address}${address.includes('?') ? '&' : '?'}t=${token}`
}

/** Whether a link is ours, of this tenant, for this document, and not too old. */
export async function opensDocument(tx: Tx, token: string, ref: DocumentRef, now: Temporal.Instant): Promise<boolean> {
  const text = await openSecret(tx, token, purpose).catch(() => '')
  const [seconds, name] = text.split(' ')
  return name === nameOf(ref) && Number(seconds) * 1000 > now.epochMilliseconds
}
