import { Problem, told } from '#kernel/problem.ts'

export const portalNotFound = () => new Problem('hotspot.portal_not_found', 404, 'There is no such portal.')
export const visitExpired = () =>
  new Problem('hotspot.visit_expired', 409, 'This page is too old. Open any page without https, or join the Wi-Fi again.')
export const passOver = () => new Problem('hotspot.pass_over', 409, 'This pass is over.')
/** @param devices that have the places, for the page on which one is chosen to give up its own */
export const devicesFull = (max: number, devices: readonly SeatedDevice[]) =>
  new Problem('hotspot.devices_full', 409, told`This pass is for ${{ max }} ${{ devices: max === 1 ? 'device' : 'devices' }} at a time.`, {
    extensions: { devices },
  })
export const seatTooNew = () =>
  new Problem('hotspot.seat_too_new', 409, 'That device got its place a moment ago. Try again in a quarter of an hour.')
export const offerNotSold = () => new Problem('hotspot.offer_not_sold', 404, 'This is not on sale here any more.')
export const paymentOff = () => new Problem('hotspot.payment_off', 409, 'Paying on this page is not set up. Ask for a voucher.')
export const phoneInvalid = () =>
  new Problem('hotspot.phone_invalid', 422, 'Give your phone number with the code of the country, like +234 801 234 5678.')
export const emailInvalid = () => new Problem('hotspot.email_invalid', 422, 'This is no e-mail address. Write it like ada@example.com.')
export const grantUsed = () => new Problem('hotspot.grant_used', 409, 'You had this already. It comes back later.')
export const grantOff = () => new Problem('hotspot.grant_off', 404, 'There is nothing for free here.')
export const codesOff = () => new Problem('hotspot.codes_off', 404, 'Codes by SMS are not sent here.')
export const codeNotSent = () =>
  new Problem('hotspot.code_not_sent', 409, 'No code can be sent to this number now. Choose another way to get online, or ask the staff.')
export const tooManyCodes = () =>
  new Problem('hotspot.too_many_codes', 429, 'Too many codes were asked for. Try again in an hour, or choose another way to get online.', {
    headers: { 'retry-after': '3600' },
  })
export const codeWrong = () => new Problem('hotspot.code_wrong', 422, 'This is not the code. Look at the newest message and type it again.')
export const codeOver = () => new Problem('hotspot.code_over', 409, 'This code is over. Ask for another one.')
export const noController = () => new Problem('hotspot.no_controller', 409, 'The Wi-Fi controller is not set up. Tell the staff.')
export const controllerRefused = () =>
  new Problem('hotspot.controller_refused', 422, 'This is no address of a controller. Give the one at which it answers in your network.', {
    pointer: '/unifiUrl',
  })
export const controllerPasswordMissing = () =>
  new Problem('hotspot.controller_password_missing', 422, 'Give the password: it was kept for the controller at another address.', {
    pointer: '/unifiPassword',
  })
/** The pass is the guest's already: only the door did not open. */
export const controllerFailed = (cause: unknown) =>
  new Problem('hotspot.controller_failed', 502, 'The Wi-Fi did not let you in. Your pass is kept. Try again in a minute.', { cause })
export const signInWrong = () => new Problem('hotspot.sign_in_wrong', 422, 'The user name or the password is wrong. Type both again.')
export const notLetIn = () =>
  new Problem('hotspot.not_let_in', 409, 'This pass lets nobody in now. Choose another way to get online, or ask the staff.')
export const dataUsedUp = () => new Problem('hotspot.data_used_up', 409, 'The data of this pass is used up.')
export const othersOnline = () =>
  new Problem(
    'hotspot.others_online',
    409,
    'Other devices are online with this pass. Take them off the Wi-Fi, wait ten minutes and try again.',
  )
export const gatewaySilent = () =>
  new Problem('hotspot.gateway_silent', 504, 'The Wi-Fi did not let you in. Your pass is kept. Join the Wi-Fi again and open any page.')
export const openingNotFound = () => new Problem('hotspot.opening_not_found', 404, 'There is nothing to wait for. Join the Wi-Fi again.')
export const openndsOff = () => new Problem('hotspot.opennds_off', 409, 'Choose a level for openNDS and save it first.')
export const numberWithoutService = () => new Problem('hotspot.number_without_service', 409, 'There is no service for this number here.')

// ---- sponsors' campaigns -------------------------------------------------------------------------------------------------

export const campaignNotFound = () => new Problem('hotspot.campaign_not_found', 404, 'There is no such campaign.')
export const campaignOver = () =>
  new Problem('hotspot.campaign_over', 409, 'This offer is over for today. Choose another way to get online.')
/** @param seconds until the guest may go on */
export const watchLonger = (seconds: number) =>
  new Problem('hotspot.watch_longer', 409, 'Look a moment longer, then press the button again.', {
    headers: { 'retry-after': String(seconds) },
  })
export const showingExpired = () => new Problem('hotspot.showing_expired', 409, 'This page is too old. Choose the offer once more.')
export const answerUnknown = () => new Problem('hotspot.answer_unknown', 422, 'There is no such answer. Choose one of those on the page.')
export const passNotOnSale = () =>
  new Problem('hotspot.pass_not_on_sale', 422, 'Choose a plan that is on sale and not an add-on: guests get a pass of it.', {
    pointer: '/offerId',
  })
export const campaignCurrency = (currency: string) =>
  new Problem('hotspot.campaign_currency', 422, told`Give the price in ${{ currency }}, in which you bill.`, { pointer: '/price' })
export const answersFixed = () =>
  new Problem('hotspot.answers_fixed', 409, 'Guests have answered: rewrite the answers, but keep their number and order.', {
    pointer: '/messages',
  })
export const pictureInvalid = () =>
  new Problem('hotspot.picture_invalid', 422, 'The picture must be a whole PNG or JPEG. Save it as one of these and send that.')
export const pictureTooLarge = (bytesMax: number, pixelsMax: number) =>
  new Problem(
    'hotspot.picture_too_large',
    413,
    told`A picture has at most ${{ kbMax: bytesMax / 1000 }} KB and ${{ pixelsMax }} pixels a side, so that it loads on a poor line. Make it smaller and send it again.`,
  )

/** A device as the page shows it to whoever has the pass. */
export interface SeatedDevice {
  readonly id: string
  readonly name: string
  readonly seenAt: Temporal.Instant
}
