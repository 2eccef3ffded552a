import { Problem, told } from '#kernel/problem.ts'

export const nasNotFound = () => new Problem('access.nas_not_found', 404, 'This NAS does not exist any more. Go back to the list of NAS.')

export const nasNameTaken = (name: string) =>
  new Problem('access.nas_name_taken', 409, told`There is a NAS "${{ name }}" already. Choose another name.`, { pointer: '/name' })

export const nasAddressTaken = (address: string | null) =>
  new Problem(
    'access.nas_address_taken',
    409,
    told`Packets from ${{ address }} belong to another NAS already. Where several routers share an address, give each its NAS-Identifier.`,
    {
      pointer: '/address',
    },
  )

export const nasUnreachable = () =>
  new Problem('access.nas_unreachable', 422, 'Give the address its packets come from, or for RADIUS over TLS its certificate.', {
    pointer: '/address',
  })

/** Whose the other NAS is, is not said: it may be another tenant's. */
export const nasCertificateTaken = (field: 'certificateFingerprint' | 'certificateName') =>
  new Problem(
    'access.nas_certificate_taken',
    409,
    'This certificate is in use for another NAS. Where several of your routers share one, give each its NAS-Identifier; else make another one.',
    { pointer: `/${field}` },
  )

export const nasInUse = (name: string) =>
  new Problem('access.nas_in_use', 409, told`${{ name }} has sessions in the records, which must keep their NAS. Disable it instead.`)

export const realmNotFound = () =>
  new Problem('access.realm_not_found', 404, 'This realm does not exist any more. Go back to the list of realms.')

export const realmTaken = (name: string) =>
  new Problem('access.realm_taken', 409, told`There is a realm "${{ name }}" already. Change that one.`, { pointer: '/name' })

export const attributeNotBelievable = (name: string) =>
  new Problem(
    'access.attribute_not_believable',
    422,
    told`"${{ name }}" is no attribute that a home server can give. Take it off the list.`,
    {
      pointer: '/believed',
    },
  )

export const homeServerSecretMissing = (place: number) =>
  new Problem('access.home_server_secret_missing', 422, 'Give the secret that is shared with this home server.', {
    pointer: `/servers/${place}/secret`,
  })

export const homeServerKeyMissing = (place: number) =>
  new Problem('access.home_server_key_missing', 422, 'Give the private key that belongs to this certificate.', {
    pointer: `/servers/${place}/clientKey`,
  })

export const locationUnknown = () =>
  new Problem('access.location_unknown', 422, 'Choose a location of your own.', { pointer: '/locationId' })

export const subscriptionUnknown = () =>
  new Problem('access.subscription_not_found', 404, 'This subscription does not exist. Go back to the list of subscriptions.')

/** The router keeps the speed of the plan under a name, and takes no other. */
export const routerSetsSpeed = (router: string, profile: string) =>
  new Problem(
    'access.router_sets_speed',
    409,
    told`The router ${{ router }} gives the speed of its own profile ${{ profile }}, so it cannot be boosted. Change it there.`,
  )

export const loginNotFound = () =>
  new Problem('access.login_not_found', 404, 'This login does not exist any more. Reload the subscription.')

export const usernameTaken = (username: string) =>
  new Problem(
    'access.username_taken',
    409,
    told`The user name "${{ username }}" is taken. Capital letters make no difference. Choose another.`,
    {
      pointer: '/username',
    },
  )

export const sessionNotFound = () =>
  new Problem('access.session_not_found', 404, 'This session does not exist. Reload the list of sessions.')

export const sessionOver = () => new Problem('access.session_over', 409, 'This session is over already; there is nothing to disconnect.')

export const eapNotSetUp = () =>
  new Problem('access.eap_not_set_up', 409, 'Devices need an authority first. Set up WPA-Enterprise under Settings, Wi-Fi certificates.')

export const certificateNotFound = () =>
  new Problem('access.certificate_not_found', 404, 'This certificate does not exist. Reload the list of certificates.')

export const certificateRevoked = () => new Problem('access.certificate_revoked', 409, 'This certificate was revoked before.')

export const certificateUnreadable = (cause?: unknown) =>
  new Problem(
    'access.certificate_unreadable',
    422,
    'This is no certificate. Give it in PEM: it begins with -----BEGIN CERTIFICATE-----, and those above it follow.',
    { pointer: '/certificate', cause },
  )

export const certificateExpired = (validTo: Temporal.Instant) =>
  new Problem('access.certificate_expired', 422, told`This certificate ended on ${{ validTo }}. Get a new one.`, {
    pointer: '/certificate',
  })

export const authorityExpected = () =>
  new Problem(
    'access.authority_expected',
    422,
    'This is the certificate of a router, not of an authority. Enter its fingerprint with the router.',
    {
      pointer: '/certificate',
    },
  )

export const nameForAuthorityMissing = (nas: string) =>
  new Problem(
    'access.name_for_authority_missing',
    409,
    told`An authority vouches for names. Give ${{ nas }} the name that stands in its certificate first.`,
  )

export const keyUnreadable = (cause?: unknown) =>
  new Problem('access.key_unreadable', 422, 'This is no private key, or it has a password. Give it in PEM, without a password.', {
    pointer: '/key',
    cause,
  })

export const keyOfAnother = () =>
  new Problem('access.key_of_another', 422, 'This key belongs to another certificate. Give the one that the certificate was made for.', {
    pointer: '/key',
  })
