/** Opens a conversation with a router for one piece of work and closes it, whatever happens. */
import { addressFault, type Reach } from '#kernel/address.ts'
import { openApiConnection } from './api-connection.ts'
import { type RouterConnection, RouterFault } from './connection.ts'
import type { KeptManagement } from './management.ts'
import { openRestConnection } from './rest-connection.ts'

export type Spoken<T> = { readonly isDone: true; readonly value: T } | { readonly isDone: false; readonly fault: RouterFault }

/**
 * That a router is away, refuses or says nonsense is expected, so it is an answer.
 * @param reach how near a router may be
 */
export async function withRouter<T>(
  kept: KeptManagement,
  reach: Reach,
  work: (connection: RouterConnection) => Promise<T>,
): Promise<Spoken<T>> {
  let connection: RouterConnection | undefined
  try {
    const fault = addressFault(kept.address, reach)
    if (fault) throw new RouterFault('forbidden-address', fault)
    if (kept.password === null) throw new RouterFault('password-unreadable', 'The password of its API can no longer be read.')
    const management = { ...kept, password: kept.password }
    connection = management.protocol === 'rest' ? openRestConnection(management) : await openApiConnection(management)
    return { isDone: true, value: await work(connection) }
  } catch (error) {
    if (error instanceof RouterFault) return { isDone: false, fault: error }
    throw error
  } finally {
    connection?.close()
  }
}
