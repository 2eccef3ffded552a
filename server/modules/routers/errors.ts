import { Problem, told } from '#kernel/problem.ts'

export const enrolmentNotFound = () =>
  new Problem('routers.enrolment_not_found', 404, 'This router is not being added any more. Go back to the list of routers.')

export const alreadyJoined = () =>
  new Problem('routers.already_joined', 409, 'This router has joined already. Remove it in the list of routers instead.')

export const nameTaken = (name: string) =>
  new Problem('routers.name_taken', 409, told`There is a router "${{ name }}" already. Choose another name.`, { pointer: '/name' })

export const noTunnel = () =>
  new Problem(
    'routers.no_tunnel',
    409,
    'This installation has no WireGuard server. Whoever runs it can set WIREGUARD_ENDPOINT, WIREGUARD_PUBLIC_KEY and WIREGUARD_NETWORK.',
    { pointer: '/hasTunnel' },
  )

export const tunnelFull = () =>
  new Problem(
    'routers.tunnel_full',
    409,
    'Every address of the tunnel network is in use. Whoever runs this installation can enlarge WIREGUARD_NETWORK.',
    {
      pointer: '/hasTunnel',
    },
  )

export const scriptGone = () =>
  new Problem(
    'routers.script_gone',
    404,
    'This script was fetched already, has expired or was withdrawn. Make a new command in the console.',
  )

export const checkInRefused = () => new Problem('routers.check_in_refused', 404, 'No router is known by this token.')

export const joinRefused = () =>
  new Problem(
    'routers.join_refused',
    409,
    'Another router has this address and this name. Give each router a name of its own under /system identity.',
  )

export const addressRefused = (why: string) => new Problem('routers.address_refused', 422, why, { pointer: '/address' })

export const passwordMissing = () =>
  new Problem('routers.password_missing', 422, 'Give the password: none is kept for this user at this address, with this certificate.', {
    pointer: '/password',
  })
