/** QR codes (ISO/IEC 18004) as GIF, which needs no drawing: a PDF takes a picture of one pixel for each square as it is. */
import encodeQR from 'qr'

interface QrCodeOptions {
  /** `low` has the fewest and largest squares, for paper that stays clean; `medium` bears a stain. */
  readonly errorCorrection: 'low' | 'medium'
  /** White squares around it, at least one. Four are asked for; paper that is white around needs fewer. */
  readonly margin: number
}

/** For paper: one pixel for each square, which printers and readers of PDF enlarge without blurring it. */
export const drawQrCode = (text: string, { errorCorrection, margin }: QrCodeOptions): Uint8Array =>
  encodeQR(text, 'gif', { ecc: errorCorrection, border: margin, scale: 1 })

const screenSquarePixels = 6 // browsers blur what they enlarge

/** For a page: the picture within its address. */
export const qrCodeUrl = (text: string, { errorCorrection, margin }: QrCodeOptions): string =>
  encodeQR(text, 'data-url', { ecc: errorCorrection, border: margin, scale: screenSquarePixels })
