/** Carries EAP between a device and the server, as an access point does: RFC 3579 §2.1. */
import { eapRequest, eapTypes } from '#protocols/eap'
import { type AttributePair, type Packet, type Secret, read, readAll, revealKey } from '#protocols/radius'
import type { Supplicant } from '#simulators/supplicant'
import type { Exchange } from './exchange.ts'

const attributeOctets = 253

export function eapMessages(packet: Buffer): AttributePair[] {
  return Array.from({ length: Math.ceil(packet.length / attributeOctets) }, (_, index) => [
    'EAP-Message',
    packet.subarray(index * attributeOctets, (index + 1) * attributeOctets),
  ])
}

/** @returns the last reply, and whether the keys in it are those that the device derived */
export async function authenticateByEap(
  access: Exchange,
  secret: Secret,
  device: Supplicant,
  line: readonly AttributePair[],
): Promise<{ reply: Packet | undefined; isProven: boolean }> {
  let response = await device.answer(eapRequest(1, eapTypes.identity, Buffer.of()))
  let state: AttributePair[] = []
  for (;;) {
    let authenticator: Uint8Array = Buffer.of()
    const reply = await access.ask('Access-Request', (random) => {
      authenticator = random
      return [['User-Name', device.outerIdentity], ...state, ...eapMessages(response), ...line]
    })
    if (reply?.code !== 'Access-Challenge') {
      device.close()
      return { reply, isProven: reply?.code === 'Access-Accept' && hasKeysOf(reply, device, authenticator, secret) }
    }
    state = [['State', Buffer.from(read(reply, 'State')!)]]
    response = await device.answer(Buffer.concat(readAll(reply, 'EAP-Message')))
  }
}

function hasKeysOf(accept: Packet, { masterSessionKey }: Supplicant, authenticator: Uint8Array, secret: Secret): boolean {
  const keys = (['MS-MPPE-Recv-Key', 'MS-MPPE-Send-Key'] as const).map((name) => revealKey(read(accept, name)!, authenticator, secret))
  return masterSessionKey !== undefined && Buffer.concat(keys.map((key) => key ?? Buffer.of())).equals(masterSessionKey)
}
