/** Certificates by which NAS are known on RADIUS over TLS, on real connections. */
import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { createSecureContext } from 'node:tls'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { testTenant } from '#kernel/testing.ts'
import { certificates, connectStream, type Stream } from '#simulators/nas'
import { issueClientCertificate, issueServerCertificate, newAuthority } from './issue-certificate.ts'
import { addNas } from './keep-nas.ts'
import { issueForNas, revokeNasCertificate, trustAuthority } from './keep-nas-certificates.ts'
import type { NasDraft } from './nas.ts'
import { tellEndingNasCertificates } from './tell-ending-nas-certificates.ts'
import { certificateFiles, eventually, nasDraft, radiusWorld } from './testing.ts'

suite('certificates of NAS', async () => {
  const { platform, radius, transact } = await radiusWorld(certificateFiles())
  const now = platform.clock.now()
  let routers = 0

  /** Behind NAT, so that nothing but its certificate tells which it is. */
  const addRouter = (draft: Partial<NasDraft> = {}) =>
    transact((tx) =>
      addNas(
        tx,
        nasDraft({ name: `BNG ${++routers}`, address: null, identifier: null, certificateName: `bng-${routers}.test`, ...draft }),
        'never-used-on-tls',
      ),
    )
  async function connect({ certificate, key }: { readonly certificate: string; readonly key: string }): Promise<Stream> {
    const context = { ca: certificates.authority.cert, cert: certificate, key, servername: 'localhost' }
    const stream = await connectStream({ port: radius.tlsPort!, tls: context })
    after(() => stream.close())
    return stream
  }
  /** Asks how the server is, which it tells nobody but a NAS. */
  const ask = (stream: Stream) => stream.ask('Status-Server', () => [])
  const isKnown = async (shown: { readonly certificate: string; readonly key: string }) =>
    (await connect(shown).then(ask, () => undefined))?.code === 'Access-Accept'
  const becomesKnown = (shown: { readonly certificate: string; readonly key: string }) =>
    eventually(() => isKnown(shown), 'the service hearing of the certificate')

  test('one that was issued connects; once revoked its connection ends and the next is refused', async () => {
    const { id } = await addRouter()
    const made = await transact((tx) => issueForNas(tx, id, now))
    const shown = { certificate: made.certificate.certificate, key: made.key }
    await becomesKnown(shown)
    const running = await connect(shown)
    assert.equal((await ask(running))?.code, 'Access-Accept')

    await transact((tx) => revokeNasCertificate(tx, made.certificate.id, now))
    await running.ended
    assert.ok(!(await isKnown(shown)))
    await assert.rejects(
      transact((tx) => revokeNasCertificate(tx, made.certificate.id, now)),
      { code: 'access.certificate_revoked' },
    )
  })

  test('two of one NAS open it both, so that it can be changed over', async () => {
    const { id } = await addRouter()
    const [old, next] = await transact(async (tx) => [await issueForNas(tx, id, now), await issueForNas(tx, id, now)])
    for (const { certificate, key } of [old!, next!]) await becomesKnown({ certificate: certificate.certificate, key })
  })

  test('one of another authority that bears the name of ours is refused', async () => {
    const { id } = await addRouter()
    const made = await transact((tx) => issueForNas(tx, id, now))
    await becomesKnown({ certificate: made.certificate.certificate, key: made.key })
    const impostor = await newAuthority(new X509Certificate(made.authority).subject.replace('CN=', ''), now)
    assert.ok(!(await isKnown(await issueClientCertificate(impostor, 'BNG 1', now))))
  })

  test('its file opens with its password, and holds the key of the certificate', async () => {
    const { id } = await addRouter()
    const { file, password, certificate, key } = await transact((tx) => issueForNas(tx, id, now))
    assert.doesNotThrow(() => createSecureContext({ pfx: file, passphrase: password }))
    assert.throws(() => createSecureContext({ pfx: file, passphrase: 'guess' }))
    assert.ok(new X509Certificate(certificate.certificate).checkPrivateKey(createPrivateKey(key)))
  })

  suite('of an authority of its owner', () => {
    test('one for the name of the NAS connects, until the authority is revoked', async () => {
      const theirs = await newAuthority('Controllers', now)
      const { id } = await addRouter({ certificateName: 'controller.partner.test' })
      const shown = await issueServerCertificate(theirs, 'controller.partner.test', now)
      assert.ok(!(await isKnown(shown)))
      const trusted = await transact((tx) => trustAuthority(tx, id, theirs.certificate, now))
      await becomesKnown(shown)
      const running = await connect(shown)
      assert.ok(!(await isKnown(await issueServerCertificate(theirs, 'another.partner.test', now))), 'another name')
      const stranger = await newAuthority('Controllers', now)
      assert.ok(!(await isKnown(await issueServerCertificate(stranger, 'controller.partner.test', now))), 'another authority')
      await transact((tx) => revokeNasCertificate(tx, trusted.id, now))
      await running.ended
      assert.ok(!(await isKnown(shown)))
    })

    test('it vouches for no other NAS than that of which it was said', async () => {
      const theirs = await newAuthority('Controllers', now)
      await addRouter({ certificateName: 'victim.test' })
      const { id } = await addRouter({ certificateName: 'own.test' })
      await transact((tx) => trustAuthority(tx, id, theirs.certificate, now))
      await becomesKnown(await issueServerCertificate(theirs, 'own.test', now))
      assert.ok(!(await isKnown(await issueServerCertificate(theirs, 'victim.test', now))))
    })

    test('what is none, or has nothing to vouch for, is refused', async () => {
      const theirs = await newAuthority('Controllers', now)
      const leaf = await issueServerCertificate(theirs, 'own.test', now)
      const { id } = await addRouter()
      const nameless = await addRouter({ certificateName: null, address: '192.0.2.77' })
      const trust = (nasId: string, pem: string, at = now) => transact((tx) => trustAuthority(tx, nasId, pem, at))
      await assert.rejects(trust(id, 'no certificate'), { code: 'access.certificate_unreadable' })
      await assert.rejects(trust(id, leaf.certificate), { code: 'access.authority_expected' })
      await assert.rejects(trust(id, theirs.certificate, now.add({ hours: 24 * 366 * 21 })), { code: 'access.certificate_expired' })
      await assert.rejects(trust(nameless.id, theirs.certificate), { code: 'access.name_for_authority_missing' })
    })
  })
})

test('it is told a month before a certificate ends, unless there is a later one', async () => {
  const { transact, platform, scope } = await testTenant()
  const { clock } = platform
  const { id } = await transact((tx) => addNas(tx, nasDraft({ address: '192.0.2.78' }), 'never-used-on-tls'))
  const issue = () => transact((tx) => issueForNas(tx, id, clock.now()))
  const { certificate } = await issue()
  const told = async (daysLeft: number) => {
    clock.moveTo(certificate.validTo.subtract({ hours: daysLeft * 24 }))
    await runJobNow(platform, tellEndingNasCertificates, scope, {})
    return transact(async (tx) => (await sql`select from event where type = 'nas_certificate.ending.v1'`.execute(tx)).rows.length)
  }
  assert.deepEqual([await told(60), await told(30), await told(29), await told(14)], [0, 1, 1, 2])
  await issue()
  assert.equal(await told(7), 2)
})
