import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zId, zInstant } from '#kernel/wire.ts'
import { issueForNas, revokeNasCertificate, trustAuthority } from './keep-nas-certificates.ts'
import { nasCertificateKinds } from './nas-certificate.ts'

const params = z.object({ id: zId })

const zNasCertificate = z
  .object({
    id: zId,
    nasId: zId,
    kind: z.enum(nasCertificateKinds).describe('`issued` by the own authority, or an `authority` that vouches for the name of the NAS'),
    subject: z.string(),
    certificate: z.string().describe('PEM'),
    fingerprint: z.string().describe('SHA-256, hexadecimal'),
    validFrom: zInstant,
    validTo: zInstant,
    revokedAt: zInstant.nullable(),
  })
  .meta({ id: 'NasCertificate' })

export const nasCertificateRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/nas/:id/certificates',
    summary: 'Issues a client certificate by which a NAS is known on RADIUS over TLS',
    tag: 'access',
    permission: 'access.secrets',
    params,
    response: zNasCertificate.extend({
      key: z.string().describe('PEM; shown this once'),
      authority: z.string().describe('PEM of who signed it'),
      file: z.string().describe('A .p12 file in Base64, made this once: key, certificate and authority'),
      password: z.string().describe('Of the file; shown this once'),
    }),
    confidential: true,
    async handle({ tx, params, now }) {
      const { certificate, file, ...rest } = await issueForNas(tx, params.id, now)
      return { ...certificate, ...rest, file: file.toString('base64') }
    },
  }),
  route({
    method: 'POST',
    path: '/nas/:id/authorities',
    summary: 'Believes an authority of the owner of a NAS, for the name that stands with this NAS alone',
    tag: 'access',
    permission: 'access.secrets',
    params,
    body: z.object({
      certificate: z.string().trim().min(1).max(16_384).describe('PEM of the authority that signs its certificates itself'),
    }),
    response: zNasCertificate,
    handle: ({ tx, params, body, now }) => trustAuthority(tx, params.id, body.certificate, now),
  }),
  route({
    method: 'POST',
    path: '/nas-certificates/:id/revocation',
    summary: 'Revokes a certificate of a NAS, or an authority: it opens nothing any more, and its connection ends',
    tag: 'access',
    permission: 'access.secrets',
    params,
    response: zNasCertificate,
    status: 200,
    handle: ({ tx, params, now }) => revokeNasCertificate(tx, params.id, now),
  }),
]
