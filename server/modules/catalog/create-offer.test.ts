import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { readPage, zListQuery } from '#kernel/lists.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { chargesOf } from './charge.ts'
import { addVersion, createOffer } from './create-offer.ts'
import { lists } from './lists.ts'
import { publishOffer, retireOffer } from './move-offer.ts'
import type { OfferDraft, TermsDraft } from './offer.ts'
import { readVersions } from './store.ts'
import { versionInForce } from './version-in-force.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const terms = (validFrom: string, minor: bigint): TermsDraft => ({
  validFrom: day(validFrom),
  recurring: money(minor, 'BDT'),
  downloadBps: 20_000_000n,
  uploadBps: 10_000_000n,
})
const draft: OfferDraft = { code: 'HOME-20', name: 'Home 20', technology: 'fibre', terms: terms('2026-01-01', 80_000n) }

test('a published plan sells the version of the day, and old versions stay readable', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const { offerId, versionId } = await createOffer(tx, draft)
    await assert.rejects(versionInForce(tx, offerId, day('2026-03-01')), { code: 'catalog.not_on_sale' })
    await publishOffer(tx, offerId)
    await addVersion(tx, offerId, terms('2026-04-01', 90_000n))
    assert.equal((await versionInForce(tx, offerId, day('2026-03-31'))).id, versionId)
    const next = await versionInForce(tx, offerId, day('2026-04-01'))
    assert.deepEqual([next.number, next.recurring, next.offerName], [2, money(90_000n, 'BDT'), 'Home 20'])
    await assert.rejects(versionInForce(tx, offerId, day('2025-12-31')), { code: 'catalog.not_in_force' })
    await retireOffer(tx, offerId)
    assert.equal((await readVersions(tx, [versionId, next.id])).size, 2)
  })
})

test('what is wrong with a plan says so', async () => {
  const { transact } = await testTenant()
  const { offerId } = await transact((tx) => createOffer(tx, draft))
  await assert.rejects(
    transact((tx) => createOffer(tx, draft)),
    { code: 'catalog.code_taken' },
  )
  await assert.rejects(
    transact((tx) => createOffer(tx, { ...draft, code: 'X', terms: { ...draft.terms, recurring: money(1n, 'USD') } })),
    { code: 'catalog.terms_invalid', pointer: '/terms/recurring/currency' },
  )
  await transact((tx) => addVersion(tx, offerId, terms('2026-04-01', 90_000n)))
  await assert.rejects(
    transact((tx) => addVersion(tx, offerId, terms('2026-03-01', 90_000n))),
    { code: 'catalog.valid_from_too_early' },
  )
  await assert.rejects(
    transact((tx) => retireOffer(tx, offerId)),
    { code: 'catalog.move_not_allowed' },
  )
  await assert.rejects(
    transact((tx) => publishOffer(tx, crypto.randomUUID())),
    { code: 'catalog.not_found' },
  )
})

test('everything that terms can say is read back as it was said', async () => {
  const { transact } = await testTenant()
  const rich: TermsDraft = {
    ...terms('2026-01-01', 80_000n),
    cycle: { unit: 'week', count: 2 },
    billedIn: 'arrears',
    alignment: 'anniversary',
    charges: [
      {
        code: 'tv',
        name: 'Television',
        kind: 'recurring',
        price: money(9_900n, 'BDT'),
        usage: null,
        taxCategory: 'content',
        split: { partner: 'Chorki', percent: '62.5' },
      },
      { code: 'router', name: 'Router', kind: 'one-time', price: money(250_000n, 'BDT'), usage: null, taxCategory: null, split: null },
      {
        code: 'excess',
        name: 'Data beyond the quota',
        kind: 'usage',
        price: null,
        usage: {
          meter: 'bytes',
          model: {
            model: 'graduated',
            tiers: [
              { upTo: '10.5', unit: '0.0125' },
              { upTo: null, unit: '0.01' },
            ],
          },
        },
        taxCategory: null,
        split: null,
      },
    ],
    phases: [
      { kind: 'trial', days: 7 },
      { kind: 'discount', cycles: 3, percentOff: '50' },
    ],
    prices: {
      USD: { recurring: money(800n, 'USD'), setup: money(0n, 'USD'), charges: { tv: money(90n, 'USD'), router: money(2_000n, 'USD') } },
    },
    commitment: { cycles: 12, fee: { kind: 'remaining', percent: '50' } },
    quotaBytes: 5_000_000_000_000_000n,
    quotaPolicy: 'cut',
    fupTiers: [{ usedBytes: 1_000_000_000_000_000n, downloadBps: 10_000_000n, uploadBps: 5_000_000n }],
    freeWindows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '01:00', to: '08:00' }],
    rollover: { cycles: 1, maxBytes: 1_000_000_000n },
    approvalRef: 'BTRC/2026/17',
  }
  await transact(async (tx) => {
    const { versionId } = await createOffer(tx, { ...draft, terms: rich })
    const read = (await readVersions(tx, [versionId])).get(versionId)!
    const { validFrom: _, ...said } = rich
    assert.deepEqual(Object.fromEntries(Object.keys(said).map((key) => [key, read[key as keyof typeof said]])), said)
    assert.deepEqual(
      chargesOf(read).map((charge) => [charge.code, charge.price?.minor]),
      [
        ['access', 80_000n],
        ['setup', 0n],
        ['tv', 9_900n],
        ['router', 250_000n],
        ['excess', undefined],
      ],
    )
  })
})

test('an add-on is for plans and needs no speed; a plan does, and a top-up grants something', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const plan = await createOffer(tx, draft)
    const price = { validFrom: day('2026-01-01'), recurring: money(15_000n, 'BDT') }
    const addOn: OfferDraft = { ...draft, code: 'IP', kind: 'add-on', appliesTo: [plan.offerId], terms: price }
    const { offerId } = await createOffer(tx, addOn)
    await publishOffer(tx, offerId)
    assert.equal((await versionInForce(tx, offerId, day('2026-03-01'), 'add-on')).offerKind, 'add-on')
    await assert.rejects(versionInForce(tx, offerId, day('2026-03-01')), { code: 'catalog.wrong_kind' })
    await assert.rejects(createOffer(tx, { ...addOn, code: 'P', kind: 'plan' }), {
      code: 'catalog.terms_invalid',
      pointer: '/terms/downloadBps',
    })
    await assert.rejects(createOffer(tx, { ...addOn, code: 'T', kind: 'top-up' }), {
      code: 'catalog.terms_invalid',
      pointer: '/terms/topUp',
    })
  })
})

test('nobody changes a version, whatever they try', async () => {
  const { transact } = await testTenant()
  await transact((tx) => createOffer(tx, draft))
  await assert.rejects(transact((tx) => sql`update offer_version set recurring_minor = 1`.execute(tx)))
  await assert.rejects(transact((tx) => sql`delete from offer_version`.execute(tx)))
})

test('the list of plans shows the version that is sold today', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const sold = await createOffer(tx, draft)
    await addVersion(tx, sold.offerId, terms('2026-02-01', 85_000n))
    await addVersion(tx, sold.offerId, terms('2999-01-01', 99_000n))
    await createOffer(tx, { ...draft, code: 'SOON', name: 'Soon', terms: terms('2999-01-01', 70_000n) })
    const { items } = await readPage(tx, lists[0]!, zListQuery.parse({}))
    assert.deepEqual(
      items.map((item) => [item.code, item.versionNumber, item.price]),
      [
        ['HOME-20', 2, { minor: '85000', currency: 'BDT' }],
        ['SOON', 1, { minor: '70000', currency: 'BDT' }],
      ],
    )
  })
})
