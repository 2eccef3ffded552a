import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { suite, test } from 'node:test'
import { money } from '#kernel/money.ts'
import { createPaystack } from '#simulators/paystack'
import type { Standing } from './gateway.ts'
import { paystack } from './paystack.ts'

const body =
  '{"event":"charge.success","data":{"id":302961,"domain":"test","status":"success","reference":"inv-1001","amount":150000,"currency":"NGN","channel":"ussd"}}'
const signature =
  'fec66f5124d321115140acc1893c663d625398bc565a2fb53223b8cc4b35488773817bf4397ec32414ea6b8f2fde17a7484825a46ccc73dbaff9a1d338730dac'
const access = { settings: {}, credentials: { secretKey: 'sk_test_spec_vector_0001' }, reach: 'public' } as const
const isSigned = (text: string, header: string | undefined) =>
  paystack.isSigned(access, { 'x-paystack-signature': header }, Buffer.from(text))

suite('Paystack webhooks', () => {
  const cases = [
    // body, signature, accepted, why
    [body, signature, true, 'the published vector'],
    [`${body}\n`, signature, false, 'one byte more'],
    [body.replace('150000', '950000'), signature, false, 'another amount'],
    [body, signature.toUpperCase(), false, 'the signature is lower-case'],
    [body, signature.slice(2), false, 'a shorter signature'],
    [body, undefined, false, 'no signature'],
  ] as const
  for (const [text, header, accepted, why] of cases) test(why, () => assert.equal(isSigned(text, header), accepted))

  test('without a key nothing is signed', () => {
    const empty = createHmac('sha512', '').update(body).digest('hex')
    assert.equal(paystack.isSigned({ ...access, credentials: {} }, { 'x-paystack-signature': empty }, Buffer.from(body)), false)
  })

  test('only a successful charge is about a payment, and events are told apart by what they are about', () => {
    assert.deepEqual(paystack.readNotice(body), { dedupKey: 'charge.success:302961', reference: 'inv-1001' })
    assert.deepEqual(paystack.readNotice('{"event":"refund.processed","data":{"reference":"x"}}'), {
      dedupKey: 'refund.processed:x',
      reference: null,
    })
    for (const text of ['', 'null', '[]', '{"event":1}', '{"event":"charge.success"}']) assert.equal(paystack.readNotice(text), undefined)
  })
})

suite('Paystack API', () => {
  test('opens a payment, reads how it stands, gives it back; refuses what is wrong', async () => {
    const simulator = await createPaystack({ secretKey: 'sk_test_simulator', webhookUrl: null })
    const good = { settings: { baseUrl: simulator.url }, credentials: { secretKey: 'sk_test_simulator' }, reach: 'loopback' } as const
    const bad = { ...good, credentials: { secretKey: 'sk_test_other' } }
    const order = {
      reference: 'TL-1',
      amount: money(1_850_000n, 'NGN'),
      email: 'ada@spark.example',
      returnUrl: 'http://localhost/pay/return',
    }
    assert.deepEqual(await paystack.test(good), { kind: 'works', detail: 'Connected in test mode.' })
    assert.deepEqual(await paystack.test(bad), { kind: 'refused', detail: 'Invalid key' })
    const opened = await paystack.open(good, order)
    assert.equal(opened.kind, 'opened')
    assert.deepEqual(await paystack.open(good, order), { kind: 'refused', detail: 'Duplicate Transaction Reference' })
    assert.deepEqual(await paystack.read(good, 'TL-1'), { kind: 'open' })
    assert.deepEqual(await paystack.read(good, 'TL-2'), { kind: 'refused', detail: 'Transaction reference not found.' })
    simulator.decline('TL-1')
    assert.deepEqual(await paystack.read(good, 'TL-1'), { kind: 'failed', detail: 'Declined' })
    await simulator.pay('TL-1')
    const standing = await paystack.read(good, 'TL-1')
    assert.partialDeepStrictEqual(standing, {
      kind: 'paid',
      amount: money(1_850_000n, 'NGN'),
      reusable: { label: 'visa', lastDigits: '4081' },
    })
    const { authorization, email, expiresOn } = (standing as Extract<Standing, { kind: 'paid' }>).reusable!
    assert.equal(String(expiresOn), '2030-12-31')
    const again = { reference: 'TL-3', amount: money(5_000n, 'NGN'), email, authorization }
    assert.deepEqual(await paystack.charge(good, again), { kind: 'attempted' })
    assert.partialDeepStrictEqual(await paystack.read(good, 'TL-3'), { kind: 'paid', reusable: { authorization } })
    assert.deepEqual(await paystack.charge(good, again), { kind: 'refused', detail: 'Duplicate Transaction Reference' })
    assert.deepEqual(await paystack.charge(good, { ...again, reference: 'TL-4', authorization: 'AUTH_none' }), {
      kind: 'refused',
      detail: 'Invalid authorization code',
    })
    simulator.declineCardOf('TL-1')
    assert.deepEqual(await paystack.charge(good, { ...again, reference: 'TL-5' }), { kind: 'attempted' })
    assert.deepEqual(await paystack.read(good, 'TL-5'), { kind: 'failed', detail: 'Declined' })
    assert.deepEqual(await paystack.refund(good, { reference: 'TL-1', amount: money(850_000n, 'NGN'), note: 'moved away' }), {
      kind: 'accepted',
    })
    await simulator.close()
    assert.equal((await paystack.read(good, 'TL-1')).kind, 'unreachable')
  })

  suite('the address', () => {
    const cases = [
      // address, reach, accepted, why
      ['https://api.paystack.co', 'public', true, 'Paystack itself'],
      ['https://api.paystack.co.example', 'public', false, 'a name that begins like it'],
      ['https://pay.example', 'public', false, 'somebody else in the internet'],
      ['http://127.0.0.1:8091', 'public', false, 'this machine, where tenants are strangers'],
      ['http://127.0.0.1:8091', 'loopback', true, 'a stand-in, where the installation has them'],
      ['http://[::1]:8091', 'loopback', true, 'the same by IPv6'],
      ['http://10.0.0.7', 'loopback', true, 'a stand-in in a network of the own'],
      ['http://169.254.169.254', 'loopback', false, 'where clouds answer with their keys'],
      ['http://[::ffff:169.254.169.254]', 'loopback', false, 'the same hidden in IPv6'],
      ['http://2852039166', 'loopback', false, 'the same as one number'],
      ['http://stand-in.example', 'loopback', false, 'a name may mean another address a moment later'],
      ['ftp://127.0.0.1', 'loopback', false, 'another protocol'],
    ] as const
    for (const [baseUrl, reach, accepted, why] of cases)
      test(why, () => assert.equal(paystack.settings(reach).safeParse({ baseUrl }).success, accepted))

    test("is Paystack's where none is given", () =>
      assert.deepEqual(paystack.settings('public').parse({}), { baseUrl: 'https://api.paystack.co' }))

    test('is judged again when it is called: what was allowed once may not be now', async (t) => {
      const simulator = await createPaystack({ secretKey: 'sk_test_simulator', webhookUrl: null })
      t.after(() => simulator.close())
      const kept = { settings: { baseUrl: simulator.url }, credentials: { secretKey: 'sk_test_simulator' }, reach: 'public' } as const
      assert.partialDeepStrictEqual(await paystack.test(kept), { kind: 'unreachable' })
    })
  })
})
