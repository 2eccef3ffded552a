import type { EventType } from '#kernel/events.ts'

const staffId = '0198a4b0-0000-7000-8000-000000000001'
const keyId = '0198a4b0-0000-7000-8000-000000000002'

/** What concerns the safety of one person only, such as a new browser, is told to that person by mail. */
export const toldEvents: Readonly<Record<string, EventType>> = {
  'staff.created.v1': {
    summary: 'Somebody was invited to the console',
    example: { staffId, email: 'rina@padma.example', name: 'Rina Akter', roles: ['support'] },
  },
  'staff.changed.v1': { summary: 'Name, roles or state of a member of staff changed', example: { staffId, fields: ['roles'] } },
  'staff.password_changed.v1': { summary: 'A member of staff has a new password', example: { staffId } },
  'staff.second_factors_removed.v1': { summary: 'The second factors of a member of staff were removed', example: { staffId } },
  'role.changed.v1': {
    summary: 'A role was added or changed',
    example: { roleId: '0198a4b0-0000-7000-8000-000000000003', code: 'cashier' },
  },
  'api_key.created.v1': { summary: 'An API key was made', example: { keyId, name: 'Accounting' } },
  'api_key.revoked.v1': { summary: 'An API key was withdrawn', example: { keyId } },
}
