/**
 * One end of a TLS connection whose octets go by other means than a socket, as in EAP. Node has no such thing, so a `TLSSocket` is put on a
 * stream that only remembers what was written to it.
 */
import { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type SecureContext, TLSSocket, connect } from 'node:tls'

export interface MemoryTlsProgress {
  readonly state: 'handshake' | 'open' | 'failed'
  /** For the other end. After a failure it may hold the alert that tells about it. */
  readonly toPeer: Buffer
  readonly plain: Buffer
}

/** Turns of the event loop without a sign of life after which TLS has done what it can. Its work is never in another thread. */
const quietTurns = 2

export class MemoryTls {
  readonly #link: Link
  readonly #socket: TLSSocket
  #plain: Buffer[] = []
  #isOpen = false
  #failure: Error | undefined

  private constructor(link: Link, socket: TLSSocket) {
    this.#link = link
    this.#socket = socket
    const fail = (error: Error) => {
      this.#failure ??= error
      this.#link.activity++
    }
    this.#socket.on('secure', () => {
      this.#isOpen = true
      this.#link.activity++
    })
    this.#socket.on('data', (plain: Buffer) => {
      this.#plain.push(plain)
      this.#link.activity++
    })
    this.#socket.on('_tlsError', fail) // before a handshake is done this is the only place where the reason is told
    this.#socket.on('error', fail)
    this.#socket.on('close', () => fail(new Error('TLS was closed')))
  }

  /** @param requestCertificate fails without one; whose it is, the caller is to judge */
  static server(context: SecureContext, requestCertificate: boolean): MemoryTls {
    const link = new Link()
    const options = { isServer: true, secureContext: context, requestCert: requestCertificate, rejectUnauthorized: requestCertificate }
    return new MemoryTls(link, new TLSSocket(link as Duplex, options))
  }

  /** Trusts whom the context trusts, by any name. The first `exchange`, of nothing, gives its greeting. */
  static client(context: SecureContext): MemoryTls {
    const link = new Link()
    return new MemoryTls(link, connect({ socket: link as Duplex, secureContext: context, checkServerIdentity: () => undefined }))
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get isTls13(): boolean {
    return this.#socket.getProtocol() === 'TLSv1.3'
  }

  /** Why it failed, in OpenSSL's words; undefined while it has not. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** Gives TLS what came from the other end, and waits until it has nothing more to do. */
  async exchange(fromPeer: Buffer): Promise<MemoryTlsProgress> {
    if (fromPeer.length > 0) this.#link.push(fromPeer)
    return this.#settled()
  }

  async encrypt(plain: Buffer): Promise<MemoryTlsProgress> {
    this.#socket.write(plain)
    return this.#settled()
  }

  /** RFC 5705, RFC 8446 §7.5. */
  exportKey(octets: number, label: string, context?: Buffer): Buffer {
    // The types ask for a context, but to give none is another thing than to give an empty one.
    return this.#socket.exportKeyingMaterial(octets, label, context as Buffer)
  }

  /** DER of what the other end has shown; that it has the key, TLS has checked. */
  peerCertificate(): Buffer | undefined {
    return this.#socket.getPeerX509Certificate()?.raw
  }

  close(): void {
    this.#socket.destroy()
  }

  async #settled(): Promise<MemoryTlsProgress> {
    for (let seen = -1, quiet = 0; quiet < quietTurns; quiet++) {
      if (seen !== this.#link.activity) quiet = 0
      seen = this.#link.activity
      await nextTurn()
    }
    const plain = Buffer.concat(this.#plain)
    this.#plain = []
    return { state: this.#failure ? 'failed' : this.#isOpen ? 'open' : 'handshake', toPeer: this.#link.collect(), plain }
  }
}

class Link extends Duplex {
  /** Grows whenever something happens, on either side of TLS. */
  activity = 0
  #written: Buffer[] = []

  collect(): Buffer {
    const written = Buffer.concat(this.#written)
    this.#written = []
    return written
  }

  override _read(): void {
    // Octets are pushed when they come.
  }

  override _write(octets: Buffer, _encoding: string, done: () => void): void {
    this.#written.push(octets)
    this.activity++
    done()
  }
}
