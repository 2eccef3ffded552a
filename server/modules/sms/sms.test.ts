import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { sealSecret } from '#kernel/vault.ts'
import { testTenant } from '#kernel/testing.ts'
import { createSmsc, type Smsc } from '#simulators/smsc'
import { queueSms } from './queue-sms.ts'
import { passwordPurpose, startSender, writingsOf } from './sender.ts'
import { writeSettings } from './store.ts'

async function world({ password = 'secret12' } = {}) {
  const tenant = await testTenant()
  const smsc: Smsc = await createSmsc()
  await tenant.transact(async (tx) => {
    const passwordSealed = await sealSecret(tx, password, passwordPurpose)
    await writeSettings(tx, {
      host: '127.0.0.1',
      port: smsc.port,
      isTls: false,
      systemId: 'trunkline',
      systemType: '',
      source: 'Spark',
      passwordSealed,
    })
  })
  const sender = await startSender(tenant.platform)
  after(async () => {
    await sender.stop()
    await smsc.close()
  })
  const queue = (text: string, to = '+2348012345678') =>
    tenant.transact((tx) => queueSms(tx, { to, kind: 'test', text }, tenant.platform.clock.now()))
  const read = async (id: string) => {
    const { rows } = await tenant.transact((tx) =>
      sql<{
        state: string
        error: string | null
        attempts: number
        text_sealed: string
      }>`select state, error, attempts, text_sealed from sms where id = ${id}`.execute(tx),
    )
    return rows[0]!
  }
  async function becomes(id: string, state: string) {
    for (let tries = 0; tries < 300; tries++) {
      const found = await read(id)
      if (found.state === state) return found
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.fail(`${JSON.stringify(await read(id))} does not become ${state}`)
  }
  return { ...tenant, smsc, queue, read, becomes }
}

suite('a short message', () => {
  test('goes out after the commit and is told to be delivered; its text is sealed', async () => {
    const { smsc, queue, becomes } = await world()
    const id = await queue('Your code is 482913')
    const { text_sealed } = await becomes(id, 'delivered')
    assert.deepEqual(
      smsc.messages.map(({ source, destination, text }) => [source, destination, text]),
      [['Spark', '2348012345678', 'Your code is 482913']],
    )
    assert.doesNotMatch(text_sealed, /482913/)
  })

  test('of several parts arrives as one, in Bengali too', async () => {
    const { smsc, queue, becomes } = await world()
    const text = 'আপনার কোড ৪৮২৯১৩। '.repeat(8)
    await becomes(await queue(text), 'delivered')
    assert.equal(smsc.messages[0]!.text, text)
  })

  test('that the centre cannot take now waits', async () => {
    const { smsc, queue, becomes, platform } = await world()
    smsc.habits.throttles = 1
    const id = await queue('later')
    const waiting = await becomes(id, 'queued')
    assert.ok(waiting.attempts <= 1)
    for (let tries = 0; tries < 100 && smsc.habits.throttles > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 20))
    platform.clock.advance({ seconds: 6 })
    await becomes(id, 'delivered')
  })

  test('to nobody fails for good, with the reason', async () => {
    const { smsc, queue, becomes } = await world()
    smsc.habits.unknown.add('2340000000000')
    const { error } = await becomes(await queue('x', '+2340000000000'), 'failed')
    assert.match(error!, /0xb/)
  })

  test('that got no answer when the connection broke is not sent again', async () => {
    const { smsc, queue, read, becomes } = await world()
    smsc.habits.isSilent = true
    const id = await queue('once')
    for (let tries = 0; tries < 200 && smsc.unanswered.length === 0; tries++) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal((await read(id)).state, 'sending')
    await smsc.close().catch(() => {})
    await becomes(id, 'unknown')
  })

  test('with a wrong password waits for somebody to look', async () => {
    const { queue, becomes } = await world({ password: 'wrong' })
    const { error } = await becomes(await queue('x'), 'failed')
    assert.match(error!, /0xe/)
  })
})

test('ids in both writings', () => {
  assert.deepEqual(writingsOf('255'), ['255', 'ff', 'FF', '597'])
  assert.deepEqual(writingsOf('ff'), ['ff', '255'])
  assert.deepEqual(writingsOf('abc-1'), ['abc-1'])
})
