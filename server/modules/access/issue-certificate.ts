/**
 * A tenant's own small certificate authority, for devices that log in by EAP: it signs what our RADIUS shows them, and what they show us.
 * Nothing else trusts it. Keys are on the curve P-256: a handshake costs half of what it would with RSA.
 */
import 'reflect-metadata' // asked for by the next, before it is loaded
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto'
import { dateOf } from '#kernel/time.ts'

export interface Issued {
  /** PEM. */
  readonly certificate: string
  /** PEM of PKCS #8. */
  readonly key: string
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

/** Clocks of devices are behind, sometimes by a time zone. */
const backdated = { hours: 24 } as const
const authorityHours = 24 * 365 * 20
/** Apple's devices trust no server for longer than 825 days. */
const serverHours = 24 * 820
const clientHours = 24 * 820

/** @param name what a device shows when it asks whether to trust it */
export async function newAuthority(name: string, now: Temporal.Instant): Promise<Issued> {
  const keys = await newKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      ...validity(now, authorityHours),
      serialNumber: newSerial(),
      name: commonName(name),
      keys,
      signingAlgorithm: signing,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    webcrypto as Crypto, // the same thing under two names
  )
  return { certificate: `${certificate.toString('pem')}\n`, key: await pemOf(keys.privateKey) }
}

/** @param hostname which devices are told to expect */
export async function issueServerCertificate(authority: Issued, hostname: string, now: Temporal.Instant): Promise<Issued> {
  return issue(authority, hostname, validity(now, serverHours), [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension([{ type: 'dns', value: hostname }]),
  ])
}

/** @param username which stands in the certificate for people; the login it opens is known by its fingerprint */
export async function issueClientCertificate(authority: Issued, username: string, now: Temporal.Instant): Promise<Issued> {
  return issue(authority, username, validity(now, clientHours), [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])])
}

async function issue(authority: Issued, subject: string, valid: ReturnType<typeof validity>, uses: readonly Extension[]): Promise<Issued> {
  const issuer = new X509Certificate(authority.certificate)
  const keys = await newKeys()
  const certificate = await X509CertificateGenerator.create(
    {
      ...valid,
      serialNumber: newSerial(),
      subject: commonName(subject),
      issuer: issuer.subject,
      publicKey: keys.publicKey,
      signingKey: await signingKey(authority.key),
      signingAlgorithm: signing,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        ...uses,
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
        await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ],
    },
    webcrypto as Crypto,
  )
  return { certificate: `${certificate.toString('pem')}\n`, key: await pemOf(keys.privateKey) }
}

const validity = (now: Temporal.Instant, hours: number) => ({
  notBefore: dateOf(now.subtract(backdated)),
  notAfter: dateOf(now.add({ hours })),
})

const newKeys = () => webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])

/** Positive, and 127 bits that nobody can foresee (RFC 5280 §4.1.2.2). */
function newSerial(): string {
  const octets = randomBytes(16)
  octets[0] = (octets[0]! & 0x7f) | 0x40
  return octets.toString('hex')
}

/** As an object: the library would read quotation marks and number signs in a text as its own. */
const commonName = (name: string) => new Name([{ CN: [{ utf8String: name }] }])

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }) as string
}

async function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' })
  return webcrypto.subtle.importKey('pkcs8', der, curve, false, ['sign'])
}
