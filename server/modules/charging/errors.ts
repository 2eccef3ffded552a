import { Problem, told } from '#kernel/problem.ts'
import { fillTemplate, type PlaceholdersOf } from '#kernel/template.ts'

export const unlimited = (number: string) =>
  new Problem('charging.unlimited', 409, told`The plan of subscription ${{ number }} has no data limit, so there is nothing to top up.`)

export const notInService = (number: string, state: string) =>
  new Problem('charging.not_in_service', 409, told`Subscription ${{ number }} is ${{ state }}. Activate it before topping it up.`)

export const validToPassed = () =>
  new Problem('charging.valid_to_passed', 422, 'The top-up would have expired already. Choose a later moment.', { pointer: '/validTo' })

export const rangeEmpty = () =>
  new Problem('charging.range_empty', 422, 'The first day comes after the last. Swap them.', { pointer: '/from' })

export const rangeTooLong = (by: string, daysMax: number) =>
  new Problem(
    'charging.range_too_long',
    422,
    told`Usage by the ${{ by }} is shown for at most ${{ daysMax }} days at once. Choose a shorter range.`,
    {
      pointer: '/to',
    },
  )

export const topUpNotForPlan = (name: string, number: string) =>
  new Problem(
    'charging.top_up_not_for_plan',
    409,
    told`${{ name }} is not for the plan of subscription ${{ number }}. Choose another top-up.`,
  )

export const boostOver = () =>
  new Problem('charging.boost_over', 422, 'Choose an end that lies ahead, after the beginning.', { pointer: '/until' })

export const boostNotFound = () => new Problem('charging.boost_not_found', 404, 'This boost is over already, or never was.')

export const boostUnused = (number: string, state: string) =>
  new Problem(
    'charging.boost_unused',
    409,
    told`Subscription ${{ number }} is ${{ state }}, so a boost would run out unused. Bring it into service first.`,
  )

export const boostWithoutData = (number: string) =>
  new Problem(
    'charging.boost_without_data',
    409,
    told`The data of subscription ${{ number }} is used up, so a boost would run out unused. Add data first.`,
  )

export const boostNotFaster = (number: string) =>
  new Problem(
    'charging.boost_not_faster',
    409,
    told`This boost is not faster than the plan of subscription ${{ number }}. Choose a higher speed.`,
    {
      pointer: '/faster',
    },
  )

export const tariffNotFound = () => new Problem('charging.tariff_not_found', 404, 'There is no such tariff.')

export const tariffTaken = (source: string, measure: string) =>
  new Problem('charging.tariff_taken', 409, told`What ${{ source }} tells in ${{ measure }} has a tariff already. Add a version to it.`, {
    pointer: '/source',
  })

export const tariffMeasureFixed = (measure: string) =>
  new Problem('charging.tariff_measure_fixed', 422, told`This tariff prices ${{ measure }}. Make another for another measure.`, {
    pointer: '/rules/measure',
  })

export const prefixesInvalid = (line: number, what: string) =>
  new Problem('charging.prefixes_invalid', 422, `Line ${line}: ${what}. Correct the file and give it again.`, { pointer: '/csv' })

export const errorNotOpen = () =>
  new Problem('charging.error_not_open', 404, 'There is no such record in the error queue, or it was taken or discarded already.')

export const allCustomersNeeded = () =>
  new Problem(
    'charging.all_customers_needed',
    403,
    'Usage records are of all customers, and your role holds over some of them. Ask somebody who sees all to bring them.',
  )

export const spanEmpty = () =>
  new Problem('charging.span_empty', 422, 'The span ends before it begins. Choose a later end.', { pointer: '/to' })

/** What can be wrong with a file of usage; screens say it in their own words, by its name and the values. */
export const usageFileFaults = {
  tooLong: 'a file has at most {max} records; ask for smaller ones',
  misplaced: 'a {wanted} belongs here, not a {found}',
  cutOff: 'a {wanted} belongs here, not the end of the file',
  wrongRecords: 'the trailer tells of {told} records, the file has {found}',
  wrongTotal: 'the trailer tells of a total of {told}, the records come to {found}',
  wrongValue: '{field} cannot be right: {detail}',
  noObject: 'this is no JSON object',
  openQuote: 'a quote is never closed',
  unknownKind: 'a line is a header, a record or a trailer',
} as const
export type UsageFileFault = keyof typeof usageFileFaults

/** @param line of what is written in the file, from 1 */
export function usageFileInvalid<F extends UsageFileFault>(
  line: number,
  why: F,
  values: Readonly<Record<PlaceholdersOf<(typeof usageFileFaults)[F]>, string>>,
) {
  const what = fillTemplate<string>(usageFileFaults[why], values)
  return new Problem('charging.usage_file_invalid', 422, `Line ${line}: ${what}. Nothing of the file was taken.`, {
    pointer: '/text',
    extensions: { why, values: { ...values, line: String(line) } },
  })
}

export const usageFileTaken = (fileId: string, source: string) =>
  new Problem(
    'charging.usage_file_taken',
    409,
    told`File ${{ file: fileId }} of ${{ source }} was taken before. Nothing was taken again.`,
    {
      pointer: '/text',
    },
  )
