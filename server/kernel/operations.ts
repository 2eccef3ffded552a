import { z } from 'zod'
import { sql, type Tx } from './db.ts'
import { replay, type Subscriber } from './events.ts'
import { type AnyRoute, route, sendParts } from './http.ts'
import { type AnyJob, job, retryJob } from './jobs.ts'
import { exportCsv, exportXlsx } from './list-export.ts'
import { type AnyList, describeList, list, readPage, selectIds, zListQuery } from './lists.ts'
import { Problem, told } from './problem.ts'
import { zId } from './wire.ts'

/** Permissions of the ground itself; modules declare their own. */
export const operationsPermissions = {
  'platform.read': 'See jobs, events and the audit log',
  'platform.repair': 'Retry jobs and replay events that failed',
} as const

/** Lists for whoever keeps the installation running. */
export const operationsLists: readonly AnyList[] = [
  list({
    name: 'jobs',
    permission: 'platform.read',
    from: sql`job_run j`,
    alias: 'j',
    tenant: null,
    columns: {
      name: { type: 'text', expression: sql`j.name` },
      state: { type: 'enum', values: ['running', 'done', 'failed'], expression: sql`j.state` },
      attempt: { type: 'number', expression: sql`j.attempt` },
      progressDone: { type: 'number', expression: sql`j.progress_done` },
      progressTotal: { type: 'number', expression: sql`j.progress_total` },
      error: { type: 'text', expression: sql`left(j.error, 500)` },
      startedAt: { type: 'instant', expression: sql`j.started_at` },
      finishedAt: { type: 'instant', expression: sql`j.finished_at` },
    },
    defaultSort: '-startedAt',
    actions: {
      retry: {
        permission: 'platform.repair',
        async run(tx, ids, platform) {
          const { rows } = await sql<{
            job_id: string
          }>`select distinct job_id from job_run where id = any (${ids}::uuid[]) and state = 'failed'`.execute(tx)
          for (const row of rows) await retryJob(platform.db, row.job_id)
          return []
        },
      },
    },
  }),
  list({
    name: 'events',
    permission: 'platform.read',
    from: sql`event e`,
    alias: 'e',
    idType: 'bigint',
    columns: {
      type: { type: 'text', expression: sql`e.type` },
      subject: { type: 'text', expression: sql`e.subject` },
      actor: { type: 'text', expression: sql`e.actor` },
      payload: { type: 'text', expression: sql`e.payload::text`, sortable: false },
      requestId: { type: 'text', expression: sql`e.request_id`, shown: false },
      at: { type: 'instant', expression: sql`e.at` },
    },
    defaultSort: '-at',
  }),
  list({
    name: 'event-failures',
    permission: 'platform.read',
    from: sql`event_failure f`,
    alias: 'f',
    columns: {
      subscriber: { type: 'text', expression: sql`f.subscriber` },
      eventType: { type: 'text', expression: sql`f.event_type` },
      error: { type: 'text', expression: sql`f.error` },
      attempts: { type: 'number', expression: sql`f.attempts` },
      failedAt: { type: 'instant', expression: sql`f.failed_at` },
      replayedAt: { type: 'instant', expression: sql`f.replayed_at` },
    },
    defaultSort: '-failedAt',
  }),
  list({
    name: 'audit',
    permission: 'platform.read',
    from: sql`audit a`,
    alias: 'a',
    idType: 'bigint',
    columns: {
      at: { type: 'instant', expression: sql`a.at` },
      actor: { type: 'text', expression: sql`a.actor` },
      table: { type: 'text', expression: sql`a.table_name` },
      row: { type: 'text', expression: sql`a.row_id` },
      operation: { type: 'enum', values: ['insert', 'update', 'delete'], expression: sql`a.operation` },
      before: { type: 'text', expression: sql`a.before::text`, sortable: false },
      after: { type: 'text', expression: sql`a.after::text`, sortable: false },
      requestId: { type: 'text', expression: sql`a.request_id`, shown: false },
    },
    defaultSort: '-at',
  }),
]

/** Seals new audit rows into the hash chain. */
export const sealAudit: AnyJob = job({
  name: 'audit.seal',
  input: z.object({}),
  schedule: '* * * * *',
  async run({ scope, transact }) {
    for (const tenant of scope.tenants) await transact((tx) => sql`select seal_audit(${tenant})`.execute(tx))
  },
})

