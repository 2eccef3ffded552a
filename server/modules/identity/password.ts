import { weakPassword } from './errors.ts'

export const passwordLength = { min: 10, max: 200 } as const

/** Length is what counts (NIST SP 800-63B §5.1.1.2); beyond it only what a guesser tries first is refused. @throws identity.weak_password */
export function checkPassword(password: string, person: { readonly email: string; readonly name: string }): void {
  const text = password.toLowerCase()
  const { min } = passwordLength
  if (password.length < min) throw weakPassword('short', min)
  if (new Set(text).size < 5) throw weakPassword('repeating', min)
  const own = [person.email, person.email.split('@')[0] ?? '', ...person.name.split(' ')]
    .map((part) => part.toLowerCase())
    .filter((part) => part.length >= 4)
  const rest = own.reduce((left, part) => left.replaceAll(part, ''), text)
  if (rest.length < 6) throw weakPassword('own', min)
}
