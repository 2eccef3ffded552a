import { isDuplicate, type Tx } from '#kernel/db.ts'
import type { AccountKind } from './chart.ts'
import { type ChartAccount, deleteAccount, findAccount, insertAccount, isUsed, updateAccount } from './chart-store.ts'
import { accountNeeded, accountNotFound, accountUsed, numberTaken } from './errors.ts'

/** @throws ledger.account_not_found */
export async function readChartAccount(tx: Tx, id: string): Promise<ChartAccount> {
  const account = await findAccount(tx, id)
  if (!account) throw accountNotFound()
  return account
}

/** Adds an account that only journals book on. @throws ledger.number_taken */
export async function addAccount(tx: Tx, draft: { number: string; name: string; kind: AccountKind }): Promise<ChartAccount> {
  const id = await insertAccount(tx, draft).catch(orNumberTaken(draft.number))
  return readChartAccount(tx, id)
}

/** Renames or renumbers an account; its kind stays, because reports of closed months would change with it. @throws ledger.number_taken */
export async function changeAccount(
  tx: Tx,
  account: ChartAccount,
  { number = account.number, name = account.name }: { number?: string | undefined; name?: string | undefined },
): Promise<ChartAccount> {
  await updateAccount(tx, account.id, { number, name }).catch(orNumberTaken(number))
  return readChartAccount(tx, account.id)
}

/** @throws ledger.account_not_found, ledger.account_needed, ledger.account_used */
export async function removeAccount(tx: Tx, id: string): Promise<void> {
  const account = await readChartAccount(tx, id)
  if (account.code !== null) throw accountNeeded(account.name)
  if (await isUsed(tx, id)) throw accountUsed(account.name)
  await deleteAccount(tx, id)
}

function orNumberTaken(number: string) {
  return (error: unknown): never => {
    throw isDuplicate(error) ? numberTaken(number) : error
  }
}
