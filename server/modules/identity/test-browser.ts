import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { hashPassword } from '#kernel/crypto.ts'
import { createHttpServer } from '#kernel/http.ts'
import type { TestTenant } from '#kernel/testing.ts'
import { tenantsModule } from '#modules/tenants'
import { authenticator } from './authenticate.ts'
import { addStaff } from './keep-staff.ts'
import { identityModule } from './module.ts'

const declared = { ...tenantsModule.permissions, ...identityModule.permissions, 'billing.read': 'See bills' }

export const password = 'monsoon over the padma'

/** The server of these modules over a test tenant, with declared permissions. */
export function identityServer(tenant: TestTenant): { app: FastifyInstance; platform: TestTenant['platform'] } {
  const platform = { ...tenant.platform, permissions: declared }
  return { platform, app: createHttpServer(platform, [...tenantsModule.routes!, ...identityModule.routes!], authenticator()) }
}

/** A browser in a test: keeps cookies and the CSRF token of its session. */
export function browserOf(app: FastifyInstance, userAgent = 'Test/1.0') {
  const cookies = new Map<string, string>()
  let csrf = ''
  return {
    cookies,
    async send(
      method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
      path: string,
      body?: object,
      headers: Record<string, string> = {},
    ): Promise<LightMyRequestResponse> {
      const answer = await app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { 'user-agent': userAgent, 'x-csrf-token': csrf, ...(body && { 'content-type': 'application/json' }), ...headers },
        cookies: Object.fromEntries(cookies),
        ...(body && { payload: JSON.stringify(body) }),
      })
      for (const { name, value } of answer.cookies) cookies.set(name, value)
      const document = answer.statusCode < 300 && answer.body ? (answer.json() as { csrf?: string }) : {}
      if (document.csrf) csrf = document.csrf
      return answer
    },
  }
}

let people = 0
const cheapHash = await hashPassword(password, { memoryKib: 64, passes: 1 }) // a real one costs each test 50 ms

/** Somebody with a password, in a role. */
export async function employ(tenant: TestTenant, role: string, email = `person-${process.pid}-${++people}@padma.example`) {
  const id = await tenant.transact((tx) => addStaff(tx, { email, name: 'Rina Akter', roles: [role] }, cheapHash))
  return { id, email, password }
}
