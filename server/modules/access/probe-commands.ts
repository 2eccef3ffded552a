/** Whether a NAS takes commands, found out without harm: it is asked to end a session that does not exist. */
import type { Tx } from '#kernel/db.ts'
import { openIfReadable } from '#kernel/vault.ts'
import { sharedSecret } from '#protocols/radius'
import { CoaClient, type CoaTarget } from './coa-client.ts'
import { nasPurpose } from './directory.ts'
import { readSealedNas } from './nas-store.ts'

const nobody = 'trunkline-probe'

/** Where commands to a NAS go; undefined for one that is disabled, gone, reached only on its own connection, or whose secret cannot be read. */
export async function readCommandTarget(tx: Tx, nasId: string): Promise<CoaTarget | undefined> {
  const nas = await readSealedNas(tx, nasId)
  if (!nas?.enabled || nas.address === null) return undefined
  const secret = await openIfReadable(tx, nas.secretSealed, nasPurpose)
  return secret === undefined ? undefined : { address: nas.address, coaPort: nas.coaPort, secret: sharedSecret(secret) }
}

/** "No such session" is the answer that is hoped for; any answer proves that the secret, the port and the way are right. */
export async function probeCommands(target: CoaTarget): Promise<'answered' | 'failed'> {
  const client = await CoaClient.open()
  try {
    const { answer } = await client.ask(target, 'Disconnect-Request', [
      ['User-Name', nobody],
      ['Acct-Session-Id', nobody],
    ])
    return answer === 'timeout' ? 'failed' : 'answered'
  } finally {
    client.close()
  }
}
