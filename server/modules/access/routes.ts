import { isIP } from 'node:net'
import { z } from 'zod'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { Problem, told } from '#kernel/problem.ts'
import { zDate, zId, zInstant, zMoney, zText } from '#kernel/wire.ts'
import { readSubscription } from '#modules/subscriptions'
import { zSpeedTerms } from '#modules/catalog'
import { zCustomerDraft } from '#modules/customers'
import { plainFingerprint } from './certificate.ts'
import { connectCustomer } from './connect-customer.ts'
import { createLogin, removeLogin, resetPassword } from './create-login.ts'
import { diagnose } from './diagnose.ts'
import { remedies, topics, verdicts } from './diagnosis.ts'
import { addNas, changeNas, findNas, removeNas } from './keep-nas.ts'
import { loginKinds } from './login.ts'
import { nasVendors, voucherPasswords } from './nas.ts'
import { disconnectSession } from './order-commands.ts'
import { speedSources, steps } from './policy.ts'
import { previewLogin } from './preview-login.ts'
import { previewPlan } from './preview-plan.ts'
import { readLoginsOf } from './store.ts'

const zAddress = z
  .string()
  .refine((text) => isIP(text) !== 0, 'Give an IP address, like 192.0.2.1')
  .meta({ id: 'IpAddress', example: '192.0.2.1' })

const nasFields = {
  name: zText(80),
  address: zAddress.nullable().describe('Source address of its packets; null for one known by its certificate alone'),
  certificateFingerprint: z
    .string()
    .transform(plainFingerprint)
    .refine((digits) => digits.length === 64, 'Give the SHA-256 fingerprint: 64 hexadecimal digits, with or without colons')
    .nullable()
    .describe('RADIUS over TLS: SHA-256 of its certificate'),
  certificateName: zText(253)
    .transform((name) => name.toLowerCase())
    .nullable()
    .describe('RADIUS over TLS: a subjectAltName of its certificate, signed by an authority that the installation trusts'),
  identifier: zText(253).nullable(),
  vendor: z.enum(nasVendors),
  requireMessageAuthenticator: z.boolean(),
  coaPort: z.int().min(1).max(65_535),
  interimSeconds: z.int().min(60).max(86_400),
  walledGarden: zText(60).nullable(),
  requestsPerSecondMax: z.int().min(1).max(1_000_000).nullable().describe('Requests beyond are dropped; null: no limit'),
  voucherPassword: z
    .enum(voucherPasswords)
    .describe('Whether a voucher is a user name at the login page of the router itself, and its password the same or empty'),
  locationId: zId.nullable(),
  enabled: z.boolean(),
}
const zNas = z
  .object({
    id: zId,
    ...nasFields,
    secretUnreadable: z.boolean().describe('Its secret can no longer be read: it is not served until the secret is typed again'),
    version: z.int(),
  })
  .meta({ id: 'Nas' })
const zSecret = z
  .string()
  .min(8, 'Use at least 8 characters; 20 or more are better')
  .max(128)
  .describe('Shared secret. It is never shown again.')
const zNasDraft = z.object({
  ...nasFields,
  address: nasFields.address.default(null),
  certificateFingerprint: nasFields.certificateFingerprint.default(null),
  certificateName: nasFields.certificateName.default(null),
  identifier: nasFields.identifier.default(null),
  requireMessageAuthenticator: nasFields.requireMessageAuthenticator.default(true),
  coaPort: nasFields.coaPort.default(3799),
  interimSeconds: nasFields.interimSeconds.default(300),
  walledGarden: nasFields.walledGarden.default(null),
  requestsPerSecondMax: nasFields.requestsPerSecondMax.default(null),
  voucherPassword: nasFields.voucherPassword.default('off'),
  locationId: nasFields.locationId.default(null),
  enabled: nasFields.enabled.default(true),
  secret: zSecret,
})
const zNasPatch = z.object({ ...nasFields, secret: zSecret }).partial()

