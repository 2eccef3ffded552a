import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { languages } from '#modules/tenants'
import { kinds, textsOf } from './messages.ts'

const placeholders = (text: string) => new Set(text.match(/\{\w+\}/g) ?? [])

suite('every text', () => {
  for (const kind of kinds)
    test(`${kind} says the same in every language`, () => {
      const { en, ...others } = textsOf(kind)
      for (const language of languages.filter((one) => one !== 'en')) {
        assert.deepEqual(placeholders(others[language].subject), placeholders(en.subject), `subject in ${language}`)
        assert.deepEqual(placeholders(others[language].body), placeholders(en.body), `body in ${language}`)
      }
      assert.ok(placeholders(en.body).isSupersetOf(new Set(['{name}', '{tenant}'])), 'names the customer and who writes')
    })
})
