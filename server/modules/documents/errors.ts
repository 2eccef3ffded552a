import { Problem } from '#kernel/problem.ts'

export const archiveNotFound = () => new Problem('documents.archive_not_found', 404, 'There is no such archive, or it has expired.')
export const spanUnknown = () =>
  new Problem('documents.span_unknown', 422, 'Say which documents: a bill run, or a first day and the day after the last.', {
    pointer: '/from',
  })
export const nothingToArchive = () =>
  new Problem('documents.nothing_to_archive', 422, 'There are no such documents on these days. Choose others.', { pointer: '/from' })
export const onlyInvoicesHaveRuns = () =>
  new Problem('documents.only_invoices_have_runs', 422, 'Only invoices are made by bill runs. Choose days instead.', {
    pointer: '/billRunId',
  })

export const proformaNotFound = () => new Problem('documents.proforma_not_found', 404, 'There is no such proforma invoice.')
export const nothingToPay = () =>
  new Problem('documents.nothing_to_pay', 422, 'This costs nothing now, so there is nothing to ask for. Choose what is to be paid.', {
    pointer: '/ask',
  })
export const proformaNeedsCustomer = () =>
  new Problem('documents.proforma_needs_customer', 422, 'A proforma invoice is for a customer with an account. Choose one.', {
    pointer: '/ask',
  })
