/** TLS for EAP, on Node's own. */
import { constants } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { MemoryTls } from '#kernel/memory-tls.ts'
import type { TlsEngine, TlsProgress } from '#protocols/eap'

/**
 * What every conversation of a tenant begins from. A session is never resumed: whoever was cut off must be decided upon anew, and a
 * resumed one would show no password or certificate to decide by.
 * @param authorities PEM of those whose certificates devices may show; named to them, so that they find the right one
 */
export function eapTlsContext(certificate: string, key: string, authorities: readonly string[]): SecureContext {
  return createSecureContext({
    cert: certificate,
    key,
    ca: [...authorities],
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  })
}

export function openEapTls(context: SecureContext, wantsCertificate: boolean): TlsEngine {
  const tls = MemoryTls.server(context, wantsCertificate)
  return {
    get isTls13() {
      return tls.isTls13
    },
    async exchange(fromPeer): Promise<TlsProgress> {
      const { state, ...octets } = await tls.exchange(fromPeer)
      return { state: state === 'failed' && wasRefused(tls.failure) ? 'refused-by-peer' : state, ...octets }
    },
    encrypt: async (plain) => (await tls.encrypt(plain)).toPeer,
    exportKey: (octets, label, keyContext) => tls.exportKey(octets, label, keyContext),
    peerCertificate: () => tls.peerCertificate(),
    close: () => tls.close(),
  }
}

/** After an alert of the device: it is how one says that it does not trust us, by more alerts than RFC 8446 §6.2 has names for it. */
const wasRefused = (failure: (Error & { code?: string }) | undefined) => failure?.code?.includes('_ALERT_') ?? false
