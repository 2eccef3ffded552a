import { sql } from '#kernel/db.ts'
import { type ActionFailure, type AnyList, list } from '#kernel/lists.ts'
import { Problem } from '#kernel/problem.ts'
import { measures } from './rating/tariff.ts'
import { replayError } from './take-records.ts'
import { usageFaults } from './usage-record.ts'
import { moveErrors } from './usage-store.ts'

const recordStates = ['rated', 'rerated', 'billed'] as const
const errorStates = ['open', 'recycled', 'discarded'] as const

export const lists: readonly AnyList[] = [
  list({
    name: 'tariffs',
    permission: 'charging.read',
    from: sql`tariff f left join lateral (
      select number, valid_from, created_at from tariff_version v where v.tenant_id = f.tenant_id and v.tariff_id = f.id order by number desc limit 1) v on true`,
    alias: 'f',
    columns: {
      name: { type: 'text', expression: sql`f.name` },
      usageSource: { type: 'text', expression: sql`f.source` },
      measure: { type: 'enum', values: measures, expression: sql`f.measure` },
      versionNumber: { type: 'number', expression: sql`v.number` },
      validFrom: { type: 'date', expression: sql`v.valid_from` },
      createdAt: { type: 'instant', expression: sql`f.created_at` },
    },
    search: (typed) => sql`(f.name ilike ${`%${typed.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`} or f.source = ${typed})`,
    defaultSort: 'name',
  }),
  list({
    name: 'usage-records',
    permission: 'charging.read',
    from: sql`usage_record r left join subscription s on s.tenant_id = r.tenant_id and s.id = r.subscription_id`,
    alias: 'r',
    columns: {
      startedAt: { type: 'instant', expression: sql`r.started_at` },
      subscriptionNumber: { type: 'text', expression: sql`s.number` },
      usageSource: { type: 'text', expression: sql`r.source` },
      otherParty: { type: 'text', expression: sql`r.other_party` },
      measure: { type: 'enum', values: measures, expression: sql`r.measure` },
      quantity: { type: 'number', expression: sql`r.quantity` },
      zone: { type: 'text', expression: sql`r.zone` },
      cost: { type: 'number', expression: sql`trim_scale(r.cost_units / 10::numeric ^ r.cost_decimals)` },
      recordState: { type: 'enum', values: recordStates, expression: sql`r.state` },
      ratings: { type: 'number', expression: sql`r.ratings`, shown: false },
      createdAt: { type: 'instant', expression: sql`r.created_at` },
      subscriptionId: { type: 'id', expression: sql`r.subscription_id`, shown: false },
    },
    defaultSort: '-createdAt',
  }),
  list({
    name: 'usage-files',
    permission: 'charging.read',
    from: sql`usage_file f`,
    alias: 'f',
    columns: {
      createdAt: { type: 'instant', expression: sql`f.created_at` },
      usageSource: { type: 'text', expression: sql`f.source` },
      fileId: { type: 'text', expression: sql`f.file_id` },
      fileName: { type: 'text', expression: sql`f.name` },
      records: { type: 'number', expression: sql`f.records` },
      accepted: { type: 'number', expression: sql`f.accepted` },
      copies: { type: 'number', expression: sql`f.copies` },
      rejected: { type: 'number', expression: sql`f.rejected` },
    },
    search: (typed) => sql`(f.file_id = ${typed} or f.source = ${typed})`,
    defaultSort: '-createdAt',
  }),
  list({
    name: 'usage-errors',
    permission: 'charging.read',
    from: sql`usage_error e`,
    alias: 'e',
    columns: {
      usageSource: { type: 'text', expression: sql`e.source` },
      key: { type: 'text', expression: sql`e.key` },
      fault: { type: 'enum', values: usageFaults, expression: sql`e.code` },
      field: { type: 'text', expression: sql`e.field`, shown: false },
      fix: { type: 'text', expression: sql`e.fix`, shown: false },
      errorState: { type: 'enum', values: errorStates, expression: sql`e.state` },
      otherParty: { type: 'text', expression: sql`e.record ->> 'otherParty'` },
      startedAt: { type: 'text', expression: sql`e.record ->> 'startedAt'`, shown: false },
      quantity: { type: 'text', expression: sql`e.record ->> 'quantity'`, shown: false },
      createdAt: { type: 'instant', expression: sql`e.created_at` },
    },
    search: (typed) => sql`(e.key = ${typed} or e.source = ${typed})`,
    defaultSort: '-createdAt',
    actions: {
      replay: {
        permission: 'charging.write',
        async run(tx, ids, platform) {
          const failures: ActionFailure[] = []
          for (const id of ids)
            failures.push(
              ...(await replayError(tx, id, {}, platform.clock.now()).then(
                ({ rejected }) => rejected.map(({ fault }) => ({ id, code: `charging.${fault.code}`, detail: fault.fix })),
                (error: unknown) => {
                  if (error instanceof Problem) return [{ id, code: error.code, detail: error.message, values: error.values }]
                  throw error
                },
              )),
            )
          return failures
        },
      },
      discard: {
        permission: 'charging.write',
        tone: 'danger',
        async run(tx, ids) {
          const closed = new Set(ids).difference(new Set(await moveErrors(tx, ids, 'discarded')))
          return [...closed].map((id) => ({ id, code: 'charging.error_not_open', detail: 'This record was taken or discarded already.' }))
        },
      },
    },
  }),
]
