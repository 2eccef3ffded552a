/** The link on the paper of an invoice: it leads whoever holds the paper to where the invoice is paid. */
import type { Tx } from '#kernel/db.ts'
import type { FindPage } from '#kernel/platform.ts'
import { isProven, prove } from '#kernel/vault.ts'
import { gatewayFor } from '#modules/payments'
import { addressOfPages } from './document-link.ts'
import { findPayable } from './store.ts'

const purpose = 'selfcare.payment'
const idBytes = 16

/** None where nothing of the invoice is open, its currency is not taken online, or the pages are closed. */
export const paymentPageOf: FindPage = async (tx, invoiceId, platform) => {
  const payable = await findPayable(tx, invoiceId)
  if (!payable?.isOpen || !(await gatewayFor(tx, payable.currency))) return null
  return `${await addressOfPages(tx, platform)}/pay/${await paymentCode(tx, invoiceId)}`
}

/** Short, because a telephone reads it off paper: the invoice's id and a proof that we printed it, 36 letters. */
export async function paymentCode(tx: Tx, invoiceId: string): Promise<string> {
  return Buffer.from(invoiceId.replaceAll('-', ''), 'hex').toString('base64url') + (await prove(tx, invoiceId, purpose))
}

/** @returns the invoice whose paper has the code; undefined where we printed no such code */
export async function invoiceOfCode(tx: Tx, code: string): Promise<string | undefined> {
  const idLetters = Math.ceil((idBytes * 8) / 6)
  const hex = Buffer.from(code.slice(0, idLetters), 'base64url').toString('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return (await isProven(tx, id, code.slice(idLetters), purpose)) ? id : undefined
}
