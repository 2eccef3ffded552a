import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { testTenant } from '#kernel/testing.ts'
import { issueServerCertificate, newAuthority } from './issue-certificate.ts'
import { issueForServer, uploadForServer } from './keep-eap-certificates.ts'
import { renewEapCertificates } from './renew-eap-certificates.ts'

test('what was issued here is renewed in time under the same authority; what was uploaded is told about', async () => {
  const { transact, platform, scope } = await testTenant()
  const { clock } = platform
  const run = () => runJobNow(platform, renewEapCertificates, scope, {})
  const servers = () =>
    transact(async (tx) => {
      const { rows } = await sql<{ subject: string; certificate: string }>`
        select subject, certificate from eap_certificate where role = 'server' order by created_at, id`.execute(tx)
      return rows
    })
  const told = () =>
    transact(async (tx) => (await sql`select 1 from event where type = 'eap_certificate.ending.v1'`.execute(tx)).rows.length)

  await transact((tx) => issueForServer(tx, 'radius.dhaka.example', clock.now()))
  await run()
  assert.equal((await servers()).length, 1, 'years are left')
  clock.advance({ hours: (820 - 59) * 24 })
  await run()
  await run()
  const [first, second, ...more] = await servers()
  assert.deepEqual([first!.subject, second!.subject, more.length], ['radius.dhaka.example', 'radius.dhaka.example', 0])
  const authorityOf = (chain: string) => chain.split(/(?=-----BEGIN)/)[1]
  assert.equal(authorityOf(second!.certificate), authorityOf(first!.certificate), 'devices notice nothing')

  const elsewhere = await newAuthority('Elsewhere', clock.now())
  const bought = await issueServerCertificate(elsewhere, 'radius.bought.example', clock.now())
  await transact((tx) => uploadForServer(tx, bought, clock.now()))
  for (const [daysLeft, times, why] of [
    [59, 0, 'early'],
    [30, 1, 'a month before'],
    [29, 1, 'said yesterday'],
    [7, 2, 'a week before'],
  ] as const) {
    const end = await transact(
      async (tx) =>
        (
          await sql<{
            end: Temporal.Instant
          }>`select max(valid_to) as end from eap_certificate where role = 'server' and not issued`.execute(tx)
        ).rows[0]!.end,
    )
    clock.moveTo(end.subtract({ hours: daysLeft * 24 }))
    await run()
    assert.equal(await told(), times, why)
  }
  assert.equal((await servers()).length, 3, 'nobody else can renew it')
})
