import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { money } from '#kernel/money.ts'
import { type Campaign, hasBudget, isShownAt, messageFor, type Messages, standingOf, zMessages } from './campaign.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const plain = (text: string) => ({ text, question: null, answers: [] })
const campaign: Campaign = {
  id: 'c1',
  name: 'Rainy season',
  sponsor: 'Kola Cola',
  messages: { en: plain('Cold'), bn: null, hi: null },
  link: null,
  offerId: 'o1',
  locationIds: [],
  startsOn: day('2026-03-10'),
  endsOn: day('2026-03-20'),
  watchSeconds: 10,
  guestPerDayMax: 1,
  chargedFor: 'grant',
  price: money(500n, 'NGN'),
  budgetMax: 100,
  budgetPerDayMax: 10,
  budgetPerLocationDayMax: 5,
  state: 'published',
  pictureFileId: null,
  version: 1,
  createdAt: Temporal.Instant.from('2026-03-01T00:00:00Z'),
}

suite('where a campaign stands', () => {
  const cases: [change: Partial<Campaign>, spent: number, today: string, standing: string, why: string][] = [
    [{}, 0, '2026-03-09', 'scheduled', 'the day before the first'],
    [{}, 0, '2026-03-10', 'running', 'the first day'],
    [{}, 99, '2026-03-19', 'running', 'the last day, with one left'],
    [{}, 0, '2026-03-20', 'ended', 'its end is no day of it'],
    [{ endsOn: null }, 0, '2030-01-01', 'running', 'no end'],
    [{}, 100, '2026-03-15', 'used-up', 'the whole budget'],
    [{ budgetMax: null }, 1_000_000, '2026-03-15', 'running', 'no budget, no end of it'],
    [{ state: 'paused' }, 0, '2026-03-15', 'paused', 'staff hold it'],
    [{ state: 'paused' }, 100, '2026-03-15', 'used-up', 'going on would change nothing'],
    [{ state: 'paused' }, 0, '2026-03-25', 'ended', 'nor then'],
    [{ state: 'draft' }, 0, '2026-03-15', 'draft', 'nobody has published it'],
  ]
  for (const [change, spent, today, standing, why] of cases)
    test(why, () => assert.equal(standingOf({ ...campaign, ...change }, spent, day(today)), standing))
})

suite('the budget', () => {
  const cases: [inAll: number, today: number, here: number, fits: boolean, why: string][] = [
    [0, 0, 0, true, 'nothing is used'],
    [99, 9, 4, true, 'one of each is left'],
    [100, 0, 0, false, 'all are used'],
    [99, 10, 0, false, 'those of the day are'],
    [99, 9, 5, false, 'those of the day at this location are'],
  ]
  for (const [inAll, today, here, fits, why] of cases) test(why, () => assert.equal(hasBudget(campaign, { inAll, today, here }), fits))
})

suite('where it is shown', () => {
  const cases: [locationIds: string[], at: string | null, isShown: boolean, why: string][] = [
    [[], null, true, 'everywhere is where nobody knows, too'],
    [['l1', 'l2'], 'l2', true, 'one of its locations'],
    [['l1'], 'l2', false, 'another one'],
    [['l1'], null, false, 'nobody knows'],
  ]
  for (const [locationIds, at, isShown, why] of cases) test(why, () => assert.equal(isShownAt({ ...campaign, locationIds }, at), isShown))
})

suite('what guests read', () => {
  const messages: Messages = { en: plain('Cold'), bn: plain('ঠান্ডা'), hi: null }
  test('is in their language', () => assert.equal(messageFor(messages, 'bn', 'en').text, 'ঠান্ডা'))
  test("else in the operator's", () => assert.equal(messageFor(messages, 'hi', 'bn').text, 'ঠান্ডা'))
  test('else in any that is there', () => assert.equal(messageFor({ ...messages, en: null }, 'hi', 'en').text, 'ঠান্ডা'))

  const asked = (...answers: string[]) => ({ text: 'Cold', question: 'Which?', answers })
  const cases: [messages: unknown, isFine: boolean, why: string][] = [
    [messages, true, 'two languages'],
    [{ en: null, bn: null, hi: null }, false, 'no language at all'],
    [{ en: asked('a', 'b'), bn: asked('ক', 'খ'), hi: null }, true, 'the same question in both'],
    [{ en: asked('a', 'b'), bn: asked('ক', 'খ', 'গ'), hi: null }, false, 'one answer more in the other'],
    [{ en: asked('a', 'b'), bn: plain('ঠান্ডা'), hi: null }, false, 'asked in one language only'],
    [{ en: asked('a'), bn: null, hi: null }, false, 'nothing to choose from'],
    [{ en: asked('1', '2', '3', '4', '5', '6', '7'), bn: null, hi: null }, false, 'more than fit on a small screen'],
    [{ en: { ...plain('Cold'), answers: ['a', 'b'] }, bn: null, hi: null }, false, 'answers to no question'],
    [{ en: plain(' '), bn: null, hi: null }, false, 'nothing to read'],
    [{ en: plain('Cold\u0007'), bn: null, hi: null }, false, 'a control character'],
  ]
  for (const [given, isFine, why] of cases) test(why, () => assert.equal(zMessages.safeParse(given).success, isFine))
})
