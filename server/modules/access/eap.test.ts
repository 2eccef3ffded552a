/** EAP between our machine and a supplicant, over real TLS; without RADIUS, sockets or a database. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import { type Authority, Conversation, eapRequest, eapResponse, eapTypes, readResponse, type Step } from '#protocols/eap'
import { ntHash } from '#protocols/radius'
import { type EapMethod, eapMethods, Supplicant, type SupplicantOptions } from '#simulators/supplicant'
import { eapTlsContext, openEapTls } from './eap-tls-engine.ts'
import { issueClientCertificate, issueServerCertificate, newAuthority } from './issue-certificate.ts'

const now = Temporal.Now.instant()
const authority = await newAuthority('Dhaka Net', now)
const otherAuthority = await newAuthority('Somebody else', now)
const server = await issueServerCertificate(authority, 'radius.dhaka.example', now)
const client = await issueClientCertificate(authority, 'alice', now)
const stranger = await issueClientCertificate(otherAuthority, 'alice', now)
const context = eapTlsContext(server.certificate + authority.certificate, server.key, [authority.certificate])
const issuedTo = new Map([[client.certificate, 'alice']])
const passwords = new Map([
  ['alice', 'correct-horse'],
  ['bob', 'battery-staple'],
])

interface World {
  /** Who was let in or refused, as `alice true`. */
  readonly admitted: string[]
  readonly isBlocked: boolean
}

function authorityOf(world: World): Authority {
  const pem = (der: Buffer) =>
    `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----`
  return {
    credentialOf(identity) {
      const password = passwords.get(identity)
      return password === undefined ? undefined : { password, passwordHash: ntHash(password) }
    },
    identityOfCertificate: (der) => issuedTo.get([...issuedTo.keys()].find((one) => one.trim() === pem(der)) ?? ''),
    isLogin: (identity) => passwords.has(identity),
    admit(identity, isProven) {
      world.admitted.push(`${identity} ${isProven}`)
      return isProven && !world.isBlocked ? undefined : { error: 'authenticationFailure', message: 'No.' }
    },
    random: randomBytes,
  }
}

type Outcome = {
  readonly step: Exclude<Step, { kind: 'ask' }>
  readonly supplicant: Supplicant
  readonly admitted: string[]
  readonly roundTrips: number
}

async function run(
  options: Partial<SupplicantOptions> & { method: EapMethod },
  given: { isBlocked?: boolean; octetsMax?: number } = {},
): Promise<Outcome> {
  const world: World = { admitted: [], isBlocked: given.isBlocked ?? false }
  const supplicant = new Supplicant({
    identity: 'alice',
    password: 'correct-horse',
    ca: authority.certificate,
    certificate: client,
    ...options,
  })
  const { conversation, packet } = begin(world, supplicant.outerIdentity, given.octetsMax)
  try {
    for (let request = packet, roundTrips = 1; ; roundTrips++) {
      const step = await conversation.respond(readResponse(await supplicant.answer(request))!)
      if (step.kind !== 'ask') return { step, supplicant, admitted: world.admitted, roundTrips }
      assert.ok(step.packet.length <= (given.octetsMax ?? 1_000), 'no packet is longer than asked for')
      request = step.packet
    }
  } finally {
    supplicant.close()
    conversation.close()
  }
}

