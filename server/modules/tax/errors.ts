import { Problem } from '#kernel/problem.ts'

export const circularBase = (code: string) =>
  new Problem('tax.circular_base', 422, `${code} would be charged on itself. Choose other taxes that enter its base.`, { pointer: '/on' })

export const regionUnknown = (region: string) =>
  new Problem('tax.region_unknown', 422, `“${region}” is no state of this country. Choose one from the list.`, { pointer: '/region' })
