import { useI18n } from '#i18n'
import type { NamedAccount } from './queries.ts'

/** Accounts of the program have names in every language, until a tenant gives them its own. */
export function useAccountName() {
  const { label } = useI18n()
  return ({ code, number, name, renamed }: NamedAccount) => `${number} ${renamed ? name : label(name, `ledger.account.${code}`)}`
}