const zUsername = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{N}._@:+-]+$/u, 'Use letters, digits and . _ @ : + -')
const zPassword = z
  .string()
  .min(6, 'Use at least 6 characters')
  .max(128)
  .regex(/^\P{Cc}+$/u, 'Remove control characters')
const zLogin = z
  .object({ id: zId, subscriptionId: zId, username: z.string(), kind: z.enum(loginKinds), framedAddress: z.string().nullable() })
  .meta({ id: 'Login' })
const zCredentials = zLogin.extend({ password: z.string().describe('Shown this once') }).meta({ id: 'LoginCredentials' })
const zLoginDraft = z.object({
  kind: z.enum(loginKinds).exclude(['voucher']).default('pppoe'),
  username: zUsername.optional(),
  password: zPassword.optional(),
  framedAddress: zAddress.nullable().default(null),
})

const zConnection = z
  .object({
    customer: zCustomerDraft,
    subscription: z
      .object({
        offerId: zId,
        startOn: zDate,
        billDay: z.int().min(1).max(31).optional(),
        locationId: zId.optional(),
        activate: z.boolean().default(true),
      })
      .optional(),
    login: zLoginDraft.optional(),
  })
  .refine(({ subscription, login }) => subscription || !login, {
    error: 'A login needs a plan. Choose one.',
    path: ['subscription', 'offerId'],
  })
const zConnected = z
  .object({ customerId: zId, accountId: zId, number: z.string(), subscriptionId: zId.nullable(), login: zCredentials.nullable() })
  .meta({ id: 'Connected' })

const zStep = z.object({ step: z.enum(steps), passed: z.boolean(), found: z.string() })
const zPreview = z
  .object({
    verdict: z.enum(['accept', 'walled-garden', 'reject']),
    reason: z.string().nullable(),
    attributes: z.array(z.object({ name: z.string(), value: z.string() })),
    trace: z.array(zStep),
  })
  .meta({ id: 'AccessPreview' })

