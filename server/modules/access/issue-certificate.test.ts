import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { suite, test } from 'node:test'
import { issueClientCertificate, issueServerCertificate, newAuthority } from './issue-certificate.ts'

const now = Temporal.Now.instant()

suite('certificates', async () => {
  const authority = await newAuthority('Dhaka Net', now)
  const server = await issueServerCertificate(authority, 'radius.dhaka.example', now)
  const client = await issueClientCertificate(authority, 'alice, O=Bank + CN="root"', now)

  test('the authority signs for servers and clients, and only for what each is', () => {
    const [root, serverCertificate] = [new X509Certificate(authority.certificate), new X509Certificate(server.certificate)]
    assert.equal(root.ca, true)
    assert.equal(serverCertificate.ca, false)
    assert.equal(serverCertificate.subjectAltName, 'DNS:radius.dhaka.example')
    assert.ok(serverCertificate.checkIssued(root) && serverCertificate.verify(root.publicKey))
    assert.notEqual(serverCertificate.serialNumber, new X509Certificate(client.certificate).serialNumber)
  })
  test('a user name stays within its part of the subject, whatever it holds', () => {
    assert.deepEqual({ ...new X509Certificate(client.certificate).toLegacyObject().subject }, { CN: 'alice, O=Bank + CN="root"' })
  })
  test('Apple devices trust a server for 825 days at most', () => {
    const { validFromDate, validToDate } = new X509Certificate(server.certificate)
    assert.ok(validToDate.getTime() - validFromDate.getTime() < 825 * 86_400_000)
  })

  const openssl = spawnSync('openssl', ['version']).status === 0
  test('openssl verifies both chains for their purposes', { skip: openssl ? false : 'openssl is not installed' }, () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'certificates-'))
    const write = (name: string, text: string) => (fs.writeFileSync(path.join(folder, name), text), path.join(folder, name))
    const ca = write('ca.pem', authority.certificate)
    const verify = (purpose: string, file: string) =>
      spawnSync('openssl', ['verify', '-x509_strict', '-CAfile', ca, '-purpose', purpose, file], { encoding: 'utf8' }).stdout
    assert.match(verify('sslserver', write('server.pem', server.certificate)), /: OK/)
    assert.match(verify('sslclient', write('client.pem', client.certificate)), /: OK/)
    assert.doesNotMatch(verify('sslserver', path.join(folder, 'client.pem')), /: OK/)
  })
})
