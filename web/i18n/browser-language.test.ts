import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownTag, repairBrowserLanguage } from './browser-language.ts'

const tags = [
  ['en-GB', 'en-GB', 'a good tag stays'],
  ['en-US@posix', 'en-US', 'Chromium on a machine without a locale'],
  ['bn_BD.UTF-8', 'bn-BD', 'as systems write it'],
  ['xx-whatever-is-this', 'en', 'no language that we can write'],
  ['', 'en', 'none'],
] as const
for (const [tag, known, why] of tags) test(`${tag} is read as ${known}: ${why}`, () => assert.equal(knownTag(tag), known))

test('a browser that names no known language is repaired for everyone who asks it', () => {
  const browser = Object.create({ language: 'en-US@posix' }) as Navigator
  repairBrowserLanguage(browser)
  assert.equal(new Intl.NumberFormat(browser.language).format(1.5), '1.5')
})
