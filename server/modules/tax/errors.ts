import { Problem, told } from '#kernel/problem.ts'

export const circularBase = (code: string) =>
  new Problem('tax.circular_base', 422, told`${{ code }} would be charged on itself. Choose other taxes that enter its base.`, {
    pointer: '/on',
  })

export const regionUnknown = (region: string, pointer = '/region') =>
  new Problem('tax.region_unknown', 422, told`“${{ region }}” is no state of this country. Choose one from the list.`, { pointer })

export const noCertificates = () =>
  new Problem('tax.no_certificates', 422, 'In this country customers are not exempt by certificates. Mark the account as exempt instead.')
export const spanEmpty = () =>
  new Problem('tax.span_empty', 422, 'The certificate ends before it begins. Choose a later last day.', { pointer: '/validUntil' })
export const certificateTaken = (number: string) =>
  new Problem('tax.certificate_taken', 409, told`Certificate ${{ number }} of this state is kept already for this customer.`, {
    pointer: '/number',
  })
export const exemptionNotFound = () => new Problem('tax.exemption_not_found', 404, 'There is no such certificate.')
export const certificateTooLarge = (mibMax: number) =>
  new Problem('tax.certificate_too_large', 422, told`A certificate has at most ${{ mibMax }} MB. Scan it in a lower resolution.`)
export const fileNoCertificate = () => new Problem('tax.file_no_certificate', 422, 'Send the certificate as PDF, PNG or JPEG.')
