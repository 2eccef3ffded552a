import { api } from '#api'

/** Asks the person's device for a passkey. @returns what the server verifies */
export async function askForPasskey(): Promise<object> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const optionsJSON = await api.post<Parameters<typeof startAuthentication>[0]['optionsJSON']>('/session/passkey-options', {})
  return startAuthentication({ optionsJSON })
}