const zPlanReply = z
  .object({
    vendor: z.enum(nasVendors),
    routers: z.array(z.string()).readonly(),
    parts: z
      .array(
        z.object({
          source: z.enum(speedSources).describe('What brings this speed'),
          uploadBps: z.number(),
          downloadBps: z.number(),
          attributes: z.array(z.object({ name: z.string(), value: z.string() })).readonly(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'PlanReply' })

const zDiagnosis = z
  .object({
    verdict: z.enum(verdicts),
    findings: z
      .array(
        z.object({
          topic: z.enum(topics),
          isFine: z.boolean(),
          code: z.string(),
          at: zInstant.nullable(),
          details: z.record(z.string(), z.string()).readonly(),
        }),
      )
      .readonly(),
    remedy: z.object({ action: z.enum(remedies), amount: zMoney.nullable(), invoiceNumbers: z.array(z.string()).readonly() }).nullable(),
  })
  .meta({ id: 'Diagnosis' })

const params = z.object({ id: zId })
const etag = (result: { readonly version: number }) => String(result.version)

export const requirePermission = (permissions: ReadonlySet<string>, needed: string) => {
  if (!permissions.has(needed))
    throw new Problem('http.forbidden', 403, told`Your role does not include "${{ permission: needed }}". Ask an administrator to add it.`)
}
const requireSecrets = (permissions: ReadonlySet<string>) => requirePermission(permissions, 'access.secrets')

export const routes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/nas',
    confidential: true,
    summary: 'Adds a NAS',
    tag: 'access',
    permission: 'access.write',
    body: zNasDraft,
    response: zNas,
    etag,
    handle({ tx, body: { secret, ...draft }, principal }) {
      requireSecrets(principal.permissions)
      return addNas(tx, draft, secret)
    },
  }),
  route({
    method: 'GET',
    path: '/nas/:id',
    summary: 'A NAS, without its secret',
    tag: 'access',
    permission: 'access.read',
    params,
    response: zNas,
    etag,
    handle: ({ tx, params }) => findNas(tx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/nas/:id',
    summary: 'Changes a NAS; with `secret`, its shared secret',
    tag: 'access',
    permission: 'access.write',
    params,
    body: zNasPatch,
    response: zNas,
    etag,
    async handle({ tx, params, body: { secret, ...patch }, ifMatch, principal }) {
      if (secret !== undefined) requireSecrets(principal.permissions)
      const nas = await findNas(tx, params.id)
      requireVersion(ifMatch, nas.version)
      return changeNas(tx, nas, { ...nas, ...withoutAbsent(patch) }, secret)
    },
  }),
  route({
    method: 'DELETE',
    path: '/nas/:id',
    summary: 'Deletes a NAS that never had a session',
    tag: 'access',
    permission: 'access.write',
    params,
    handle: ({ tx, params }) => removeNas(tx, params.id),
  }),
  route({
    method: 'POST',
    path: '/connections',
    summary: 'Connects a new customer: customer, plan and login, all of it or nothing',
    tag: 'customers',
    permission: 'customers.write',
    body: zConnection,
    response: zConnected,
    confidential: true,
    handle({ tx, body, now, principal }) {
      if (body.subscription) requirePermission(principal.permissions, 'subscriptions.write')
      if (body.login) requirePermission(principal.permissions, 'access.write')
      return connectCustomer(tx, body, now)
    },
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id/logins',
    summary: 'What a subscription logs in with',
    tag: 'access',
    permission: 'access.read',
    params,
    response: z.array(zLogin),
    async handle({ tx, params }) {
      const { id } = await readSubscription(tx, params.id)
      return readLoginsOf(tx, id)
    },
  }),
  route({
    method: 'POST',
    path: '/subscriptions/:id/logins',
    confidential: true,
    summary: 'Creates a login; user name and password are made up when absent',
    tag: 'access',
    permission: 'access.write',
    params,
    body: zLoginDraft,
    response: zCredentials,
    handle: ({ tx, params, body }) => createLogin(tx, { subscriptionId: params.id, ...body }),
  }),
  route({
    method: 'POST',
    path: '/logins/:id/password',
    confidential: true,
    summary: 'Makes a new password',
    tag: 'access',
    permission: 'access.write',
    params,
    body: z.object({ password: zPassword.optional() }),
    response: zCredentials,
    status: 200,
    handle: ({ tx, params, body }) => resetPassword(tx, params.id, body.password),
  }),
  route({
    method: 'DELETE',
    path: '/logins/:id',
    summary: 'Deletes a login',
    tag: 'access',
    permission: 'access.write',
    params,
    handle: ({ tx, params }) => removeLogin(tx, params.id),
  }),
  route({
    method: 'POST',
    path: '/access/preview',
    summary: 'What a login would get on a NAS, and why',
    tag: 'access',
    permission: 'access.read',
    status: 200,
    body: z.object({ username: z.string().min(1).max(253), nasId: zId }),
    response: zPreview,
    handle: ({ tx, body, now }) => previewLogin(tx, body, now),
  }),
  route({
    method: 'POST',
    path: '/access/plan-preview',
    summary: 'What routers of each vendor in use would be told of a plan',
    tag: 'access',
    permission: 'catalog.read',
    status: 200,
    body: zSpeedTerms,
    response: z.array(zPlanReply),
    handle: ({ tx, body }) => previewPlan(tx, body),
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id/diagnosis',
    summary: 'Why a customer is offline, and the smallest change that restores service',
    tag: 'access',
    permission: 'access.read',
    params,
    response: zDiagnosis,
    handle: ({ tx, params, now }) => diagnose(tx, params.id, now),
  }),
  route({
    method: 'POST',
    path: '/sessions/:id/disconnect',
    summary: 'Asks the NAS to end a session',
    tag: 'access',
    permission: 'access.write',
    params,
    body: z.object({ reason: zText(100).default('staff') }),
    response: z.object({ commandId: zId }),
    status: 202,
    handle: async ({ tx, params, body }) => ({ commandId: await disconnectSession(tx, params.id, body.reason) }),
  }),
]

/** Absent fields keep their value; a spread would overwrite them with undefined. */
const withoutAbsent = <T extends object>(patch: T) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }
