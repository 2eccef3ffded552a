import { Problem } from '#kernel/problem.ts'

export const notSetUp = () => new Problem('sms.not_set_up', 409, 'No short message centre is set up. Enter one in the settings.')
export const passwordMissing = () => new Problem('sms.password_missing', 422, 'Give the password of the centre.', { pointer: '/password' })
export const notDelivered = (detail: string) => new Problem('sms.not_delivered', 502, `The test was not taken: ${detail}`)