function begin(world: World, outerIdentity = 'alice', octetsMax = 1_000) {
  const identity = readResponse(eapResponse(7, eapTypes.identity, Buffer.from(outerIdentity)))!
  return Conversation.begin(identity, {
    authority: authorityOf(world),
    packetOctetsMax: octetsMax,
    preferred: eapTypes.peap,
    openTls: (wantsCertificate) => openEapTls(context, wantsCertificate),
  })!
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const

for (const tlsVersion of versions)
  for (const method of eapMethods)
    suite(`${method} over ${tlsVersion}`, () => {
      test('lets in, with the same key on both sides', async () => {
        const { step, supplicant, admitted } = await run({ method, tlsVersion, anonymousIdentity: 'anonymous@dhaka.example' })
        assert.ok(step.kind === 'accept', JSON.stringify(step))
        assert.equal(step.identity, 'alice', 'the name within, never that outside')
        assert.deepEqual(step.masterSessionKey, supplicant.masterSessionKey)
        assert.equal(step.masterSessionKey.length, 64)
        assert.deepEqual(admitted, ['alice true'])
        assert.equal(supplicant.isServerProven, method.endsWith('mschapv2'))
      })
      test('in small fragments too', async () => {
        const { step } = await run({ method, tlsVersion, packetOctetsMax: 120 }, { octetsMax: 120 })
        assert.equal(step.kind, 'accept')
      })
      if (method !== 'tls') {
        test('a wrong password is refused', async () => {
          const { step, admitted } = await run({ method, tlsVersion, password: 'guess' })
          assert.equal(step.kind, 'reject')
          assert.deepEqual(admitted, ['alice false'])
        })
        test('an unknown user is refused the same way', async () => {
          const { step, admitted } = await run({ method, tlsVersion, identity: 'nobody' })
          assert.equal(step.kind, 'reject')
          assert.deepEqual(admitted, ['nobody false'])
        })
      }
      test('who is blocked is refused after proving who it is', async () => {
        const { step, admitted } = await run({ method, tlsVersion }, { isBlocked: true })
        assert.ok(step.kind === 'reject' && step.fault === undefined)
        assert.deepEqual(admitted, ['alice true'])
      })
      test('a device that does not trust our certificate breaks off', async () => {
        const { step, admitted } = await run({ method, tlsVersion, distrusts: true })
        assert.ok(step.kind === 'reject')
        assert.equal(step.fault, 'server-not-trusted')
        assert.deepEqual(admitted, [])
      })
      test('the name outside may not be another login', async () => {
        const { step, admitted } = await run({ method, tlsVersion, anonymousIdentity: 'bob' })
        assert.ok(step.kind === 'reject')
        assert.equal(step.fault, 'name-mismatch')
        assert.deepEqual(admitted, [])
      })
    })

suite('EAP-TLS', () => {
  for (const tlsVersion of versions) {
    test(`${tlsVersion}: a certificate that was not issued here opens nothing`, async () => {
      const { step, admitted } = await run({ method: 'tls', tlsVersion, certificate: stranger })
      assert.ok(step.kind === 'reject')
      assert.equal(step.fault, 'certificate-refused')
      assert.deepEqual(admitted, [])
    })
    test(`${tlsVersion}: nor does none`, async () => {
      const { certificate: _, ...without }: Partial<SupplicantOptions> = { certificate: client }
      const supplicant = new Supplicant({ method: 'tls', identity: 'alice', ca: authority.certificate, tlsVersion, ...without })
      const { conversation, packet } = begin({ admitted: [], isBlocked: false })
      let step: Step = { kind: 'ask', packet }
      while (step.kind === 'ask') step = await conversation.respond(readResponse(await supplicant.answer(step.packet))!)
      assert.equal(step.kind, 'reject')
    })
  }
})

suite('out of turn', () => {
  const world = (): World => ({ admitted: [], isBlocked: false })
  const respond = (conversation: Conversation, identifier: number, type: number, ...data: number[]) =>
    conversation.respond(readResponse(eapResponse(identifier, type, Buffer.of(...data)))!)

  test('EAP-MD5 is refused: we offer PEAP, and a device that wants MD5 only hears No', async () => {
    const { conversation, packet } = begin(world())
    assert.equal(packet[4], eapTypes.peap)
    const step = await respond(conversation, packet[1]!, eapTypes.nak, eapTypes.md5)
    assert.ok(step.kind === 'reject' && step.fault === 'method-not-offered')
  })
  test('a device that wants nothing at all', async () => {
    const { conversation, packet } = begin(world())
    const step = await respond(conversation, packet[1]!, eapTypes.nak, 0)
    assert.ok(step.kind === 'reject' && step.fault === 'method-not-offered')
  })
  test('an answer in EAP-MD5 that nobody asked for', async () => {
    const { conversation, packet } = begin(world())
    assert.equal((await respond(conversation, packet[1]!, eapTypes.md5, 16, ...randomBytes(16))).kind, 'reject')
  })
  test('downgrade: a change of method counts once, and only before TLS', async () => {
    const { conversation, packet } = begin(world())
    const step = await respond(conversation, packet[1]!, eapTypes.nak, eapTypes.md5, eapTypes.ttls)
    assert.ok(step.kind === 'ask' && step.packet[4] === eapTypes.ttls)
    const again = await respond(conversation, step.packet[1]!, eapTypes.nak, eapTypes.tls)
    assert.ok(again.kind === 'reject')
  })
  test('a response to another request is none of ours, and does no harm', async () => {
    const { conversation, packet } = begin(world())
    assert.equal(conversation.isAwaiting({ identifier: packet[1]! + 1, type: eapTypes.nak, data: Buffer.of(eapTypes.md5) }), false)
    const step = await respond(conversation, packet[1]!, eapTypes.nak, eapTypes.ttls)
    assert.equal(step.kind, 'ask')
  })
  test('TLS 1.1 is refused with an alert', async () => {
    const { conversation, packet } = begin(world())
    const hello = Buffer.from('160301002f0100002b0302' + '00'.repeat(32) + '000004c014002f0100', 'hex')
    const step = await conversation.respond(readResponse(eapResponse(packet[1]!, eapTypes.peap, Buffer.concat([Buffer.of(0), hello])))!)
    assert.ok(step.kind === 'ask' && step.packet[6] === 21, 'an alert')
    assert.equal((await respond(conversation, step.packet[1]!, eapTypes.peap, 0)).kind, 'reject')
  })
  const malformed: [data: number[], why: string][] = [
    [[], 'no flags'],
    [[1], 'version 1'],
    [[0x80, 0, 0], 'half a length'],
    [[0x20], 'a start from the device'],
    [[0x40], 'more to come, and nothing now'],
    [[0xc0, 0xff, 0xff, 0xff, 0xff], 'four gigabytes announced, none sent'],
    [[0x80, 0, 0, 0, 1, 1, 2, 3], 'more than announced'],
    [[0x80, 0, 0, 0, 9, 1, 2, 3], 'less than announced'],
    [[0, 0x47, 0x45, 0x54, 0x20], 'no TLS'],
  ]
  for (const [data, why] of malformed)
    test(`malformed: ${why}`, async () => {
      const { conversation, packet } = begin(world())
      let step = await respond(conversation, packet[1]!, eapTypes.peap, ...data)
      if (step.kind === 'ask') step = await respond(conversation, step.packet[1]!, eapTypes.peap, 0)
      assert.equal(step.kind, 'reject')
    })
  test('fragments without end are refused after 64 KiB', async () => {
    const { conversation, packet } = begin(world())
    let step: Step = { kind: 'ask', packet }
    let sent = 0
    while (step.kind === 'ask') {
      step = await respond(conversation, step.packet[1]!, eapTypes.peap, 0x40, ...Buffer.alloc(1_000))
      sent++
    }
    assert.equal(step.kind, 'reject')
    assert.ok(sent <= 67)
  })
  test('packets that are no responses are not read', () => {
    const good = eapResponse(1, eapTypes.identity, Buffer.from('x'))
    for (const octets of [
      Buffer.of(),
      good.subarray(0, 4),
      eapRequest(1, 1, Buffer.of(0)),
      Buffer.of(2, 1, 0, 99, 1),
      Buffer.of(3, 1, 0, 4),
    ])
      assert.equal(readResponse(octets), undefined)
    assert.equal(readResponse(Buffer.concat([good, Buffer.of(9)]))?.data.toString(), 'x', 'what is behind the length is padding')
  })
})

test('mutated packets of a device with a wrong password are never let in, and nothing is thrown', async () => {
  const seed = randomBytes(4).readUInt32BE()
  let state = seed
  const random = (below: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % below
  for (let round = 0; round < 150; round++) {
    const method = eapMethods[1 + random(4)]!
    const supplicant = new Supplicant({
      method,
      identity: 'alice',
      password: 'guess',
      ca: authority.certificate,
      tlsVersion: versions[random(2)]!,
      packetOctetsMax: 100 + random(900),
    })
    const { conversation, packet } = begin({ admitted: [], isBlocked: false })
    const mutatedAt = random(12)
    let step: Step = { kind: 'ask', packet }
    try {
      for (let turn = 0; step.kind === 'ask'; turn++) {
        const answer = await supplicant.answer(step.packet)
        if (turn === mutatedAt) answer[5 + random(answer.length - 5)]! ^= 1 << random(8)
        step = await conversation.respond(readResponse(answer)!)
        assert.notEqual(step.kind, 'accept', `seed ${seed}, round ${round}`)
      }
    } finally {
      supplicant.close()
      conversation.close()
    }
  }
})
