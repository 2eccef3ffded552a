import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { z } from 'zod'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { zId, zText } from '#kernel/wire.ts'
import { addRealm, changeRealm, findRealm, removeRealm } from './keep-realm.ts'
import { transports } from './realm.ts'

const zPort = z.int().min(1).max(65_535)
const zPem = z.string().trim().max(16_384)
const serverFields = {
  address: z.string().refine((text) => isIP(text) !== 0, 'Give an IP address, like 192.0.2.1'),
  transport: z.enum(transports).default('udp'),
  authPort: zPort.default(1812),
  acctPort: zPort.default(1813),
  certificateName: zText(253)
    .transform((name) => name.toLowerCase())
    .nullable()
    .default(null)
    .describe('By TLS: the name in its certificate; null: its address'),
  authority: zPem
    .refine(isCertificate, 'This is no certificate. Give it in PEM: it begins with -----BEGIN CERTIFICATE-----')
    .nullable()
    .default(null)
    .describe('By TLS: PEM of who vouches for it, or of its own certificate; null: the authorities of the installation'),
  clientCertificate: zPem
    .nullable()
    .default(null)
    .describe('By TLS: what we prove ourselves by, PEM with those above it; null: the certificate of the installation'),
}
const zHomeServer = z.object({ id: zId, ...serverFields }).meta({ id: 'HomeServer' })
const zGivenServer = z.object({
  id: zId.optional().describe('Of a server that is there already'),
  ...serverFields,
  secret: z
    .string()
    .min(8, 'Use at least 8 characters; 20 or more are better')
    .max(128)
    .optional()
    .describe('By UDP: the shared secret; absent: that of the server with this id. It is never shown again.'),
  clientKey: zPem
    .optional()
    .describe(
      'Private key of the client certificate, PEM; absent: that of the server with this id and certificate. It is never shown again.',
    ),
})

const realmFields = {
  name: zText(253)
    .transform((name) => name.toLowerCase().replace(/^@/, ''))
    .refine((name) => /^[\p{L}\p{N}._-]+$/u.test(name), 'Give what follows the @ of a user name, like roam.example'),
  stripsRealm: z.boolean(),
  forwardsAccounting: z.boolean(),
  requireMessageAuthenticator: z.boolean(),
  timeoutMs: z.int().min(100).max(30_000).describe('How long a home server may take before the next is asked'),
  believed: z
    .array(zText(100))
    .max(100)
    .readonly()
    .describe('Attributes of answers that reach the routers, besides those that a login needs'),
  enabled: z.boolean(),
}
const zRealm = z.object({ id: zId, ...realmFields, servers: z.array(zHomeServer).readonly(), version: z.int() }).meta({ id: 'Realm' })
const zServers = z.array(zGivenServer).min(1, 'Name at least one home server').max(8).readonly()
const zRealmDraft = z.object({
  ...realmFields,
  stripsRealm: realmFields.stripsRealm.default(false),
  forwardsAccounting: realmFields.forwardsAccounting.default(true),
  requireMessageAuthenticator: realmFields.requireMessageAuthenticator.default(true),
  timeoutMs: realmFields.timeoutMs.default(1_500),
  believed: realmFields.believed.default([]),
  enabled: realmFields.enabled.default(true),
  servers: zServers,
})

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

const params = z.object({ id: zId })
const etag = (realm: { readonly version: number }) => String(realm.version)

export const realmRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/realms',
    confidential: true,
    summary: 'Adds a realm, whose users are asked for at their home servers',
    tag: 'access',
    permission: 'access.secrets',
    body: zRealmDraft,
    response: zRealm,
    etag,
    handle: ({ tx, body, now }) => addRealm(tx, body, now),
  }),
  route({
    method: 'GET',
    path: '/realms/:id',
    summary: 'A realm, without the secrets of its home servers',
    tag: 'access',
    permission: 'access.read',
    params,
    response: zRealm,
    etag,
    handle: ({ tx, params }) => findRealm(tx, params.id),
  }),
  route({
    method: 'PUT',
    path: '/realms/:id',
    confidential: true,
    summary: 'Changes a realm and its home servers',
    tag: 'access',
    permission: 'access.secrets',
    params,
    body: zRealmDraft,
    response: zRealm,
    etag,
    async handle({ tx, params, body, ifMatch, now }) {
      const realm = await findRealm(tx, params.id)
      requireVersion(ifMatch, realm.version)
      return changeRealm(tx, realm, body, now)
    },
  }),
  route({
    method: 'DELETE',
    path: '/realms/:id',
    summary: 'Deletes a realm; its users are then users like all others',
    tag: 'access',
    permission: 'access.secrets',
    params,
    handle: ({ tx, params }) => removeRealm(tx, params.id),
  }),
]
