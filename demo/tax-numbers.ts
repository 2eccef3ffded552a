import { gstinCheckDigit } from '#protocols/tax-number'
import type { Random } from './random.ts'

const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZ']

/** A registration as the tax office of a country writes it; nobody has it but by chance. */
export function taxNumber(random: Random, country: string): string | null {
  switch (country) {
    case 'IN':
      return gstin(random)
    case 'BD':
      return `${random.digits(9)}-0101`
    case 'NG':
      return `${random.digits(8)}-0001`
    case 'US':
      return `${random.int(10, 99)}-${random.digits(7)}`
    default:
      return null
  }
}

/** Of a company in Maharashtra: the state, a PAN whose fourth letter says what it is, the first registration. */
function gstin(random: Random): string {
  const letter = () => random.pick(letters)
  const pan = `${letter()}${letter()}${letter()}C${letter()}${random.digits(4)}${letter()}`
  const first14 = `27${pan}1Z`
  return first14 + gstinCheckDigit(first14)
}