/** Forgets answers kept for repeated requests: nobody retries after two days. */
export const forgetAnswers: AnyJob = job({
  name: 'http.forget-answers',
  input: z.object({}),
  schedule: '17 3 * * *',
  async run({ transact }) {
    await transact((tx) => sql`delete from idempotency where created_at < now() - interval '2 days'`.execute(tx))
  },
})

const zView = z.object({ id: zId, list: z.string(), name: z.string(), query: z.string(), shared: z.boolean(), own: z.boolean() })

const exportTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

const viewNotFound = () => new Problem('views.not_found', 404, 'This saved view does not exist any more, or belongs to somebody else.')

/** Routes that follow from declarations: the list engine, saved views, the audit check, replay. */
export function operationsRoutes(lists: readonly AnyList[], subscribers: readonly Subscriber[]): AnyRoute[] {
  const byName = new Map(lists.map((one) => [one.name, one]))
  const find = (name: string, permissions: ReadonlySet<string>): AnyList => {
    const found = byName.get(name)
    if (!found) throw new Problem('lists.not_found', 404, told`There is no list "${{ name }}". GET /api/v1/lists names them all.`)
    if (!permissions.has(found.permission))
      throw new Problem(
        'http.forbidden',
        403,
        told`Your role does not include "${{ permission: found.permission }}". Ask an administrator to add it.`,
      )
    return found
  }
  const zName = z.object({ name: z.string().max(60) })
  const zDescription = z.looseObject({
    name: z.string(),
    columns: z.array(z.looseObject({ key: z.string(), type: z.string() })),
    defaultSort: z.string(),
    searchable: z.boolean(),
  })
  const zPage = z.object({
    items: z.array(z.looseObject({ id: z.string() })),
    next: z.string().nullable(),
    total: z.number(),
    totalIsExact: z.boolean(),
  })
  const zFilter = zListQuery.pick({ q: true, f: true, sort: true })

  return [
    route({
      method: 'GET',
      path: '/lists',
      summary: 'Every list the caller may read',
      tag: 'lists',
      permission: 'session',
      response: z.array(zDescription),
      handle: async ({ principal }) =>
        lists.filter((one) => principal.permissions.has(one.permission)).map((one) => describeList(one, principal.permissions)),
    }),
    route({
      method: 'GET',
      path: '/lists/:name',
      summary: 'Columns, operators and actions of a list',
      tag: 'lists',
      permission: 'session',
      params: zName,
      response: zDescription,
      handle: async ({ params, principal }) => describeList(find(params.name, principal.permissions), principal.permissions),
    }),
    route({
      method: 'GET',
      path: '/lists/:name/rows',
      summary: 'A page of rows',
      tag: 'lists',
      permission: 'session',
      params: zName,
      query: zListQuery,
      response: zPage,
      handle: async ({ tx, params, query, principal }) =>
        (await readPage(tx, find(params.name, principal.permissions), query)) as z.output<typeof zPage>,
    }),
    route({
      method: 'GET',
      path: '/lists/:name/export',
      summary: 'All rows that match, as CSV or as a workbook of Excel',
      tag: 'lists',
      permission: 'session',
      params: zName,
      query: zFilter.extend({ format: z.enum(['csv', 'xlsx']).default('csv') }),
      produces: 'text/csv',
      async handle({ tx, params, query, principal, reply, now }) {
        const wanted = find(params.name, principal.permissions)
        const parts = query.format === 'csv' ? exportCsv(tx, wanted, query) : exportXlsx(tx, wanted, query, principal.timeZone)
        const fileName = `${wanted.name}-${now.toString().slice(0, 10)}.${query.format}`
        const headers = { 'content-type': exportTypes[query.format], 'content-disposition': `attachment; filename="${fileName}"` }
        await sendParts(reply, headers, parts)
      },
    }),
    route({
      method: 'POST',
      path: '/lists/:name/actions/:action',
      summary: 'Does an action for many rows',
      tag: 'lists',
      permission: 'session',
      status: 200,
      params: zName.extend({ action: z.string().max(60) }),
      body: z.object({
        ids: z
          .array(z.string().regex(/^[0-9a-f-]{1,36}$/i))
          .max(10_000)
          .optional(),
        filter: zFilter.optional(),
      }),
      response: z.object({
        done: z.number(),
        failed: z.array(z.object({ id: z.string(), code: z.string(), detail: z.string(), values: z.looseObject({}).optional() })),
      }),
      async handle({ tx, params, body, principal, platform }) {
        const wanted = find(params.name, principal.permissions)
        const action = Object.hasOwn(wanted.actions ?? {}, params.action) ? wanted.actions![params.action] : undefined
        if (!action)
          throw new Problem('lists.no_action', 404, told`List "${{ list: wanted.name }}" has no action "${{ action: params.action }}".`)
        if (!principal.permissions.has(action.permission))
          throw new Problem('http.forbidden', 403, told`Your role does not include "${{ permission: action.permission }}".`)
        if (!body.ids && !body.filter)
          throw new Problem('lists.nothing_chosen', 422, 'Name the rows by ids, or choose them with a filter.', { pointer: '/ids' })
        const ids = await selectIds(tx, wanted, body)
        const failed = ids.length === 0 ? [] : await action.run(tx, ids, platform)
        return { done: ids.length - failed.length, failed: [...failed] }
      },
    }),
    route({
      method: 'GET',
      path: '/views',
      summary: 'Saved views: own and shared',
      tag: 'lists',
      permission: 'session',
      query: z.object({ list: z.string().max(60).optional() }),
      response: z.array(zView),
      handle: ({ tx, query }) => readViews(tx, query.list),
    }),
    route({
      method: 'POST',
      path: '/views',
      summary: 'Saves a view, or replaces the one with this name',
      tag: 'lists',
      permission: 'session',
      body: z.object({
        list: z.string().max(60),
        name: z.string().trim().min(1).max(60),
        query: z.string().max(2_000),
        shared: z.boolean().default(false),
      }),
      response: zView,
      async handle({ tx, body }) {
        const { rows } = await sql<z.output<typeof zView>>`
          insert into saved_view (list, name, query, shared) values (${body.list}, ${body.name}, ${body.query}, ${body.shared})
          on conflict (tenant_id, list, owner, name) do update set query = excluded.query, shared = excluded.shared
          returning id, list, name, query, shared, true as own`.execute(tx)
        return rows[0]!
      },
    }),
    route({
      method: 'DELETE',
      path: '/views/:id',
      summary: 'Deletes an own view',
      tag: 'lists',
      permission: 'session',
      params: z.object({ id: zId }),
      async handle({ tx, params }) {
        const result = await sql`delete from saved_view where id = ${params.id} and owner = app_actor()`.execute(tx)
        if (result.numAffectedRows === 0n) throw viewNotFound()
      },
    }),
    route({
      method: 'POST',
      path: '/audit/verification',
      summary: 'Proves that no audit row was altered or removed',
      tag: 'platform',
      permission: 'platform.read',
      status: 200,
      body: z.object({}),
      response: z.object({ intact: z.boolean(), seals: z.number(), rows: z.number(), broken: z.array(z.number()) }),
      async handle({ tx }) {
        const broken = await sql<{ number: bigint }>`select number from verify_audit(current_tenant())`.execute(tx)
        const { rows } = await sql<{
          seals: bigint
          rows: bigint
        }>`select count(*) as seals, coalesce(sum(row_count), 0)::bigint as rows from audit_seal`.execute(tx)
        return {
          intact: broken.rows.length === 0,
          seals: Number(rows[0]!.seals),
          rows: Number(rows[0]!.rows),
          broken: broken.rows.map((row) => Number(row.number)),
        }
      },
    }),
    route({
      method: 'POST',
      path: '/event-failures/:id/replay',
      summary: 'Hands a parked event to its subscriber once more',
      tag: 'platform',
      permission: 'platform.repair',
      status: 200,
      params: z.object({ id: zId }),
      body: z.object({}),
      response: z.object({ replayed: z.boolean() }),
      async handle({ tx, params, platform }) {
        const replayed = await replay(tx, platform, subscribers, params.id)
        if (!replayed) throw new Problem('events.nothing_to_replay', 404, 'This event was replayed already, or its subscriber is gone.')
        return { replayed }
      },
    }),
  ]
}

async function readViews(tx: Tx, name: string | undefined) {
  const { rows } = await sql<z.output<typeof zView>>`
    select id, list, name, query, shared, owner = app_actor() as own from saved_view
    where (owner = app_actor() or shared) ${name ? sql`and list = ${name}` : sql``} order by list, name`.execute(tx)
  return rows
}
