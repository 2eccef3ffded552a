import { Problem, told } from '#kernel/problem.ts'

export const batchNotFound = () => new Problem('vouchers.batch_not_found', 404, 'There is no such batch of vouchers.')
export const batchNotReady = (number: string) =>
  new Problem('vouchers.batch_not_ready', 409, told`Batch ${{ number }} is still being made. Try again in a moment.`)
export const notAPassPlan = () =>
  new Problem('vouchers.not_for_vouchers', 422, 'Vouchers begin a pass. Choose a published plan, not an add-on or a top-up.', {
    pointer: '/offerId',
  })
export const redeemUntilPast = () =>
  new Problem('vouchers.redeem_until_past', 422, 'Choose a last day that lies ahead.', { pointer: '/redeemUntil' })
export const wrongCurrency = (currency: string) =>
  new Problem('vouchers.wrong_currency', 422, told`Give the price in ${{ currency }}, as the plan has it.`, { pointer: '/price/currency' })
export const accountUnknown = () =>
  new Problem('vouchers.account_not_found', 422, 'There is no such account. Choose a customer of yours as the agent.', {
    pointer: '/accountId',
  })
export const rangeNotFree = (wanted: number, free: number) =>
  new Problem(
    'vouchers.range_not_free',
    409,
    told`Of these ${{ wanted }} vouchers only ${{ free }} are where they would have to be. Look at the batch and choose serials that are.`,
    { pointer: '/from', extensions: { free } },
  )
export const tooManyOnSheets = (max: number) =>
  new Problem('vouchers.too_many', 422, told`Print at most ${{ max }} at once. Choose fewer serials.`, { pointer: '/to' })

/** One answer for codes that never were and codes of somebody else, so that nothing is learnt from it. */
export const codeUnknown = () =>
  new Problem('vouchers.code_unknown', 404, 'This code is not valid. Look at the paper and type it again.', { pointer: '/code' })
export const codeMistyped = () =>
  new Problem('vouchers.code_mistyped', 422, 'A character of this code is wrong or missing. Look at the paper and type it again.', {
    pointer: '/code',
  })
export const codeUsed = (at: Temporal.Instant | null) =>
  new Problem('vouchers.code_used', 409, 'This voucher was used before.', { pointer: '/code', extensions: { usedAt: at } })
export const codeNotOnSale = () =>
  new Problem('vouchers.code_not_on_sale', 409, 'This voucher was not given out yet. Show it where you got it.', { pointer: '/code' })
export const codeExpired = () =>
  new Problem('vouchers.code_expired', 409, 'This voucher was not used in time and is not valid any more.', { pointer: '/code' })
export const codeVoid = () => new Problem('vouchers.code_void', 409, 'This voucher was declared void.', { pointer: '/code' })
export const tooManyGuesses = (seconds: number) =>
  new Problem('vouchers.too_many_guesses', 429, told`Too many wrong codes. Try again in ${{ minutes: Math.ceil(seconds / 60) }} minutes.`, {
    headers: { 'retry-after': String(seconds) },
  })
