import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openFiles } from '#kernel/files.ts'
import { testTenant } from '#kernel/testing.ts'
import { createCustomer } from '#modules/customers'
import { readExemptionsOf } from './exemption-store.ts'
import { addExemption, attachCertificate, readCertificate, revokeExemption } from './keep-exemptions.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const resale = { jurisdiction: 'US-TX', number: '01-339', reason: 'resale', validFrom: day('2026-03-01'), validUntil: day('2027-02-28') }

async function reseller(country = 'US') {
  const tenant = await testTenant({ country, currency: country === 'US' ? 'USD' : 'BDT', timeZone: 'America/Chicago' })
  const { customerId } = await tenant.transact((tx) => createCustomer(tx, { name: 'Lone Star Cellular' }))
  const add = (draft: Partial<typeof resale> = {}) => tenant.transact((tx) => addExemption(tx, customerId, { ...resale, ...draft }))
  return { ...tenant, customerId, add, files: openFiles(tenant.platform.config) }
}

suite('a certificate', () => {
  test('is kept with its paper, until it is taken back', async () => {
    const { transact, platform, add, files, customerId } = await reseller()
    const { id } = await add()
    const paper = Buffer.from('%PDF-1.7 a certificate')
    await transact((tx) => attachCertificate(tx, files, id, paper))
    const { name, contentType, bytes } = await transact((tx) => readCertificate(tx, files, id))
    assert.deepEqual([name, contentType, Buffer.from(bytes).toString()], ['certificate-US-TX.pdf', 'application/pdf', paper.toString()])
    await transact((tx) => revokeExemption(tx, id, platform.clock.now()))
    const [kept] = await transact((tx) => readExemptionsOf(tx, customerId))
    assert.ok(kept!.revokedAt && kept!.fileId, 'an auditor may ask for it still')
    await add() // the same number may be given again after that
  })

  const refused = [
    [{ jurisdiction: 'US-XX' }, { code: 'tax.region_unknown', pointer: '/jurisdiction' }, 'of a state that is none'],
    [{ validUntil: day('2026-02-28') }, { code: 'tax.span_empty' }, 'that ends before it begins'],
  ] as const
  for (const [draft, problem, why] of refused)
    test(`${why} is refused`, async () => {
      const { add } = await reseller()
      await assert.rejects(add(draft), problem)
    })

  test('is not kept twice, nor where the law knows none', async () => {
    const { add } = await reseller()
    await add()
    await assert.rejects(add(), { code: 'tax.certificate_taken' })
    const elsewhere = await reseller('BD')
    await assert.rejects(elsewhere.add(), { code: 'tax.no_certificates' })
  })

  test('is a paper, not any file', async () => {
    const { transact, add, files } = await reseller()
    const { id } = await add()
    await assert.rejects(
      transact((tx) => attachCertificate(tx, files, id, Buffer.from('<svg/>'))),
      { code: 'tax.file_no_certificate' },
    )
    await assert.rejects(
      transact((tx) => attachCertificate(tx, files, id, Buffer.alloc(6 * 1024 * 1024))),
      { code: 'tax.certificate_too_large' },
    )
    await assert.rejects(
      transact((tx) => readCertificate(tx, files, id)),
      { code: 'files.not_found' },
    )
  })
})
