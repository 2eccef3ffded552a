import type { Tx } from '#kernel/db.ts'
import { isDuplicate } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { fileNotFound, type Files, type StoredFile } from '#kernel/files.ts'
import { readCustomer } from '#modules/customers'
import { readTenant } from '#modules/tenants'
import {
  certificateTaken,
  certificateTooLarge,
  exemptionNotFound,
  fileNoCertificate,
  noCertificates,
  regionUnknown,
  spanEmpty,
} from './errors.ts'
import type { Exemption, ExemptionDraft } from './exemption.ts'
import { insertExemption, lockExemption, markRevoked, setExemptionFile } from './exemption-store.ts'
import { packOf } from './packs.ts'

/**
 * Keeps a certificate of a customer: from the next bill on, its jurisdiction's taxes in per cent are left out while it is valid.
 * @throws tax.no_certificates, tax.region_unknown, tax.span_empty, tax.certificate_taken
 */
export async function addExemption(tx: Tx, customerId: string, draft: ExemptionDraft): Promise<Exemption> {
  const customer = await readCustomer(tx, customerId)
  const pack = packOf((await readTenant(tx)).country)
  if (!pack.takesCertificates) throw noCertificates()
  const isKnown = draft.jurisdiction === pack.country || pack.regions.some(({ code }) => code === draft.jurisdiction)
  if (!isKnown) throw regionUnknown(draft.jurisdiction, '/jurisdiction')
  if (Temporal.PlainDate.compare(draft.validUntil, draft.validFrom) < 0) throw spanEmpty()
  const exemption = await insertExemption(tx, customer.id, draft).catch((error: unknown) => {
    throw isDuplicate(error) ? certificateTaken(draft.number) : error
  })
  const { id, jurisdiction, validUntil } = exemption
  await emit(tx, 'tax_exemption.added.v1', { exemptionId: id, customerId, jurisdiction, validUntil: validUntil.toString() }, customerId)
  return exemption
}

const mibMax = 5

/** What certificates come as, by their first bytes. */
const kinds: readonly { readonly contentType: string; readonly begins: Buffer; readonly extension: string }[] = [
  { contentType: 'application/pdf', begins: Buffer.from('%PDF-'), extension: 'pdf' },
  { contentType: 'image/png', begins: Buffer.from('89504e470d0a1a0a', 'hex'), extension: 'png' },
  { contentType: 'image/jpeg', begins: Buffer.from('ffd8ff', 'hex'), extension: 'jpg' },
]

/** Keeps the paper itself. @throws tax.exemption_not_found, tax.certificate_too_large, tax.file_no_certificate */
export async function attachCertificate(tx: Tx, files: Files, id: string, bytes: Buffer): Promise<Exemption> {
  const exemption = await find(tx, id)
  if (bytes.length > mibMax * 1024 * 1024) throw certificateTooLarge(mibMax)
  const kind = kinds.find(({ begins }) => bytes.subarray(0, begins.length).equals(begins))
  if (!kind) throw fileNoCertificate()
  const { contentType, extension } = kind
  const fileId = await files.put(tx, { name: `certificate-${exemption.jurisdiction}.${extension}`, contentType, bytes })
  if (exemption.fileId) await files.remove(tx, [exemption.fileId])
  await setExemptionFile(tx, id, fileId)
  return { ...exemption, fileId }
}

/** @throws tax.exemption_not_found, files.not_found */
export async function readCertificate(tx: Tx, files: Files, id: string): Promise<StoredFile> {
  const { fileId } = await find(tx, id)
  if (!fileId) throw fileNotFound()
  return files.get(tx, fileId)
}

/** From the next bill on it counts no more; what was billed by it stays. @throws tax.exemption_not_found */
export async function revokeExemption(tx: Tx, id: string, now: Temporal.Instant): Promise<Exemption> {
  const exemption = await find(tx, id)
  if (exemption.revokedAt) return exemption
  await markRevoked(tx, id, now)
  const { customerId, jurisdiction } = exemption
  await emit(tx, 'tax_exemption.revoked.v1', { exemptionId: id, customerId, jurisdiction }, customerId)
  return { ...exemption, revokedAt: now }
}

async function find(tx: Tx, id: string): Promise<Exemption> {
  const exemption = await lockExemption(tx, id)
  if (!exemption) throw exemptionNotFound()
  return exemption
}
