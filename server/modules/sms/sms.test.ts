import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { sealSecret } from '#kernel/vault.ts'
import { testTenant } from '#kernel/testing.ts'
import { createSmsc, type Smsc } from '#simulators/smsc'
import { queueSms, retrySms, type SmsDraft } from './queue-sms.ts'
import { passwordPurpose, startSender, writingsOf } from './sender.ts'
import type { SmsSettings } from './sms.ts'
import { countParts, findSms, writeSettings } from './store.ts'

const usual: Omit<SmsSettings, 'port'> = {
  host: '127.0.0.1',
  isTls: false,
  systemId: 'trunkline',
  systemType: '',
  source: 'Spark',
  bind: 'transceiver',
  unansweredMax: 10,
  perSecond: 100,
  prefixes: [],
  partsPerHourMax: 300,
  partPrice: null,
}

interface WorldOptions extends Partial<SmsSettings> {
  readonly password?: string
  readonly privateAddresses?: boolean
}

async function world({ password = 'secret12', privateAddresses = true, ...settings }: WorldOptions = {}) {
  const tenant = await testTenant({ country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const platform = { ...tenant.platform, config: { ...tenant.platform.config, MESSAGING_PRIVATE_ADDRESSES: privateAddresses } }
  const smsc: Smsc = await createSmsc()
  const configure = (changed: Partial<SmsSettings> = {}) =>
    tenant.transact(async (tx) => {
      const passwordSealed = await sealSecret(tx, password, passwordPurpose)
      await writeSettings(tx, { ...usual, port: smsc.port, ...settings, ...changed, passwordSealed })
    })
  await configure()
  const sender = await startSender(platform)
  after(async () => {
    await sender.stop()
    await smsc.close()
  })
  const now = () => tenant.platform.clock.now()
  const queue = async (text: string, to = '+2348012345678', more: Partial<SmsDraft> = {}) =>
    (await tenant.transact((tx) => queueSms(tx, { to, kind: 'by-staff', text, ...more }, now()))).id
  const retry = (id: string) => tenant.transact((tx) => retrySms(tx, [id], now()))
  const read = async (id: string) => (await tenant.transact((tx) => findSms(tx, id)))!
  async function becomes(id: string, state: string) {
    for (let tries = 0; tries < 3_000; tries++) {
      const found = await read(id)
      if (found.state === state) return found
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.fail(`${JSON.stringify(await read(id))} does not become ${state}`)
  }
  return { ...tenant, smsc, configure, now, queue, retry, read, becomes }
}

const many = (text: string, times: number) => text.repeat(times)

suite('a short message', () => {
  test('goes out after the commit and is told to be delivered', async () => {
    const { smsc, queue, becomes } = await world()
    await becomes(await queue('Water is off until noon'), 'delivered')
    assert.deepEqual(
      smsc.messages.map(({ source, destination, text }) => [source, destination, text]),
      [['Spark', '2348012345678', 'Water is off until noon']],
    )
  })

  test('with a secret: nobody reads it, but for the one who gets it', async () => {
    const { smsc, queue, becomes, transact } = await world()
    const id = await queue('Your code is 482913', undefined, { secret: '482913' })
    assert.equal((await becomes(id, 'delivered')).textShown, 'Your code is ••••••')
    assert.equal(smsc.messages[0]!.text, 'Your code is 482913')
    const { rows } = await transact((tx) =>
      sql<{ row: string }>`select row_to_json(m)::text as row from sms m where id = ${id}`.execute(tx),
    )
    assert.doesNotMatch(rows[0]!.row, /482913/)
  })

  test('of several parts arrives as one, in Bengali too, and is delivered when all of them are', async () => {
    const { smsc, queue, becomes } = await world()
    const text = many('আপনার কোড ৪৮২৯১৩। ', 8)
    const { parts, messageIds } = await becomes(await queue(text), 'delivered')
    assert.equal(smsc.messages[0]!.text, text)
    assert.deepEqual([parts, messageIds.length], [3, 3])
  })

  test('of several parts of which the last is refused is not begun again', async () => {
    const { smsc, queue, becomes } = await world({ unansweredMax: 1 })
    smsc.habits.sendsReceipts = false
    smsc.habits.refusesFrom = 2
    const { reason, messageIds } = await becomes(await queue(many('two parts ', 20)), 'failed')
    assert.deepEqual([reason, messageIds.length], ['throttled', 1])
  })

  test('that the centre cannot take now waits', async () => {
    const { smsc, queue, becomes, platform } = await world()
    smsc.habits.throttles = 1
    const id = await queue('later')
    for (let tries = 0; tries < 3_000 && smsc.habits.throttles > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 20))
    const waiting = await becomes(id, 'queued')
    assert.deepEqual([waiting.attempts, waiting.reason], [1, 'throttled'])
    platform.clock.advance({ seconds: 6 })
    await becomes(id, 'delivered')
  })

  test('that is worth something for a while is given up by the centre after it', async () => {
    const { smsc, queue, becomes, now } = await world()
    await becomes(await queue('Your code is 482913', undefined, { usefulUntil: now().add({ minutes: 5 }) }), 'delivered')
    await becomes(await queue('Your invoice is ready'), 'delivered')
    assert.deepEqual(
      smsc.messages.map(({ text, validSeconds }) => `${text}: ${validSeconds}`),
      ['Your code is 482913: 300', 'Your invoice is ready: undefined'],
    )
  })

  test('that waited until nobody wants it is not sent', async () => {
    const { smsc, queue, becomes, retry, now, platform } = await world()
    smsc.habits.throttles = 1
    const id = await queue('Your code is 482913', undefined, { usefulUntil: now().add({ seconds: 6 }) })
    for (let tries = 0; tries < 3_000 && smsc.habits.throttles > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 20))
    await becomes(id, 'queued')
    platform.clock.advance({ seconds: 7 })
    await queue('wakes the sender')
    assert.equal((await becomes(id, 'failed')).reason, 'too-late')
    assert.deepEqual(
      (await retry(id)).map(({ code }) => code),
      ['sms.not_retryable'],
    )
  })

  test('to nobody fails for good, with the reason, and is sent again when a person says so', async () => {
    const { smsc, queue, retry, becomes } = await world()
    smsc.habits.unknown.add('2340000000000')
    const id = await queue('x', '+2340000000000')
    const { reason, detail } = await becomes(id, 'failed')
    assert.deepEqual([reason, detail], ['wrong-destination', 'submit_sm 0x0000000b'])
    smsc.habits.unknown.clear()
    assert.deepEqual(await retry(id), [])
    await becomes(id, 'delivered')
    assert.equal((await retry(id)).length, 1, 'what was delivered is not sent again')
  })

  test('that got no answer when the connection broke is not sent again', async () => {
    const { smsc, queue, read, becomes } = await world()
    smsc.habits.isSilent = true
    const id = await queue('once')
    for (let tries = 0; tries < 3_000 && smsc.unanswered.length === 0; tries++) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal((await read(id)).state, 'sending')
    await smsc.close().catch(() => {})
    assert.equal((await becomes(id, 'unknown')).reason, 'no-answer')
  })

  test('with a wrong password waits for somebody to look', async () => {
    const { queue, becomes } = await world({ password: 'wrong' })
    assert.equal((await becomes(await queue('x'), 'failed')).reason, 'wrong-password')
  })

  test('goes to no centre that only we can reach, under whatever name', async () => {
    const { smsc, queue, becomes } = await world({ privateAddresses: false, host: 'localhost' })
    const { reason, detail, attempts } = await becomes(await queue('x'), 'failed')
    assert.deepEqual([reason, attempts], ['address-refused', 1])
    assert.match(detail!, /this server itself.*MESSAGING_PRIVATE_ADDRESSES/)
    assert.deepEqual(smsc.binds, [])
  })

  test('is delivered over a pair of connections; over one that only sends, nobody tells', async () => {
    const { smsc, queue, configure, becomes } = await world({ bind: 'pair' })
    await becomes(await queue('both ways'), 'delivered')
    await configure({ bind: 'transmitter' })
    await becomes(await queue('one way'), 'sent')
    assert.deepEqual(smsc.binds, ['bind_transmitter', 'bind_receiver', 'bind_transmitter'])
    assert.equal(smsc.messages.length, 2)
  })
})

suite('what short messages may cost', () => {
  test('they go to the country of the business, unless it says where else', async () => {
    const { smsc, queue, configure, read, becomes } = await world()
    const abroad = await queue('x', '+8801712345678')
    const { state, reason } = await read(abroad)
    assert.deepEqual([state, reason], ['refused', 'destination-not-allowed'])
    await configure({ prefixes: ['+880', '+91'] })
    await becomes(await queue('y', '+8801712345678'), 'delivered')
    assert.equal((await read(await queue('z'))).state, 'refused', 'then its own only if it is named')
    assert.equal(smsc.messages.length, 1)
  })

  test('so many parts in an hour; the one too many is kept for somebody to see, and may be sent later', async () => {
    const { queue, read, retry, becomes, platform, transact, now } = await world({ partsPerHourMax: 3 })
    await queue(many('two parts ', 20))
    await queue('one')
    const late = await queue('one too many')
    assert.deepEqual([(await read(late)).state, (await read(late)).reason], ['refused', 'hourly-limit'])
    assert.deepEqual(
      (await retry(late)).map(({ code }) => code),
      ['sms.hourly_limit'],
    )
    assert.equal(await transact((tx) => countParts(tx, now().subtract({ hours: 1 }))), 3)
    platform.clock.advance({ minutes: 61 })
    assert.deepEqual(await retry(late), [])
    await becomes(late, 'delivered')
  })

  test('many at once pass the limit no more than one after the other', async () => {
    const { queue, read } = await world({ partsPerHourMax: 5 })
    const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => queue(`one of many ${index}`)))
    const states = await Promise.all(ids.map(async (id) => (await read(id)).state))
    assert.equal(states.filter((state) => state === 'refused').length, 7)
  })
})

test('ids in both writings', () => {
  assert.deepEqual(writingsOf('255'), ['255', 'ff', 'FF', '597'])
  assert.deepEqual(writingsOf('ff'), ['ff', '255'])
  assert.deepEqual(writingsOf('abc-1'), ['abc-1'])
})
