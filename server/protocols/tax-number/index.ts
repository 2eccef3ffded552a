/** Tax registrations as their offices write them: form and check digit, per country. Pure text; nobody is asked whether one exists. */

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * The last character of a GSTIN: characters valued 0-35, weighted 1, 2, 1, 2 …, quotient and remainder by 36 of each product summed.
 *
 *   27AAPFU0939F1Z -> V
 */
export function gstinCheckDigit(first14: string): string {
  const sum = [...first14].reduce((total, character, index) => {
    const product = alphabet.indexOf(character) * (index % 2 === 0 ? 1 : 2)
    return total + Math.floor(product / 36) + (product % 36)
  }, 0)
  return alphabet[(36 - (sum % 36)) % 36]!
}

/** What is wrong with a number; undefined for one that can be right. */
type Fault = (number: string) => string | undefined

function gstin(number: string): string | undefined {
  if (!/^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$/.test(number))
    return 'A GSTIN has 15 characters: the state in two digits, the PAN, and three more, like 27AAPFU0939F1ZV.'
  const expected = gstinCheckDigit(number.slice(0, 14))
  if (number.endsWith(expected)) return undefined
  return `The check digit of GSTIN ${number} is wrong: its last character would be ${expected}. Compare it with the certificate.`
}

const matching =
  (pattern: RegExp, sentence: string): Fault =>
  (number) =>
    pattern.test(number) ? undefined : sentence

const faults: Readonly<Record<string, Fault>> = {
  IN: gstin,
  BD: matching(/^\d{9}-?\d{4}$/, 'A BIN has 13 digits, like 004512389-0101.'),
  NG: matching(/^(\d{8}-?\d{4}|\d{10}|\d{13})$/, 'A TIN has 12 digits like 20114578-0001, or 10 for a person, or 13 since 2026.'),
  US: matching(/^\d{2}-?\d{7}$/, 'An EIN has 9 digits, like 84-3120057.'),
}

/** The number as its office writes it: capitals, no spaces. */
export const taxNumberOf = (typed: string): string => typed.toUpperCase().replaceAll(/\s/g, '')

/** What is wrong with a registration of a country, in words for the one who typed it; undefined where nothing is, or nothing is known. */
export const taxNumberFault = (country: string, number: string): string | undefined => faults[country]?.(number)
