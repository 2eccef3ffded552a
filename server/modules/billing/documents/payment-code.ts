import { drawQrCode } from '#kernel/qr-code.ts'

/** The address of the page to pay on, as a telephone reads it off paper that has been folded and carried. */
export const paymentCode = (link: string): Uint8Array => drawQrCode(link, { errorCorrection: 'medium', margin: 2, pixels: 1 })
