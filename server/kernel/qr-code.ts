/** QR codes (ISO/IEC 18004) as GIF, which needs no drawing: a PDF takes the picture as it is. */
import { encodeQR } from 'qr'

interface QrCodeOptions {
  /** `low` has the fewest and largest squares, for paper that stays clean; `medium` bears a stain. */
  readonly errorCorrection: 'low' | 'medium'
  /** White squares around it, at least one. Four are asked for; paper that is white around needs fewer. */
  readonly margin: number
  /** Of each square. Screens blur what they enlarge a little; a printer does not. One is quickest, where there are thousands of squares. */
  readonly pixels: number
}

export const drawQrCode = (text: string, { errorCorrection, margin, pixels }: QrCodeOptions): Uint8Array =>
  encodeQR(text, 'gif', { ecc: errorCorrection, border: margin, scale: pixels })

/** For a page: the picture within its address. */
export const qrCodeUrl = (text: string, { errorCorrection, margin, pixels }: QrCodeOptions): string =>
  encodeQR(text, 'data-url', { ecc: errorCorrection, border: margin, scale: pixels })
