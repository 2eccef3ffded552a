/** The code that logs in from most phones, against our RADIUS: every method of EAP, and everything that must not let it in. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { block, unblock } from '#modules/subscriptions'
import { createLogin } from '../../server/modules/access/create-login.ts'
import { issueForDevice, issueForServer, revokeEapCertificate, uploadForServer } from '../../server/modules/access/keep-eap-certificates.ts'
import { newAuthority } from '../../server/modules/access/issue-certificate.ts'
import { eventually, radiusWorld, secret, subscribed } from '../../server/modules/access/testing.ts'
import { type EapolResult, fileWith, hasEapolTest, logIn } from '../lib/eapol-test.ts'

const quoted = (text: string) => `"${text}"`
const tls13 = 'tls_disable_tlsv1_3=0'

suite('eapol_test', { skip: !hasEapolTest && 'eapol_test is not installed' }, async () => {
  if (!hasEapolTest) return
  const world = await radiusWorld()
  const { transact, nas, platform } = world
  platform.clock.moveTo(Temporal.Now.instant()) // which is what the device compares certificates with
  const now = platform.clock.now()
  const username = `ayesha-${world.tenantId.slice(-6)}`
  const password = 'correct-horse-42'
  const subscriptionId = await transact((tx) => subscribed(tx, now, username, password))
  await transact((tx) => issueForServer(tx, 'radius.dhaka.example', now))
  const [{ certificate: authority, login: loginId }] = (await transact(async (tx) => {
    const { rows } = await sql<{ certificate: string; login: string }>`
      select certificate, (select id from login where username = ${username}) as login from eap_certificate where role = 'authority'`.execute(
      tx,
    )
    return rows
  })) as [{ certificate: string; login: string }]
  const ca = fileWith(authority)

  const settings = {
    identity: quoted(username),
    anonymous_identity: quoted('anonymous@dhaka.example'),
    password: quoted(password),
    ca_cert: quoted(ca),
  }
  const enter = (more: Record<string, string>, mac?: string): Promise<EapolResult> =>
    logIn({
      settings: { ...settings, ...more },
      port: world.radius.authPort,
      secret,
      nasIdentifier: nas.identifier!,
      ...(mac !== undefined && { mac }),
    })
  const peap = { eap: 'PEAP', phase2: quoted('auth=MSCHAPV2') }
  /** Waits for the record of a refusal. Others may come late from before the server had heard of everything. */
  const refused = (reason: string, name: string) =>
    eventually(
      () =>
        transact(async (tx) => {
          const { rows } = await sql`delete from login_failure where reason = ${reason} and username = ${name} returning id`.execute(tx)
          return rows.length > 0
        }),
      `the record that ${name} was refused for ${reason}`,
    )
  await eventually(async () => (await enter(peap)).isIn, 'the directory hearing of login and certificate')
  const forgetFailures = () => platform.clock.advance({ minutes: 2 }) // ten lock a name out, and who was not known yet has failed, too
  forgetFailures()

  const methods: [name: string, settings: Record<string, string>][] = [
    ['PEAP-MSCHAPv2', peap],
    ['EAP-TTLS-PAP', { eap: 'TTLS', phase2: quoted('auth=PAP') }],
    ['EAP-TTLS-CHAP', { eap: 'TTLS', phase2: quoted('auth=CHAP') }],
    ['EAP-TTLS-MSCHAPv2', { eap: 'TTLS', phase2: quoted('auth=MSCHAPV2') }],
  ]
  for (const [name, method] of methods)
    for (const [version, phase1] of [
      ['TLSv1.2', {}],
      ['TLSv1.3', { phase1: quoted(tls13) }],
    ] as const) {
      test(`${name} over ${version}: in, with the same keys on both sides`, async () => {
        const result = await enter({ ...method, ...phase1 })
        assert.ok(result.isIn && result.keysMatch, result.output)
        assert.equal(result.tlsVersion, version)
      })
      test(`${name} over ${version}: a wrong password`, async () => {
        const result = await enter({ ...method, ...phase1, password: quoted('guess') })
        assert.ok(!result.isIn)
        await refused('wrong-password', username)
      })
    }

  for (const [version, also] of [
    ['TLSv1.2', ''],
    ['TLSv1.3', ` ${tls13}`],
  ] as const) {
    test(`PEAP over ${version}: a device that demands to be bound to its tunnel gets it, and the keys made of both`, async () => {
      const result = await enter({ ...peap, phase1: quoted(`peapver=0 crypto_binding=2${also}`) })
      assert.ok(result.isIn && result.keysMatch, result.output)
      assert.match(result.output, /EAP-PEAP: Require cryptobinding/)
    })
    test(`PEAP over ${version}: a device that knows no binding gets in without`, async () => {
      const result = await enter({ ...peap, phase1: quoted(`peapver=0 crypto_binding=0${also}`) })
      assert.ok(result.isIn && result.keysMatch, result.output)
    })
  }

  test('the name of the server is that of its certificate', async () => {
    assert.ok((await enter({ ...peap, domain_suffix_match: quoted('dhaka.example') })).isIn)
    assert.ok(!(await enter({ ...peap, domain_suffix_match: quoted('delhi.example') })).isIn)
    await refused('server-not-trusted', 'anonymous@dhaka.example')
  })

  test('a device with another authority does not say its password', async () => {
    const other = await newAuthority('Somebody else', now)
    const result = await enter({ ...peap, ca_cert: quoted(fileWith(other.certificate)) })
    assert.ok(!result.isIn)
    await refused('server-not-trusted', 'anonymous@dhaka.example')
  })

  for (const weak of ['MD5', 'GTC', 'LEAP', 'MSCHAPV2', 'PWD'])
    test(`EAP-${weak} is refused`, async () => {
      assert.ok(!(await enter({ eap: weak, anonymous_identity: quoted(username) })).isIn)
      await refused('method-not-offered', username)
    })
  test('PEAP with another method within is refused', async () => {
    assert.ok(!(await enter({ eap: 'PEAP', phase2: quoted('auth=GTC') })).isIn)
    await refused('method-not-offered', 'anonymous@dhaka.example')
  })

  test('the name outside the tunnel may not be another customer’s', async () => {
    const victim = `victim-${world.tenantId.slice(-6)}`
    await transact((tx) => createLogin(tx, { subscriptionId, username: victim, password: 'of-the-victim' }))
    await eventually(async () => (await enter({ ...peap, identity: quoted(victim), password: quoted('of-the-victim') })).isIn, 'the login')
    forgetFailures()
    assert.ok(!(await enter({ ...peap, anonymous_identity: quoted(victim) })).isIn)
    await refused('name-mismatch', victim)
  })

  test('who is blocked is refused, and told why by PEAP; who paid is in again', async () => {
    await transact((tx) => block(tx, [subscriptionId], 'unpaid'))
    const kept = await eventually(async () => {
      const result = await enter(peap)
      return !result.isIn && result
    }, 'the block')
    assert.match(kept.output, /Your service is suspended because a bill is unpaid/)
    await refused('blocked', username)
    await transact((tx) => unblock(tx, [subscriptionId], 'unpaid'))
    await eventually(async () => (await enter(peap)).isIn, 'the return')
  })

  test('EAP-TLS: in by certificate without a password, until it is revoked', async () => {
    const { certificate, file, password: filePassword } = await transact((tx) => issueForDevice(tx, loginId, now))
    const device = { eap: 'TLS', private_key: quoted(fileWith(file)), private_key_passwd: quoted(filePassword) }
    await eventually(async () => (await enter(device)).isIn, 'the certificate')
    for (const phase1 of [{}, { phase1: quoted(tls13) }]) {
      const result = await enter({ ...device, ...phase1 })
      assert.ok(result.isIn && result.keysMatch, result.output)
      assert.equal(result.tlsVersion, 'phase1' in phase1 ? 'TLSv1.3' : 'TLSv1.2')
    }
    await transact((tx) => revokeEapCertificate(tx, certificate.id, now))
    await eventually(async () => !(await enter(device)).isIn, 'the revocation')
    await refused('certificate-refused', 'anonymous@dhaka.example')
    assert.ok(!(await enter({ ...device, phase1: quoted(tls13) })).isIn)
  })

  test('a certificate of 8 KiB travels in fragments both ways', async () => {
    const key = fileWith('')
    const certificate = fileWith('')
    const names = Array.from({ length: 300 }, (_, number) => `DNS:a-rather-long-name-${number}.example`).join(',')
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '30',
        '-subj',
        '/CN=radius',
        '-addext',
      ].concat(`subjectAltName=${names}`, '-keyout', key, '-out', certificate),
      { stdio: 'ignore' },
    )
    const read = (file: string) => execFileSync('cat', [file], { encoding: 'utf8' })
    await transact((tx) => uploadForServer(tx, { certificate: read(certificate), key: read(key) }, now))
    const result = await eventually(async () => {
      const one = await enter({ ...peap, ca_cert: quoted(certificate), fragment_size: '100' })
      return one.isIn && one
    }, 'the new certificate')
    assert.ok(result.keysMatch && result.roundTrips > 15, `${result.roundTrips} round trips`)
  })
})
