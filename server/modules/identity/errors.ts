import { Problem, told } from '#kernel/problem.ts'

export const wrongCredentials = () =>
  new Problem('identity.wrong_credentials', 401, 'E-mail and password do not match. Check both, or reset the password.')

export const locked = (seconds: number) =>
  new Problem('identity.locked', 429, told`Too many wrong attempts. Try again in ${{ seconds }} s, or reset the password.`, {
    headers: { 'retry-after': String(seconds) },
  })

export const chooseTenant = (tenants: readonly { readonly slug: string; readonly name: string }[]) =>
  new Problem('identity.choose_tenant', 409, 'You work for several operators. Choose the one to sign in to.', {
    pointer: '/tenant',
    extensions: { tenants },
  })

export const secondFactorRequired = (challengeId: string, methods: readonly string[]) =>
  new Problem('identity.second_factor_required', 401, 'The password is right. Now prove it with your second factor.', {
    extensions: { challengeId, methods },
  })

export const challengeOver = () =>
  new Problem('identity.challenge_over', 410, 'This took too long or was tried too often. Sign in again from the start.')

export const wrongCode = () =>
  new Problem('identity.wrong_code', 422, 'This code is wrong or was used already. Wait for the next one.', { pointer: '/code' })

export const wrongRecoveryCode = () =>
  new Problem('identity.wrong_recovery_code', 422, 'This recovery code is wrong or was used already. Try another of yours.', {
    pointer: '/code',
  })

export const passkeyRefused = () =>
  new Problem('identity.passkey_refused', 422, 'This passkey could not be verified. Try again, or sign in with your password.')

export const passkeyNotFound = () => new Problem('identity.passkey_not_found', 404, 'This passkey does not exist any more.')

export const crossSite = () => new Problem('identity.cross_site', 403, 'Signing in works from our own pages only.')

export const linkOver = () => new Problem('identity.link_over', 410, 'This link was used already or is too old. Ask for a new one.')

export const passwordFaults = {
  short: (least: number) => told`Use at least ${{ least }} characters; a few words are easy to remember.`,
  repeating: () => told`This repeats few characters. Use a few words instead.`,
  own: () => told`This is little more than your name or e-mail. Use a few words instead.`,
} as const

/** @param least characters that a password has */
export const weakPassword = (why: keyof typeof passwordFaults, least: number) =>
  new Problem('identity.weak_password', 422, passwordFaults[why](least), { pointer: '/password', extensions: { why } })

export const wrongPassword = () => new Problem('identity.wrong_password', 422, 'Your present password is wrong.', { pointer: '/current' })

export const noSession = () => new Problem('identity.no_session', 404, 'An API key has no session. Sign in as a person to see one.')

export const sessionNotFound = () => new Problem('identity.session_not_found', 404, 'This session has ended already.')

export const staffNotFound = () => new Problem('identity.staff_not_found', 404, 'This person does not work here.')

export const emailTaken = (email: string) =>
  new Problem('identity.email_taken', 409, told`${{ email }} belongs to somebody here already. Change that person instead.`, {
    pointer: '/email',
  })

export const beyondOwn = (permissions: readonly string[]) =>
  new Problem(
    'identity.beyond_own',
    403,
    told`Nobody can give or manage more than they have themselves. You lack: ${{ permissions: permissions.join(', ') }}.`,
  )

export const rowsBeyondOwn = () =>
  new Problem(
    'identity.rows_beyond_own',
    403,
    'Nobody can give or manage a view of more customers than they see themselves. Choose fewer locations or another role, or ask somebody who sees them all.',
  )

export const lastAdministrator = () =>
  new Problem('identity.last_administrator', 409, 'Somebody must be able to manage staff. Make another person administrator first.')

export const unknownRole = (codes: readonly string[]) =>
  new Problem('identity.unknown_role', 422, told`There is no role ${{ codes: codes.join(', ') }}.`, { pointer: '/roles' })

export const roleNotFound = () => new Problem('identity.role_not_found', 404, 'This role does not exist.')

export const roleTaken = (code: string) =>
  new Problem('identity.role_taken', 409, told`A role "${{ code }}" exists already. Choose another code.`, { pointer: '/code' })

export const roleBuiltIn = (name: string) =>
  new Problem('identity.role_built_in', 409, told`"${{ name }}" is a built-in role. Make a role of your own with the permissions you want.`)

export const unknownPermission = (names: readonly string[]) =>
  new Problem('identity.unknown_permission', 422, told`There is no permission ${{ names: names.join(', ') }}.`, { pointer: '/permissions' })

export const keyNotFound = () => new Problem('identity.key_not_found', 404, 'This API key does not exist or was revoked already.')

export const totpInForce = () => new Problem('identity.totp_in_force', 409, 'An authenticator app is set up already. Remove it first.')

export const totpNotBegun = () => new Problem('identity.totp_not_begun', 409, 'Set up the authenticator app first, then confirm its code.')

export const setUpDone = () => new Problem('identity.set_up_done', 409, 'This installation is set up already. Sign in instead.')

export const locationUnknown = () =>
  new Problem('identity.location_unknown', 422, 'One of these locations does not exist any more. Choose again.', {
    pointer: '/locationIds',
  })
