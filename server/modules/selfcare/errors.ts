import { Problem } from '#kernel/problem.ts'

export const noPages = () => new Problem('selfcare.no_pages', 404, 'There is nothing at this address.')
export const nothingHere = () => new Problem('selfcare.not_found', 404, 'There is no such document.')
export const signInFirst = () => new Problem('selfcare.sign_in_first', 401, 'Sign in to see this.')
export const linkOver = () => new Problem('selfcare.link_over', 401, 'This link is too old. Sign in to see the document.')
export const paperOver = () => new Problem('selfcare.paper_over', 401, 'Nothing of this invoice is open any more. Sign in to see it.')
export const codeWrong = () => new Problem('selfcare.code_wrong', 422, 'This code is wrong or too old.')
export const passwordWrong = () => new Problem('selfcare.password_wrong', 422, 'User name or password is wrong.')
export const tooManyTries = (seconds: number) =>
  new Problem('selfcare.too_many_tries', 429, 'Too many tries. Wait ten minutes, then try again.', {
    headers: { 'retry-after': String(seconds) },
  })
export const forged = () => new Problem('selfcare.forged', 403, 'This form is too old. Open the page again.')
export const nothingToPay = () => new Problem('selfcare.nothing_to_pay', 409, 'Nothing of this invoice is open.')
export const cannotPay = () => new Problem('selfcare.cannot_pay', 409, 'Paying here is not set up. Please pay as the invoice says.')
