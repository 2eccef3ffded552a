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
