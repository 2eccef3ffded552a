/**
 * What the tunnel methods derive from TLS. In TLS 1.3 the labels are others, and the method's type is mixed in (RFC 9190 §2.3, RFC 9427 §2).
 *
 *   MSK    64 octets   the first half is MS-MPPE-Recv-Key, the second MS-MPPE-Send-Key (RFC 2548 §2.4)
 */
import { types } from './eap-packet.ts'

export interface Tunnel {
  readonly isTls13: boolean
  /** RFC 5705, RFC 8446 §7.5. @param context none is not the same as an empty one in TLS 1.2 */
  exportKey(octets: number, label: string, context?: Buffer): Buffer
}

export type TunnelType = typeof types.tls | typeof types.ttls | typeof types.peap

const mskOctets = 64
/** MSK and EMSK; in TLS 1.3 another length would give other keys. */
const keyMaterialOctets = 128

/** The keys that the access point and the device will encrypt with. */
export function masterSessionKey(tunnel: Tunnel, type: TunnelType): Buffer {
  return keyMaterial(tunnel, type).subarray(0, mskOctets)
}

/** Of which PEAP binds the login within to the tunnel. */
export const peapTunnelKey = (tunnel: Tunnel): Buffer => keyMaterial(tunnel, types.peap)

function keyMaterial(tunnel: Tunnel, type: TunnelType): Buffer {
  if (tunnel.isTls13) return tunnel.exportKey(keyMaterialOctets, 'EXPORTER_EAP_TLS_Key_Material', Buffer.of(type))
  return tunnel.exportKey(keyMaterialOctets, type === types.ttls ? 'ttls keying material' : 'client EAP encryption')
}

/** The challenge that nobody chooses, against which CHAP and MS-CHAPv2 are made within TTLS (RFC 5281 §11.1). */
export function ttlsChallenge(tunnel: Tunnel, octets: number): Buffer {
  return tunnel.isTls13 ? tunnel.exportKey(octets, 'ttls challenge', Buffer.alloc(0)) : tunnel.exportKey(octets, 'ttls challenge')
}
