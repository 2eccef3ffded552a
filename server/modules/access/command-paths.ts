/**
 * The paths by which a NAS hears commands: at its address, and on the connection that it opened ("reverse CoA"). Some that speak RADIUS over TLS
 * take commands on their connection alone, others by UDP alone, and nothing in their packets tells which.
 */
import type { AttributePair } from '#protocols/radius'
import type { CoaClient } from './coa-client.ts'
import type { KnownNas } from './directory.ts'
import type { NasConnections } from './nas-connections.ts'
import type { CommandCode, NasAnswer } from './network-command.ts'

export class CommandPaths {
  readonly #client: Pick<CoaClient, 'ask'>
  readonly #connections: Pick<NasConnections, 'ask'>
  /** NAS with an address that answered on their connection the last time. */
  readonly #onConnection = new Set<string>()

  constructor(client: Pick<CoaClient, 'ask'>, connections: Pick<NasConnections, 'ask'>) {
    this.#client = client
    this.#connections = connections
  }

  /** Asks at the address, and while that is silent on the connection; first where the NAS answered the last time. */
  async ask(nas: KnownNas, code: CommandCode, attributes: readonly AttributePair[]): Promise<NasAnswer> {
    const { id, address, coaPort, secret } = nas
    const onConnection = () => this.#connections.ask(id, code, attributes)
    if (address === null) return onConnection()
    const atAddress = () => this.#client.ask({ address, coaPort, secret }, code, attributes)

    const wasOnConnection = this.#onConnection.has(id)
    const [first, second] = wasOnConnection ? [onConnection, atAddress] : [atAddress, onConnection]
    const answer = await first()
    if (answer.answer !== 'timeout') return answer
    const other = await second()
    if (other.answer === 'timeout') return other
    if (wasOnConnection) this.#onConnection.delete(id)
    else this.#onConnection.add(id)
    return other
  }
}
