import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { testTenant } from '#kernel/testing.ts'
import { createStaff } from '#modules/identity'
import { closeRecoveries, takeRecoveries } from './device-recovery-store.ts'
import { changeRecovery, followRecoveries } from './keep-recoveries.ts'
import { inService } from './testing.ts'

async function world() {
  const tenant = await testTenant({ now: '2026-03-10T04:00:00Z' })
  const { transact } = tenant
  const { id } = await transact((tx) => inService(tx, tenant))
  const follow = (type: string, endsOn: string | null) =>
    transact((tx) => followRecoveries.handle(tx, [{ type, payload: { subscriptionId: id, endsOn } } as unknown as Event]))
  return {
    ...tenant,
    ask: (endsOn = '2026-04-01') => follow('device_recovery.requested.v1', endsOn),
    plan: (endsOn: string | null) => follow('subscription.end_planned.v1', endsOn),
    tasks: () =>
      transact(
        async (tx) =>
          (
            await sql<{ id: string; line: string }>`select id, due_on || ' ' || state as line from device_recovery order by due_on`.execute(
              tx,
            )
          ).rows,
      ),
  }
}
const linesOf = (tasks: readonly { readonly line: string }[]) => tasks.map(({ line }) => line)

suite('what was lent to a customer whose service ends', () => {
  test('is one task, however often it is asked for', async () => {
    const { ask, plan, tasks } = await world()
    await ask()
    await plan('2026-04-01') // the end itself drops nothing
    await ask()
    assert.deepEqual(linesOf(await tasks()), ['2026-04-01 open'])
  })

  test('stays with a customer who pays after all, and is asked for again at the next end', async () => {
    const { ask, plan, tasks } = await world()
    await ask()
    await plan(null)
    assert.deepEqual(linesOf(await tasks()), ['2026-04-01 dropped'])
    await ask()
    await ask('2026-05-01')
    assert.deepEqual(linesOf(await tasks()), ['2026-04-01 open', '2026-05-01 open'])
  })

  test('what is fetched is not dropped, nor closed twice', async () => {
    const { ask, plan, tasks, transact } = await world()
    await ask()
    const { id } = (await tasks())[0]!
    assert.deepEqual(await transact((tx) => closeRecoveries(tx, [id], 'done')), [id])
    assert.deepEqual(await transact((tx) => closeRecoveries(tx, [id], 'dropped')), [])
    assert.deepEqual(await transact((tx) => takeRecoveries(tx, [id])), [])
    await plan(null)
    assert.deepEqual(linesOf(await tasks()), ['2026-04-01 done'])
  })

  test('is given to somebody of the staff, and to nobody else', async () => {
    const { ask, tasks, transact } = await world()
    await ask()
    const { id } = (await tasks())[0]!
    const ownerId = await transact((tx) =>
      createStaff(tx, { email: `field-${id}@padma.example`, name: 'Rafiq', roles: ['support'], password: 'monsoon over the padma' }),
    )
    const taken = await transact((tx) => changeRecovery(tx, id, { ownerId, note: 'Router and cable' }, '1'))
    assert.deepEqual([taken.ownerId, taken.note, taken.version], [ownerId, 'Router and cable', 2])
    await assert.rejects(
      transact((tx) => changeRecovery(tx, id, { state: 'done' }, '1')),
      { code: 'http.precondition_failed' },
    )
    await assert.rejects(
      transact((tx) => changeRecovery(tx, id, { ownerId: crypto.randomUUID() }, '*')),
      { code: 'subscriptions.staff_unknown' },
    )
    const done = await transact((tx) => changeRecovery(tx, id, { state: 'done' }, '*'))
    assert.notEqual(done.closedAt, null)
  })
})
