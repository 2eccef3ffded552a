import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { digitsOf, hashOfCode, judge, newCode, triesMax } from './one-time-code.ts'

suite('a code that was typed', () => {
  const askedAt = Temporal.Instant.from('2026-03-10T08:00:00Z')
  const code = { codeHash: hashOfCode('482913', 'token'), tries: 0, askedAt }
  const cases: [typed: string, token: string, tries: number, at: string, verdict: string, why: string][] = [
    ['482913', 'token', 0, '08:00:30', 'right', 'at once'],
    ['482913', 'token', 0, '08:04:59', 'right', 'in the last second'],
    ['482913', 'token', 0, '08:05:00', 'over', 'five minutes later'],
    ['482914', 'token', 0, '08:00:30', 'wrong', 'one digit is another'],
    ['482913', 'other', 0, '08:00:30', 'wrong', 'in a browser that did not ask'],
    ['482913', 'token', triesMax - 1, '08:00:30', 'right', 'at the last try'],
    ['482913', 'token', triesMax, '08:00:30', 'over', 'after five wrong ones'],
    ['482914', 'token', triesMax, '08:00:30', 'over', 'wrong, after five wrong ones: the answer tells nothing'],
    ['', 'token', 0, '08:00:30', 'wrong', 'nothing'],
  ]
  for (const [typed, token, tries, at, verdict, why] of cases)
    test(why, () => assert.equal(judge({ ...code, tries }, hashOfCode(typed, token), Temporal.Instant.from(`2026-03-10T${at}Z`)), verdict))
})

suite('digits as people type them', () => {
  const cases: [typed: string, digits: string, why: string][] = [
    ['482913', '482913', 'plain'],
    [' 482 913 ', '482913', 'with spaces'],
    ['৪৮২৯১৩', '482913', 'Bengali'],
    ['४८२९१३', '482913', 'Hindi'],
    ['G-482913', '482913', 'with what stands around them in other messages'],
    ['<script>', '', 'none'],
  ]
  for (const [typed, digits, why] of cases) test(why, () => assert.equal(digitsOf(typed), digits))
})

test('codes are six digits, zeros in front too', () => {
  fc.assert(fc.property(fc.constant(null), () => assert.match(newCode(), /^\d{6}$/)))
})
