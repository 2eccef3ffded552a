import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { suite, test } from 'node:test'
import { integer, oid } from './der.ts'
import { pkcs12File } from './index.ts'

suite('DER', () => {
  const integers = [
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [255, '020200ff'],
    [256, '02020100'],
    [100_000, '02030186a0'],
  ] as const
  for (const [value, hex] of integers) test(`integer ${value}`, () => assert.equal(integer(value).toString('hex'), hex))
  test('object identifiers', () => assert.equal(oid('1.2.840.113549.1.7.1').toString('hex'), '06092a864886f70d010701'))
})

const openssl = spawnSync('openssl', ['version']).status === 0

suite('a .p12', { skip: openssl ? false : 'openssl is not installed' }, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pkcs12-'))
  const at = (name: string) => path.join(folder, name)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  fs.writeFileSync(at('key.pem'), keyPem)
  execFileSync('openssl', [
    'req',
    '-x509',
    '-new',
    '-key',
    at('key.pem'),
    '-subj',
    '/CN=alice',
    '-days',
    '1',
    '-out',
    at('certificate.pem'),
  ])
  const { raw } = new X509Certificate(fs.readFileSync(at('certificate.pem')))
  const key = privateKey.export({ type: 'pkcs8', format: 'der' })
  const file = pkcs12File({ key, certificate: raw, authorities: [raw], name: 'রহিম’s phone' }, 'ruzafo-bekidu-4827', randomBytes)
  fs.writeFileSync(at('alice.p12'), file)
  const open = (password: string) =>
    spawnSync('openssl', ['pkcs12', '-in', at('alice.p12'), '-nodes', '-passin', `pass:${password}`], { encoding: 'utf8' })

  test('opens with its password, and holds key and certificates', () => {
    const { stdout, stderr, status } = open('ruzafo-bekidu-4827')
    assert.equal(status, 0, stderr)
    assert.ok(stdout.includes(keyPem.trim()))
    assert.equal(stdout.match(/BEGIN CERTIFICATE/g)?.length, 2)
  })
  test('does not open with another', () => assert.notEqual(open('ruzafo-bekidu-4828').status, 0))
  test('never has the same octets twice', () => {
    const again = pkcs12File({ key, certificate: raw, authorities: [], name: 'x' }, 'p', randomBytes)
    assert.notDeepEqual(again, pkcs12File({ key, certificate: raw, authorities: [], name: 'x' }, 'p', randomBytes))
  })
})
