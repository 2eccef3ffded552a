import { z } from 'zod'
import { type AnyRoute, type Principal, requireVersion, route } from '#kernel/http.ts'
import type { Platform } from '#kernel/platform.ts'
import { zEmail, zId, zInstant, zText } from '#kernel/wire.ts'
import { zLocale } from '#modules/tenants'
import { createApiKey, revokeApiKey } from './keep-api-keys.ts'
import { addRole, changeRole, ownRole } from './keep-roles.ts'
import { changeStaff, findStaff, inviteStaff, linkForStaff, managedStaff, type Manager, removeSecondFactors } from './keep-staff.ts'
import { type Role, rowScopes } from './role.ts'
import { type Staff, staffStates } from './staff.ts'
import { readRoles } from './store.ts'

const managerOf = (principal: Principal, platform: Platform): Manager => ({
  permissions: principal.permissions,
  rows: principal.rows,
  declared: Object.keys(platform.permissions),
})

const params = z.object({ id: zId })
const etag = (result: { readonly version: number }) => String(result.version)

const zRoleCode = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'Use 2 to 40 small letters, digits and hyphens')
const zRoleCodes = z.array(zRoleCode).min(1).max(20)
const zStaff = z
  .object({
    id: zId,
    email: z.string(),
    name: z.string(),
    locale: z.string().nullable(),
    state: z.enum(staffStates),
    roles: z.array(z.string()),
    locationIds: z.array(zId).describe('Where this person works: roles that see a territory see the customers there'),
    hasTotp: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Staff' })

const staffWire = ({ patterns: _, rowScopes: __, roles, ...staff }: Staff) => ({
  ...staff,
  roles: [...roles],
  locationIds: [...staff.locationIds],
})

const zPermissions = z.array(z.string().max(60)).max(200)
const zRole = z
  .object({
    id: zId,
    code: z.string(),
    name: z.string(),
    permissions: zPermissions.describe('Names, and for built-in roles patterns such as `*.read`'),
    rowScope: z.enum(rowScopes),
    isBuiltIn: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Role' })
const zRoleFields = z.object({ name: zText(60), permissions: zPermissions, rowScope: z.enum(rowScopes) })

const roleWire = (role: Role) => ({ ...role, permissions: [...role.permissions] })

const zKeyRows = z
  .object({ staffId: zId.nullable().default(null), locationIds: z.array(zId).max(200).default([]) })
  .describe('Which customers it sees: those assigned to this person, and those at these locations; absent: those that its maker sees')

export const staffRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/staff',
    confidential: true,
    summary: 'Invites somebody to the staff',
    tag: 'staff',
    permission: 'staff.write',
    body: z.object({ email: zEmail, name: zText(80), roles: zRoleCodes, locale: zLocale.optional() }),
    response: z.object({ id: zId, url: z.string().describe('Link to choose a password, which the invitation mail holds too') }),
    handle: ({ tx, body, principal, platform }) => inviteStaff(tx, platform, managerOf(principal, platform), body),
  }),
  route({
    method: 'GET',
    path: '/staff/:id',
    summary: 'Somebody of the staff',
    tag: 'staff',
    permission: 'staff.read',
    params,
    response: zStaff,
    etag,
    handle: async ({ tx, params }) => staffWire(await findStaff(tx, params.id)),
  }),
  route({
    method: 'PATCH',
    path: '/staff/:id',
    summary: 'Changes name, roles or state of somebody',
    tag: 'staff',
    permission: 'staff.write',
    params,
    body: z
      .object({
        name: zText(80),
        locale: zLocale.nullable(),
        state: z.enum(['active', 'disabled']),
        roles: zRoleCodes,
        locationIds: z.array(zId).max(200),
      })
      .partial(),
    response: zStaff,
    etag,
    async handle({ tx, params, body, principal, platform, ifMatch, now }) {
      const manager = managerOf(principal, platform)
      const staff = await managedStaff(tx, manager, params.id)
      requireVersion(ifMatch, staff.version)
      return staffWire(await changeStaff(tx, manager, staff, body, now))
    },
  }),
  route({
    method: 'POST',
    path: '/staff/:id/link',
    confidential: true,
    summary: 'A new link for somebody to choose a password, to be handed over',
    tag: 'staff',
    permission: 'staff.write',
    params,
    body: z.object({}),
    response: z.object({ url: z.string() }),
    handle: async ({ tx, params, principal, platform }) => ({
      url: await linkForStaff(tx, platform, managerOf(principal, platform), params.id),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/staff/:id/second-factors',
    summary: 'Removes the second factors of somebody who lost them',
    tag: 'staff',
    permission: 'staff.write',
    params,
    handle: ({ tx, params, principal, platform, now }) => removeSecondFactors(tx, managerOf(principal, platform), params.id, now),
  }),
  route({
    method: 'GET',
    path: '/roles',
    summary: 'Roles, and every permission there is',
    tag: 'staff',
    permission: 'staff.read',
    response: z.object({ items: z.array(zRole), permissions: z.array(z.object({ name: z.string(), description: z.string() })) }),
    async handle({ tx, platform }) {
      const roles = await readRoles(tx)
      return {
        items: roles.map(roleWire),
        permissions: Object.entries(platform.permissions).map(([name, description]) => ({ name, description })),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/roles',
    summary: 'Adds a role',
    tag: 'staff',
    permission: 'staff.write',
    body: zRoleFields.extend({ code: zRoleCode, rowScope: z.enum(rowScopes).default('all') }),
    response: zRole,
    etag,
    handle: async ({ tx, body, principal, platform }) => roleWire(await addRole(tx, managerOf(principal, platform), body)),
  }),
  route({
    method: 'PATCH',
    path: '/roles/:id',
    summary: 'Changes a role of your own',
    tag: 'staff',
    permission: 'staff.write',
    params,
    body: zRoleFields.partial(),
    response: zRole,
    etag,
    async handle({ tx, params, body, principal, platform, ifMatch }) {
      const role = await ownRole(tx, params.id)
      requireVersion(ifMatch, role.version)
      return roleWire(await changeRole(tx, managerOf(principal, platform), role, body))
    },
  }),
  route({
    method: 'POST',
    path: '/api-keys',
    confidential: true,
    summary: 'Makes an API key; its token is shown only in this answer',
    tag: 'staff',
    permission: 'staff.write',
    body: z.object({
      name: zText(80),
      permissions: zPermissions.min(1),
      rows: zKeyRows.optional(),
      expiresAt: zInstant.nullable().default(null),
    }),
    response: z.object({ id: zId, prefix: z.string(), token: z.string() }),
    handle: ({ tx, body, principal, platform }) => createApiKey(tx, managerOf(principal, platform), principal.staffId, body),
  }),
  route({
    method: 'DELETE',
    path: '/api-keys/:id',
    summary: 'Revokes an API key',
    tag: 'staff',
    permission: 'staff.write',
    params,
    handle: ({ tx, params }) => revokeApiKey(tx, params.id),
  }),
]
