import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zId, zInstant } from '#kernel/wire.ts'
import { eapCertificateRoles } from './eap-certificate.ts'
import { findEapCertificate, issueForDevice, issueForServer, revokeEapCertificate, uploadForServer } from './keep-eap-certificates.ts'
import { requirePermission } from './routes.ts'

const params = z.object({ id: zId })

const zCertificate = z
  .object({
    id: zId,
    role: z.enum(eapCertificateRoles),
    subject: z.string(),
    loginId: zId.nullable(),
    certificate: z.string().describe('PEM'),
    fingerprint: z.string().describe('SHA-256, hexadecimal'),
    issued: z.boolean().describe('By the own authority; else uploaded'),
    validFrom: zInstant,
    validTo: zInstant,
    revokedAt: zInstant.nullable(),
  })
  .meta({ id: 'EapCertificate' })

const hostname = /^(?=.*\.)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
const zHostname = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .refine((text) => hostname.test(text), 'Give a name like radius.example.com. It need not exist in DNS.')

export const eapRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/eap-certificates',
    summary: 'Makes a certificate for logins by WPA-Enterprise, signed by the own authority; the newest is the one that devices see',
    tag: 'access',
    permission: 'access.certificates',
    body: z.object({ hostname: zHostname.meta({ example: 'radius.example.com' }) }),
    response: zCertificate,
    handle: ({ tx, body, now }) => issueForServer(tx, body.hostname, now),
  }),
  route({
    method: 'POST',
    path: '/eap-certificates/uploads',
    summary: 'Takes a certificate from elsewhere for logins by WPA-Enterprise',
    tag: 'access',
    permission: 'access.certificates',
    body: z.object({
      certificate: z.string().trim().min(1).max(65_536).describe('PEM, with those above it behind it'),
      key: z.string().trim().min(1).max(16_384).describe('PEM, without a password. It is never shown again.'),
    }),
    response: zCertificate,
    confidential: true,
    handle: ({ tx, body, now }) => uploadForServer(tx, body, now),
  }),
  route({
    method: 'GET',
    path: '/eap-certificates/:id',
    summary: 'A certificate of WPA-Enterprise; that of the authority is for devices to trust',
    tag: 'access',
    permission: 'access.read',
    params,
    response: zCertificate,
    handle: ({ tx, params }) => findEapCertificate(tx, params.id),
  }),
  route({
    method: 'POST',
    path: '/logins/:id/certificates',
    summary: 'Issues a certificate with which a device logs in without a password (EAP-TLS)',
    tag: 'access',
    permission: 'access.write',
    params,
    response: zCertificate.extend({
      file: z.string().describe('A .p12 file in Base64, made this once: key, certificate and authority'),
      password: z.string().describe('Of the file; shown this once'),
    }),
    confidential: true,
    async handle({ tx, params, now }) {
      const { certificate, file, password } = await issueForDevice(tx, params.id, now)
      return { ...certificate, file: file.toString('base64'), password }
    },
  }),
  route({
    method: 'POST',
    path: '/eap-certificates/:id/revocation',
    summary: 'Revokes a certificate: it opens nothing from the next login on',
    tag: 'access',
    permission: 'access.write',
    params,
    response: zCertificate,
    status: 200,
    async handle({ tx, params, now, principal }) {
      const { role } = await findEapCertificate(tx, params.id)
      if (role !== 'device') requirePermission(principal.permissions, 'access.certificates')
      return revokeEapCertificate(tx, params.id, now)
    },
  }),
]
