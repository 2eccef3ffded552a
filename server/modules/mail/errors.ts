import { messagingRemedy } from '#kernel/address.ts'
import { Problem } from '#kernel/problem.ts'

export const passwordMissing = () =>
  new Problem('mail.password_missing', 422, 'Give the password: none is kept for this user of this server.', {
    pointer: '/server/password',
  })

export const addressRefused = (why: string) =>
  new Problem('mail.address_refused', 422, `${why} ${messagingRemedy}`, { pointer: '/server/host' })
