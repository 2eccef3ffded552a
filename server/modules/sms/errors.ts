import { messagingRemedy } from '#kernel/address.ts'
import { Problem, told } from '#kernel/problem.ts'

export const notSetUp = () => new Problem('sms.not_set_up', 409, 'No short message centre is set up. Enter one in the settings.')
export const passwordMissing = () => new Problem('sms.password_missing', 422, 'Give the password of the centre.', { pointer: '/password' })
export const addressRefused = (why: string) => new Problem('sms.address_refused', 422, `${why} ${messagingRemedy}`, { pointer: '/host' })
export const wrongCurrency = (currency: string) =>
  new Problem('sms.wrong_currency', 422, told`Give the price in ${{ currency }}.`, { pointer: '/partPrice/currency' })
export const smsNotFound = () => new Problem('sms.not_found', 404, 'There is no such short message.')
export const notRetryable = {
  code: 'sms.not_retryable',
  detail: 'Only what failed or was refused is sent again, and a code that is over is not.',
}
