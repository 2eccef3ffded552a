import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { checkPassword } from './password.ts'

const rina = { email: 'rina.akter@padma.example', name: 'Rina Akter' }

suite('checkPassword', () => {
  const cases = [
    // password, accepted, why
    ['correct horse', true, 'a few words'],
    ['short', false, 'too short'],
    ['aaaaaaaaaaaa', false, 'one character'],
    ['ababababababab', false, 'few characters'],
    ['rina.akter@padma.example', false, 'the e-mail itself'],
    ['Rina.Akter1', false, 'the name and a digit'],
    ['Rina likes the monsoon', true, 'a name within more'],
  ] as const
  for (const [password, accepted, why] of cases)
    test(why, () =>
      accepted ? checkPassword(password, rina) : assert.throws(() => checkPassword(password, rina), { code: 'identity.weak_password' }),
    )
})
